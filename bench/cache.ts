/**
 * What a cached read costs beside a read of the database, on a PostgreSQL server: the version asked for and the copy taken
 * from memory, or from Redis, or the row read and opened in its transaction. Rounds alternate in one run, and medians of a
 * round's time are held against the full read's. Every round reads the same sessions as many at once as requests come.
 * Run: DATABASE_URL=… REDIS_URL=… npx tsx bench/cache.ts (an empty database, which it fills)
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { migrate } from '../migrations/index.js';
import { SESSION_VERSIONS, SessionRepository } from '../src/session/session.repository.js';
import type { Session } from '../src/session/session.states.js';
import { Caches } from '../src/shared/cache/caches.js';
import { RedisCopies } from '../src/shared/cache/redis-copies.js';
import { Database } from '../src/shared/database.js';
import { byId } from '../src/shared/id.js';
import { Keyring } from '../src/shared/keyring.js';
import { makeSessions, master, organizationId } from '../test/support/many-sessions.js';
import { median } from '../tools/evaluate/statistics.js';

const [SESSIONS, ROUNDS, READS, TOGETHER] = [200, 15, 1000, 16];
const { DATABASE_URL: url, REDIS_URL: redisUrl } = process.env;
if (!url || !redisUrl) throw new Error('set DATABASE_URL and REDIS_URL');

const database = await Database.open({ url });
await migrate(database.system);
await makeSessions(database.system, SESSIONS);
const keyring = new Keyring(master);
const ids = (await database.system<{ id: string }>('sessions').select('id')).map(({ id }) => id);
await seal();
const redis = new Redis(redisUrl);
const store = new RedisCopies(redis, randomBytes(8).toString('hex'));
/** Each one is a process of its own, as far as memory goes. */
const newProcess = () =>
  new Caches({ database, keyring, master, copies: store }).of<Session>({
    name: 'session',
    versions: SESSION_VERSIONS,
    sealedBy: 'subject',
    load: async (_, those) => byId(await within((sessions) => sessions.findMany(those))),
  });
const within = <T>(ask: (sessions: SessionRepository) => Promise<T>): Promise<T> =>
  database.tenant(organizationId, (db) => ask(new SessionRepository(db, organizationId, keyring)));

const known = newProcess();
await Promise.all(ids.map((id) => known.find(organizationId, id)));
while ((await redis.keys(`*${store.era}*`)).length < ids.length) await wait(20); // copies are written beside the answers

const kinds: Record<string, () => (id: string) => Promise<Session | undefined>> = {
  'from the database': () => (id) => within((sessions) => sessions.find(id)),
  'from memory': () => (id) => known.find(organizationId, id),
  // A process that has just started finds nothing in its own memory.
  'from Redis': () => {
    let [fresh, reads] = [newProcess(), 0];
    return (id) => {
      if (reads++ % SESSIONS === 0) fresh = newProcess();
      return fresh.find(organizationId, id);
    };
  },
};
const times = new Map(Object.keys(kinds).map((name): [string, number[]] => [name, []]));
for (let round = -2; round < ROUNDS; round++)
  for (const [name, start] of Object.entries(kinds)) {
    const spent = await timeOf(start());
    if (round >= 0) times.get(name)?.push(spent);
  }
const full = median(times.get('from the database') ?? []) ?? Number.NaN;
for (const [name, all] of times) {
  const spent = median(all) ?? Number.NaN;
  process.stdout.write(
    `${name.padEnd(18)} ${((1000 * spent) / READS).toFixed(0).padStart(5)} µs a read, ratio ${(spent / full).toFixed(3)}\n`,
  );
}
store.close();
redis.disconnect();
await database.close();

/** Milliseconds for so many reads, some at once. */
async function timeOf(read: (id: string) => Promise<Session | undefined>): Promise<number> {
  let place = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      while (place < READS) {
        const id = ids[place++ % ids.length] ?? '';
        if ((await read(id))?.id !== id) throw new Error('a session is gone');
      }
    }),
  );
  return performance.now() - begin;
}

/** As sessions are that know somebody: with a key, and a person sealed under it. */
async function seal(): Promise<void> {
  await database.tenant(organizationId, async (db) => {
    const sessions = new SessionRepository(db, organizationId, keyring);
    for (const id of ids) await keyring.create(db, { organizationId, subjectId: id }, new Date());
    for (const session of await sessions.findMany(ids))
      await sessions.update({
        ...session,
        person: { firstName: 'Anna', lastName: 'Lindgren', birthDate: '1996-04-17' },
      });
  });
}
