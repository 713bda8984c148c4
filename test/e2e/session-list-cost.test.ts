import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installAdapters } from '../../adapters/index.js';
import { parseConfig } from '../../src/config.js';
import type { RequestContext } from '../../src/graphql/context.js';
import { createSchema } from '../../src/graphql/schema.js';
import { createResolvers } from '../../src/resolvers.js';
import { createServices, type Services } from '../../src/services.js';
import { createLogger } from '../../src/shared/logger.js';
import type { Operator } from '../../src/shared/principal.js';
import { openStorage, type Storage } from '../../src/storage.js';
import { openQueues } from '../../src/worker.js';
import { ownDatabase } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';

const ORGANIZATION = 'full';
const SESSIONS = 50;
let storage: Storage;
let services: Services;
let operator: Operator;
let end: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-'));
  const server = await ownDatabase(process.env['TEST_DATABASE_URL']);
  const config = parseConfig({ DATA_DIR: folder, DATABASE_URL: server?.url });
  const log = createLogger('silent');
  const clock = () => new Date();
  storage = await openStorage(config, clock, log);
  const adapters = installAdapters({ fetch, now: clock, log });
  const surroundings = { config, adapters, definitions: [], clock, random: Math.random, log };
  services = await createServices(surroundings, storage, () => 'http://localhost');
  await services.founding.ensure(ORGANIZATION, 'Full');
  await services.weights.ensure(ORGANIZATION);
  await services.clients.ensure(ORGANIZATION, 'App');
  operator = { kind: 'operator', organizationId: ORGANIZATION, role: 'ADMIN', mode: 'LIVE', keyId: 'key' };
  await openQueues(services);
  for (let place = 0; place < SESSIONS; place++) await makeFullSession();
  // What looks for work by itself would be counted, too.
  await services.jobs.stop();
  await services.relay.stop();
  end = async () => {
    await services.providers.close();
    await storage.close();
    await server?.drop();
    await rm(folder, { recursive: true, force: true });
  };
}, 120_000);
afterAll(() => end());

/** With weights, documents of three sources, tests and history. */
async function makeFullSession(): Promise<void> {
  const { session } = await services.creation.create(operator, {
    provider: 'INTERNAL',
    livenessMode: 'PASSIVE',
    expiresIn: 3_600_000,
    externalId: 'somebody',
  });
  await storage.database.tenant(ORGANIZATION, async (db) => {
    const value = (text: string) => ({ value: text, confidence: 1 });
    const readings = (['FRONT_OCR', 'BACK_OCR', 'MRZ'] as const).map((source) => ({
      source,
      accepted: true,
      fields: { lastName: value('LINDGREN') },
    }));
    await services.documents.replace(db, session, readings, new Date());
    const test = { outcome: 'PASS' as const, source: 'internal', reasons: [] };
    await services.tests.save(db, ORGANIZATION, session.id, [
      { ...test, name: 'LIVENESS' },
      { ...test, name: 'NAME_CROSSCHECK' },
    ]);
  });
}

/** How many statements a list of so many sessions takes. */
async function statementsFor(first: number): Promise<number> {
  const contextValue: RequestContext = {
    principal: operator,
    origin: { ipAddress: undefined, userAgent: undefined },
    traceId: 'trace',
    headers: {},
  };
  const schema = createSchema(createResolvers(services));
  let statements = 0;
  const count = () => void statements++;
  storage.database.system.on('query', count);
  const variableValues = { first };
  const { data, errors } = await graphql({ schema, source: print(api.FullListDocument), contextValue, variableValues });
  storage.database.system.removeListener('query', count);
  expect(errors).toBeUndefined();
  const nodes = JSON.stringify(data).match(/"lastName":"LINDGREN"/g) ?? [];
  expect(nodes).toHaveLength(first);
  return statements;
}

describe('a list of sessions with all that belongs to them', () => {
  it('takes as many statements for fifty sessions as for five', async () => {
    await statementsFor(SESSIONS); // has what never changes in memory: keys, weights, clients
    const forFive = await statementsFor(5);
    expect(await statementsFor(SESSIONS)).toBe(forFive);
    expect(forFive).toBeLessThan(40);
  });
});
