/**
 * What the log costs whoever writes: a change with its event, as a ratio to the same transaction without one.
 * On TEST_DATABASE_URL where it is set. Run: npx tsx bench/event-log.ts [changes]
 */
import { EventRelay } from '../src/event/event.relay.js';
import { EventLog } from '../src/event/event.service.js';
import { Database } from '../src/shared/database.js';
import { LocalFanout } from '../src/shared/fanout.js';
import { newId } from '../src/shared/id.js';
import { createLogger } from '../src/shared/logger.js';
import { migrate } from '../migrations/index.js';
import { ownDatabase } from '../test/support/gateway.js';

const changes = Number(process.argv[2] ?? 500);
const WARM_UP = 50;
const ORGANIZATION = 'bench';

const own = await ownDatabase(process.env['TEST_DATABASE_URL']);
const database = await Database.open(own ? { url: own.url } : {});
await migrate(database.system);
await database.system('organizations').insert({ id: ORGANIZATION, name: ORGANIZATION, created_at: new Date() });
const log = createLogger('silent');
const fanout = new LocalFanout(30_000);
const relay = new EventRelay(database.system, fanout, log);
const events = new EventLog(
  database,
  relay,
  fanout,
  () => new Date(),
  log,
  () => undefined,
);

/** One change of a row, told of or not; every change is of another subject. */
const change = (told: boolean): Promise<void> =>
  events.change(ORGANIZATION, async ({ db, append }) => {
    await db.raw('update organizations set name = name where id = ?', [ORGANIZATION]);
    if (told) await append({ subjectKind: 'session', subjectId: newId(), type: 'SESSION_CREATED', mode: 'SANDBOX' });
  });
async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
/** Once the next event is published: nobody waits for that, so it must not fall into what is timed next. */
const published = (): Promise<void> =>
  new Promise((resolve) => {
    const end = fanout.subscribe(() => {
      end();
      resolve();
    });
  });
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const figures = { with: [] as number[], without: [] as number[] };
for (let n = -WARM_UP; n < changes; n++) {
  const silent = await timed(() => change(false));
  const isPublished = published();
  const told = await timed(() => change(true));
  await isPublished;
  if (n < 0) continue;
  figures.without.push(silent);
  figures.with.push(told);
}
const [silent, told] = [median(figures.without), median(figures.with)];
process.stdout.write(
  `a change: ${told.toFixed(2)} ms with its event, ${silent.toFixed(2)} ms without; ` +
    `ratio ${(told / silent).toFixed(2)} (medians of ${changes}, ${database.kind})\n`,
);
await relay.stop();
await database.close();
await own?.drop();
