import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { Database } from '../../src/shared/database.js';
import { type JobKind, Jobs } from '../../src/shared/jobs.js';
import { createLogger } from '../../src/shared/logger.js';

const KIND: JobKind<{ nothing: true }> = { queue: 'failing', retryLimit: 5, expireInSeconds: 600 };
let database: Database;
let jobs: Jobs;
beforeAll(async () => {
  database = await Database.open({});
  await migrate(database.system);
  jobs = await Jobs.start(database, createLogger('silent'));
  await jobs.open(KIND);
});
afterAll(async () => {
  await jobs.stop();
  await database.close();
});

describe('a job that fails', () => {
  it('is given back at once, whatever the error holds', async () => {
    const { system } = database;
    await database.tenant('demo', (db) => jobs.send(db, KIND, { nothing: true }));
    // PostgreSQL's errors have fields that are undefined.
    await jobs.handle(KIND, 1, async () => void (await system.raw('select 1 / 0')));
    const told = async () => {
      const rows = await system<{ name: string; output: unknown }>('jobs.job')
        .where('name', 'failing')
        .select('output');
      return JSON.stringify(rows[0]?.output);
    };
    await expect.poll(told, { timeout: 60_000 }).toMatch(/message/);
    expect(await told(), 'no process is taken for dead').toContain('division by zero');
  });
});
