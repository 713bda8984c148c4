import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { type ListedSessions, SessionListService } from '../../src/session/session-list.service.js';
import { Database } from '../../src/shared/database.js';
import { Keyring } from '../../src/shared/keyring.js';
import type { PageRequest } from '../../src/shared/page.js';
import { SearchIndex } from '../../src/shared/search-index.js';
import { ownDatabase } from '../support/gateway.js';
import { makeSessions, master, operator, organizationId, RARE_NAME, RARE_PAIR } from '../support/many-sessions.js';

const SESSIONS = 20_000;
const PAGE: PageRequest = { limit: 25, direction: 'forward', after: undefined, before: undefined, skip: 0 };

let database: Database;
let lists: SessionListService;
let known: Awaited<ReturnType<typeof makeSessions>>;
let end: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-'));
  const server = await ownDatabase(process.env['TEST_DATABASE_URL']);
  database = await Database.open(server ? { url: server.url } : { folder });
  await migrate(database.system);
  known = await makeSessions(database.system, SESSIONS);
  lists = new SessionListService(database, new Keyring(master), new SearchIndex(master));
  end = async () => {
    await database.close();
    await server?.drop();
    await rm(folder, { recursive: true, force: true });
  };
}, 120_000);
afterAll(() => end());

interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** What the database plans for the statement that finds the ids of a page. */
async function planOf(filter: ListedSessions, request: PageRequest): Promise<{ plan: string; rows: number }> {
  const statements: Statement[] = [];
  const listen = (statement: Statement) => void statements.push(statement);
  database.system.on('query', listen);
  const { page } = await lists.list(operator, 'VERIFICATION', filter, request);
  database.system.removeListener('query', listen);
  const found = statements.find(({ sql }) => sql.startsWith('select "id"'));
  if (!found) throw new Error('the list was not read');
  const { rows } = await database.tenant(organizationId, (db) =>
    db.raw<{ rows: Record<string, string>[] }>(`explain ${found.sql.replace(/\$\d+/g, '?')}`, [...found.bindings]),
  );
  return { plan: rows.map((row) => row['QUERY PLAN']).join('\n'), rows: page.rows.length };
}

const FILTERS: Readonly<Record<string, () => ListedSessions>> = {
  nothing: () => ({}),
  searchTerm: () => ({ searchTerm: RARE_NAME.slice(0, 6) }),
  'searchTerm of words that nobody has': () => ({ searchTerm: 'nobody at all' }),
  'searchTerm of an id': () => ({ searchTerm: known.identityId }),
  createdFrom: () => ({ createdFrom: new Date(1760000000000 + SESSIONS - 100) }),
  createdTo: () => ({ createdTo: new Date(1760000000100) }),
  metadata: () => ({ metadata: RARE_PAIR }),
  identityId: () => ({ identityId: [known.identityId] }),
  status: () => ({ status: ['TEMPORARILY_BLOCKED'] }),
  'a status that most have': () => ({ status: ['COMPLETE', 'EXPIRED'] }),
  'a status that is never stored': () => ({ status: ['UNKNOWN'] }),
  statusReason: () => ({ statusReason: ['MANUAL_REVIEW'] }),
  clientId: () => ({ clientId: known.clientIds.slice(0, 2) }),
  userId: () => ({ userId: ['user-7', 'user-8'] }),
  verified: () => ({ verified: true }),
  'all of them': () => ({
    searchTerm: RARE_NAME,
    metadata: RARE_PAIR,
    createdFrom: new Date(1760000000000),
    createdTo: new Date(1760000000000 + SESSIONS),
    identityId: [known.identityId],
    status: ['TEMPORARILY_BLOCKED'],
    statusReason: ['MANUAL_REVIEW'],
    clientId: known.clientIds,
  }),
};
const EMPTY = ['searchTerm of words that nobody has', 'searchTerm of an id', 'a status that is never stored'];

describe('a list of sessions', () => {
  it.each(Object.entries(FILTERS))('finds its page by an index, filtered by %s', async (name, filter) => {
    const { plan, rows } = await planOf(filter(), PAGE);
    expect(plan).not.toContain('Seq Scan');
    expect(plan).toContain('Index');
    expect(rows > 0).toBe(!EMPTY.includes(name));
  });

  it('finds a page in its middle by an index, in both directions', async () => {
    const { page } = await lists.list(operator, 'VERIFICATION', {}, { ...PAGE, limit: 1, skip: SESSIONS / 2 });
    const cursor = page.rows[0]?.id;
    for (const request of [
      { ...PAGE, after: cursor },
      { ...PAGE, direction: 'backward' as const, before: cursor },
    ]) {
      const { plan, rows } = await planOf({}, request);
      expect(plan).not.toContain('Seq Scan');
      expect(plan).not.toContain('Sort');
      expect(rows).toBe(PAGE.limit);
    }
  });
});
