import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GraphQLApi, operator, sdk } from '../../tools/demo/client.js';
import * as api from '../../tools/demo/operations.js';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { selfie } from '../../tools/specimen/faces.js';
import { ownDatabase } from '../support/gateway.js';
import { Process } from '../support/process.js';

const SERVER = process.env['TEST_DATABASE_URL'];
const KEY = `sk_test_${randomBytes(16).toString('hex')}`;

interface Installation {
  readonly database: pg.Client;
  start(role: 'api' | 'worker'): Process;
  end(): Promise<void>;
}
let installation: Installation;

/** A database, a folder and keys that several processes share. */
async function install(server: string): Promise<Installation> {
  const own = await ownDatabase(server);
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-worker-'));
  const database = new pg.Client(own?.url);
  await database.connect();
  const running: Process[] = [];
  const shared = {
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: own?.url ?? '',
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    MASTER_KEY: randomBytes(32).toString('base64'),
    DEMO_API_KEY: KEY,
  };
  return {
    database,
    start(role) {
      const started = new Process({ ...shared, ROLE: role });
      running.push(started);
      return started;
    },
    async end() {
      await Promise.all(running.map((process) => process.kill('SIGKILL')));
      await database.end();
      await own?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An application that shows a passport and a face; returns what hands them in. */
async function show(address: string) {
  const gateway = new GraphQLApi(address);
  const input = { settings: { performOfacTest: false } };
  const created = await gateway.send<api.Created>({ query: api.CREATE, variables: { input }, headers: operator(KEY) });
  const { session, sdkToken } = created.createVerificationSession;
  const sessionId = session.id;
  const headers = sdk(sdkToken, session.client.id);
  const send = <Data>(query: string, variables: object, image?: Uint8Array) =>
    gateway.send<Data>({ query, variables: { sessionId, ...variables }, headers, ...(image ? { image } : {}) });
  await send(api.CONSENT, {});
  await send(api.TYPE, { documentType: 'PASSPORT' });
  await send(api.FRONT, { image: null }, (await drawSpecimen('PASSPORT', new Date())).front);
  const { generateLivenessSession } = await send<api.LivenessStarted>(api.START_LIVENESS, {});
  const { token } = generateLivenessSession.liveness;
  await send(api.LIVENESS, { token, image: null }, await selfie());
  return () => send<api.Finalized>(api.FINALIZE, {});
}

describe.runIf(SERVER)('a process of the API that leaves the work to others, on a database server', () => {
  beforeEach(async () => {
    installation = await install(SERVER ?? '');
  });
  afterEach(() => installation.end());

  it('completes verifications though a worker is killed in the middle of its work', async () => {
    const { database, start } = installation;
    const address = await start('api').ready();
    const handIn = await show(address);
    const count = async (state: string) => {
      const text = `select count(*) from jobs.job where name = 'capture-analysis' and state = $1`;
      const { rows } = await database.query<{ count: string }>(text, [state]);
      return Number(rows[0]?.count);
    };
    expect(await count('created')).toBe(1);

    const first = start('worker');
    await expect.poll(() => count('active'), { interval: 10, timeout: 30_000 }).toBe(1);
    await first.kill('SIGKILL');
    start('worker');
    // As if it had been silent for as long as it takes to be given up.
    await database.query(`update jobs.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`);

    const { finalizeVerification } = await handIn();
    expect(finalizeVerification).toEqual({ verified: true, session: { status: 'COMPLETE' } });
    const metrics = await (await fetch(`${address}/metrics`)).text();
    expect(metrics).toContain('proofgate_jobs{queue="capture-analysis",state="completed"} 1');
    expect(metrics).toContain('proofgate_jobs{queue="session-expiry",state="planned"} 1');
    expect(metrics).toContain('proofgate_jobs_oldest_seconds{queue="capture-analysis"} 0');
  }, 120_000);
});
