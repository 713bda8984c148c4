/**
 * Page 1 against page 1,000 of a list of 100,000 sessions, by cursor: rounds of both alternate, and medians are held
 * against each other. On the embedded database, or on TEST_DATABASE_URL. `npx tsx bench/session-list.ts`
 */
import { migrate } from '../migrations/index.js';
import { SessionListService } from '../src/session/session-list.service.js';
import { Database } from '../src/shared/database.js';
import { Keyring } from '../src/shared/keyring.js';
import type { PageRequest } from '../src/shared/page.js';
import { SearchIndex } from '../src/shared/search-index.js';
import { ownDatabase } from '../test/support/gateway.js';
import { makeSessions, master, operator } from '../test/support/many-sessions.js';

const SESSIONS = 100_000;
const PAGE = 100;
const ROUNDS = 101;
const LIMIT = 1.2;

const server = await ownDatabase(process.env['TEST_DATABASE_URL']);
const database = await Database.open({ url: server?.url });
await migrate(database.system);
await makeSessions(database.system, SESSIONS);
const lists = new SessionListService(database, new Keyring(master), new SearchIndex(master));

const forward = (after: string | undefined, skip = 0): PageRequest => ({
  limit: PAGE,
  direction: 'forward',
  after,
  before: undefined,
  skip,
});
const read = (request: PageRequest) => lists.list(operator, 'VERIFICATION', {}, request);
const { page: before } = await read(forward(undefined, SESSIONS - PAGE - 1));
const pages = { 'page 1': forward(undefined), 'page 1,000': forward(before.rows[0]?.id) };

const times = new Map<string, number[]>(Object.keys(pages).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++)
  for (const [name, request] of Object.entries(pages)) {
    const start = performance.now();
    const { page } = await read(request);
    if (page.rows.length !== PAGE) throw new Error(`${name} has ${page.rows.length} rows`);
    times.get(name)?.push(performance.now() - start);
  }

const medians = [...times].map(([name, all]) => {
  const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
  process.stdout.write(`${name.padEnd(10)} ${median.toFixed(2)} ms\n`);
  return median;
});
const ratio = Math.max(...medians) / Math.min(...medians);
process.stdout.write(`ratio      ${ratio.toFixed(3)} (at most ${LIMIT})\n`);
await database.close();
await server?.drop();
process.exitCode = ratio <= LIMIT ? 0 : 1;
