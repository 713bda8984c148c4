/**
 * `simulateWeights` over 10,000 past sessions that lie in the database, beside reading the same rows and doing nothing
 * with them: rounds of both alternate, and medians are held against each other. On the embedded database, or on
 * DATABASE_URL. `npx tsx bench/simulate-weights.ts`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAdapters } from '../adapters/index.js';
import { parseConfig } from '../src/config.js';
import { defaultWeights } from '../src/scoring/weights.js';
import { createServices } from '../src/services.js';
import { createLogger } from '../src/shared/logger.js';
import { openStorage } from '../src/storage.js';
import { ownDatabase } from '../test/support/gateway.js';
import { makeSessions, operator, organizationId } from '../test/support/many-sessions.js';

const SESSIONS = 10_000;
const ROUNDS = 7;
const LIMIT_MILLISECONDS = 1000;

const weights = defaultWeights({ faceDistance: 0.5, strictFaceDistance: 0.4, liveness: 0.5 });
const stricter = { ...weights, onboardingFaceEncodingTolerance: 0.3, imageManipulationWeight: 30 };

const folder = await mkdtemp(join(tmpdir(), 'proofgate-'));
const server = await ownDatabase(process.env['DATABASE_URL']);
const config = parseConfig({ DATA_DIR: folder, DATABASE_URL: server?.url });
const [log, clock] = [createLogger('warn'), () => new Date()];
const storage = await openStorage(config, clock, log);
const { database } = storage;
await makeSessions(database.system, (SESSIONS * 10) / 8); // eight of ten are complete
await giveVerdicts();
const adapters = installAdapters({ fetch, now: clock, log });
const { simulation, jobs, providers } = await createServices(
  { config, adapters, definitions: [], clock, random: Math.random, log },
  storage,
  () => '',
);

const ways = {
  simulate: async () => {
    const asked = { organizationId, mode: 'LIVE', values: stricter, limit: SESSIONS } as const;
    const { sessionCount, flips } = await simulation.simulate(operator, asked);
    if (flips.length === 0) throw new Error('nothing flips: there is nothing to measure');
    return sessionCount;
  },
  read: async () => {
    const rows = await database.tenant(organizationId, (db) =>
      db('sessions')
        .select('id', 'document_type', 'liveness_mode', 'weights_id', 'signals')
        .where({ organization_id: organizationId, kind: 'VERIFICATION', status: 'COMPLETE', mode: 'LIVE' })
        .orderBy('id', 'desc')
        .limit(SESSIONS),
    );
    return rows.length;
  },
};

const times = new Map<string, number[]>();
const work = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++)
  for (const [name, run] of Object.entries(ways)) {
    const [begun, worked] = [performance.now(), process.cpuUsage()];
    const count = await run();
    const { user, system } = process.cpuUsage(worked);
    if (count < SESSIONS * 0.99) throw new Error(`${name} saw ${count} sessions`);
    times.set(name, [...(times.get(name) ?? []), performance.now() - begun]);
    work.set(name, [...(work.get(name) ?? []), (user + system) / 1000]);
  }

const [simulated = Number.NaN, read = Number.NaN] = Object.keys(ways).map((name) => {
  const [time, busy] = [medianOf(times.get(name)), medianOf(work.get(name))];
  process.stdout.write(`${name.padEnd(9)} ${time.toFixed(0)} ms, of which at work ${busy.toFixed(0)} ms\n`);
  return time;
});
process.stdout.write(`ratio     ${(simulated / read).toFixed(2)}\n`);
await jobs.stop();
await providers.close();
await storage.close();
await server?.drop();
await rm(folder, { recursive: true });
process.exitCode = simulated < LIMIT_MILLISECONDS ? 0 : 1;

/** Every complete session has the tests of a passport, of which the faces and a signal differ. */
async function giveVerdicts(): Promise<void> {
  const sides = ['FRONT', 'BACK'].flatMap((side) =>
    ['SUSPICIOUS_WORDS', 'IMAGE_MANIPULATION', 'ONLINE_DUPLICATION', 'IS_IDENTITY_DOCUMENT'].map(
      (signal) => `DOC_${side}_${signal}`,
    ),
  );
  const plain = [
    ...sides.map((name) => [name, name.startsWith('DOC_BACK') ? 'NOT_APPLICABLE' : 'PASS', 0.98, 0.98]),
    ['DOCUMENT_FUZZY_MATCH', 'PASS', 0.97, 0.97],
    ['OFAC', 'PASS', null, 0],
    ['DOCUMENT_EXPIRY', 'PASS', null, 900],
    ['DOCUMENT_REQUIREMENTS', 'PASS', null, 0],
    ['LIVENESS', 'PASS', null, 0.9],
    ['AAMVA', 'NOT_APPLICABLE', null, null],
    ['AGE', 'PASS', null, 2],
    ['GENDER', 'PASS', null, 0.99],
    ['MRZ_CHECK_DIGITS', 'PASS', null, null],
  ].map((test) => [...test, null, null, false]);
  const json = JSON.stringify(plain).slice(0, -1);
  await database.system.raw(
    `update sessions set document_type = 'PASSPORT', score = '{"verified": true}',
       signals = ? || ',["FACE_MATCH","PASS",null,' || (('x' || right(id::text, 2))::bit(8)::int / 640.0)::numeric(5, 3)
         || ',0.5,"AT_MOST",false]]'
      where status = 'COMPLETE'`,
    [json],
  );
  await database.system.raw('analyze sessions');
}

function medianOf(values: readonly number[] = []): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
