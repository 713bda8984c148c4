import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { type ScoringFilter, ScoringRepository } from '../../src/document-scoring/scoring.repository.js';
import {
  type IdentificationFilter,
  IdentificationRepository,
} from '../../src/identification/identification.repository.js';
import { IdentityRepository } from '../../src/identity/identity.repository.js';
import { Database, type TenantDb } from '../../src/shared/database.js';
import { Keyring } from '../../src/shared/keyring.js';
import type { PageRequest } from '../../src/shared/page.js';
import { searchTokens } from '../../src/shared/search-token.js';
import { ownDatabase } from '../support/gateway.js';
import { makeSubjects, RARE_WORD } from '../support/many-subjects.js';
import { master, organizationId } from '../support/many-sessions.js';

const COUNT = 20_000;
const FIRST = 1_760_000_000_000;
const PAGE: PageRequest = { limit: 25, direction: 'forward', after: undefined, before: undefined, skip: 0 };
const LATE = { createdFrom: new Date(FIRST + COUNT - 100) };
const EARLY = { createdTo: new Date(FIRST + 100) };
const tokens = searchTokens(master, organizationId, [RARE_WORD]).slice(0, 1);
const noId = randomUUID();

let database: Database;
let clientId: string;
let end: () => Promise<void>;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-'));
  const server = await ownDatabase(process.env['TEST_DATABASE_URL']);
  database = await Database.open(server ? { url: server.url } : { folder });
  await migrate(database.system);
  clientId = await makeSubjects(database.system, COUNT);
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
type Read = (db: TenantDb, request: PageRequest) => Promise<{ readonly rows: readonly { readonly id: string }[] }>;

/** What the database plans for the statement that reads a page. */
async function planOf(table: string, read: Read, request = PAGE): Promise<{ plan: string; ids: string[] }> {
  const statements: Statement[] = [];
  const listen = (statement: Statement) => void statements.push(statement);
  database.system.on('query', listen);
  const { rows } = await database.tenant(organizationId, (db) => read(db, request));
  database.system.removeListener('query', listen);
  const found = statements.find(({ sql }) => sql.startsWith(`select * from "${table}"`));
  if (!found) throw new Error('the list was not read');
  const explained = await database.tenant(organizationId, (db) =>
    db.raw<{ rows: Record<string, string>[] }>(`explain ${found.sql.replace(/\$\d+/g, '?')}`, [...found.bindings]),
  );
  return { plan: explained.rows.map((row) => row['QUERY PLAN']).join('\n'), ids: rows.map(({ id }) => id) };
}

const keyring = new Keyring(master);
const scorings =
  (filter: ScoringFilter): Read =>
  (db, request) =>
    new ScoringRepository(db, organizationId, keyring).page(filter, request);
const identifications =
  (filter: IdentificationFilter): Read =>
  (db, request) =>
    new IdentificationRepository(db, organizationId, keyring).page(filter, request);
const ANYBODY = {
  mode: undefined,
  id: undefined,
  clientId: undefined,
  userId: undefined,
  verified: undefined,
  createdFrom: undefined,
  createdTo: undefined,
  tokens: [],
};
const identities =
  (filter: Partial<Parameters<IdentityRepository['page']>[0]>): Read =>
  (db, request) =>
    new IdentityRepository(db, organizationId, keyring).page({ ...ANYBODY, ...filter }, request);

const LISTS: Readonly<Record<string, Readonly<Record<string, () => Read>>>> = {
  scorings: {
    nothing: () => scorings({}),
    mode: () => scorings({ mode: 'SANDBOX' }),
    status: () => scorings({ status: ['DELEGATED'] }),
    'a status that most have': () => scorings({ status: ['SCORED', 'OPEN'] }),
    provider: () => scorings({ provider: ['VERIDAS'] }),
    createdFrom: () => scorings(LATE),
    createdTo: () => scorings(EARLY),
    all: () => scorings({ status: ['SCORED'], provider: ['INTERNAL'], ...LATE, createdTo: new Date(FIRST + COUNT) }),
  },
  identifications: {
    nothing: () => identifications({}),
    mode: () => identifications({ mode: 'SANDBOX' }),
    status: () => identifications({ status: ['REJECTED'] }),
    'a status that most have': () => identifications({ status: ['VALIDATED', 'PENDING'] }),
    configurationName: () => identifications({ configurationName: ['HIGH'] }),
    searchTerm: () => identifications({ tokens }),
    'searchTerm of an id': () => identifications({ id: noId }),
    createdFrom: () => identifications(LATE),
    createdTo: () => identifications(EARLY),
  },
  identities: {
    nothing: () => identities({}),
    mode: () => identities({ mode: 'SANDBOX' }),
    id: () => identities({ id: [noId, randomUUID()] }),
    clientId: () => identities({ clientId: [clientId] }),
    userId: () => identities({ userId: ['user-7', 'user-8'] }),
    verified: () => identities({ verified: false }),
    'searchTerm, and metadata': () => identities({ tokens }),
    createdFrom: () => identities(LATE),
    createdTo: () => identities(EARLY),
  },
};
const FINDS_NOBODY = ['searchTerm of an id', 'id'];

describe.each(Object.entries(LISTS))('the list of %s', (table, filters) => {
  it.each(Object.entries(filters))('finds its page by an index, filtered by %s', async (name, read) => {
    const { plan, ids } = await planOf(table, read());
    expect(plan).not.toContain('Seq Scan');
    expect(plan).toContain('Index');
    expect(ids.length > 0).toBe(!FINDS_NOBODY.includes(name));
  });

  it('finds a page in its middle by an index, in both directions', async () => {
    const read = filters['nothing']?.();
    if (!read) throw new Error('a list has no plain case');
    const { ids } = await planOf(table, read, { ...PAGE, limit: 1, skip: COUNT / 2 });
    for (const request of [
      { ...PAGE, after: ids[0] },
      { ...PAGE, direction: 'backward' as const, before: ids[0] },
    ]) {
      const { plan, ids: found } = await planOf(table, read, request);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
      expect(found).toHaveLength(PAGE.limit);
    }
  });
});
