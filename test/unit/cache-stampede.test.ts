import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { EventRelay } from '../../src/event/event.relay.js';
import { EventLog } from '../../src/event/event.service.js';
import { SessionService } from '../../src/session/session.service.js';
import { Caches } from '../../src/shared/cache/caches.js';
import { Database } from '../../src/shared/database.js';
import { LocalFanout } from '../../src/shared/fanout.js';
import { Keyring } from '../../src/shared/keyring.js';
import { createLogger } from '../../src/shared/logger.js';
import { SearchIndex } from '../../src/shared/search-index.js';
import { ownDatabase } from '../support/gateway.js';
import { makeSessions, master, organizationId } from '../support/many-sessions.js';

const READERS = 100;
const log = createLogger('silent');
let own: Awaited<ReturnType<typeof ownDatabase>>;
let database: Database;
let sessions: SessionService;
let ids: string[];
/** What the database was asked, from the last reset on. */
let statements: string[] = [];

beforeAll(async () => {
  own = await ownDatabase(process.env['TEST_DATABASE_URL']);
  database = await Database.open({ url: own?.url });
  await migrate(database.system);
  await makeSessions(database.system, 20);
  ids = (await database.system<{ id: string }>('sessions').select('id')).map(({ id }) => id);
  const keyring = new Keyring(master);
  const caches = new Caches({ database, keyring, master, copies: undefined });
  const fanout = new LocalFanout(30_000);
  const relay = new EventRelay(database.system, fanout, log);
  const events = new EventLog(
    database,
    relay,
    fanout,
    () => new Date(),
    log,
    (...subject) => caches.changed(...subject),
  );
  const noCases = { end: async () => undefined };
  sessions = new SessionService(database, events, keyring, new SearchIndex(master), noCases, caches);
  database.system.on('query', ({ sql }: { sql: string }) => statements.push(sql));
});
afterAll(async () => {
  await database.close();
  await own?.drop();
});

const reads = () => statements.filter((sql) => sql.includes('from "sessions"')).length;
const checks = () => statements.filter((sql) => sql.includes('join sessions')).length;
/** One after the other within a tick or two, as requests come. */
const stampede = (id: string) =>
  Promise.all(
    Array.from({ length: READERS }, async (_, place) => {
      if (place % 3 === 0) await new Promise(setImmediate);
      return sessions.find(organizationId, id);
    }),
  );

it('a hundred who ask at once for what nobody has read make one read, and so do all after them', async () => {
  const [first = ''] = ids;
  for (let round = 0; round < 2; round++) {
    const found = await stampede(first);
    expect(found.map((session) => session?.id)).toEqual(Array.from({ length: READERS }, () => first));
    expect(reads()).toBe(1);
  }
  // Alone, the process asks for no versions; on a server they are asked for many readers at a time.
  expect(checks()).toBeLessThanOrEqual(database.kind === 'embedded' ? 0 : READERS / 10);
});

it('after a change, a hundred make one more', async () => {
  const [, second = ''] = ids;
  await stampede(second);
  await sessions.change(organizationId, second, {}, (session) => ({
    session: { ...session, metadata: { order: '42' } },
    events: [{ type: 'SESSION_METADATA_UPDATED' }],
  }));
  statements = [];
  expect((await stampede(second)).map((session) => session?.metadata['order'])).toEqual(
    Array.from({ length: READERS }, () => '42'),
  );
  expect(reads()).toBe(1);
});
