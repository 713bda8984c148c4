import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { BLOB_SWEEP } from '../../src/document/blob-sweep.service.js';
import { Database } from '../../src/shared/database.js';
import { newId } from '../../src/shared/id.js';
import { KEY_PRUNING, pruneIdempotencyKeys, takeIdempotencyKey } from '../../src/shared/idempotency.js';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { blobOf } from '../support/documents.js';
import { Gateway } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { readyForImages } from '../support/subject.js';

const DAY = 24 * 3600_000;

describe('a sweep of the images', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.close());

  it('deletes those that no capture knows, a day after they were written, and no other', async () => {
    const folder = join(gateway.folder, 'blobs', 'demo');
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT');
    const { front } = await drawSpecimen('PASSPORT', new Date());
    await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(front) }, headers);
    const [kept = ''] = await readdir(folder);
    const [orphan, young, draft] = [randomUUID(), randomUUID(), `${randomUUID()}.draft`];
    for (const name of [orphan, young, draft])
      await writeFile(join(folder, name), 'sealed by a change that was refused');
    const yesterday = new Date(Date.now() - 1.1 * DAY);
    for (const name of [kept, orphan, draft]) await utimes(join(folder, name), yesterday, yesterday);
    await gateway.services.blobSweep.sweep();
    expect((await readdir(folder)).sort()).toEqual([kept, young].sort());
  });

  it('deletes nothing of what another database, or an earlier life of this one, has claimed', async () => {
    const folder = join(gateway.folder, 'blobs');
    const orphan = join(folder, 'demo', randomUUID());
    const yesterday = new Date(Date.now() - 1.1 * DAY);
    await writeFile(orphan, 'known to another database');
    await utimes(orphan, yesterday, yesterday);
    const owner = await readFile(join(folder, 'owner'), 'utf8');
    await writeFile(join(folder, 'owner'), 'another database');
    await gateway.services.blobSweep.sweep();
    expect(existsSync(orphan)).toBe(true);
    await writeFile(join(folder, 'owner'), owner);
    await gateway.services.blobSweep.sweep();
    expect(existsSync(orphan)).toBe(false);
  });

  it('is done by itself, as the keys of repeated requests are forgotten by themselves', async () => {
    const doneBy = async (queue: string) =>
      (await gateway.services.jobs.counts()).find((counted) => counted.queue === queue)?.completed;
    for (const { queue } of [BLOB_SWEEP, KEY_PRUNING])
      await expect.poll(() => doneBy(queue), { timeout: 10_000 }).toBe(1);
  });
});

it('keys that nobody can repeat any more leave no row', async () => {
  const database = await Database.open({});
  try {
    await migrate(database.system);
    const now = new Date();
    await database.system('organizations').insert({ id: 'acme', name: 'Acme', created_at: now });
    const take = (key: string, at: Date) =>
      database.tenant('acme', (db) =>
        takeIdempotencyKey(db, { organizationId: 'acme', operation: 'test', key, input: {} }, newId(), at),
      );
    await take('old', new Date(now.getTime() - 1.1 * DAY));
    await take('new', now);
    await pruneIdempotencyKeys(database.system, now);
    expect(await database.system('idempotency_keys').pluck('key')).toEqual(['new']);
  } finally {
    await database.close();
  }
});
