/**
 * CPU of screening one name against a drawn list of 15,000 people with 20,000 aliases, by the index as a ratio to a scan
 * of all names by the same comparison; both must find the same people. Fails from 5 ms CPU a query.
 * Run: npx tsx bench/sanctions.ts [queries]
 */
import { LEAST_SIMILARITY } from '../src/sanctions/matching/name-index.js';
import { nameSimilarity, prepareName } from '../src/sanctions/matching/name-similarity.js';
import { ScreeningIndex } from '../src/sanctions/matching/screening-index.js';
import type { ListedEntry, ListedName } from '../src/sanctions/sanctions.states.js';
import { Chance } from '../tools/calibrate/random.js';
import { median } from '../tools/evaluate/statistics.js';

const [ENTRIES, ALIASES, WORDS] = [15_000, 20_000, 8000];
const MOST_MS = 5;
const WARM_UP = 20;
/** A scan is slow: of so many queries it is made. */
const SCANNED = 15;
const queries = Number(process.argv[2] ?? 300);
const chance = new Chance(7);
const pick = <Item>(items: readonly Item[]): Item => items[chance.whole(0, items.length - 1)] as Item;

const SYLLABLES =
  'al an bar ben da dor el fa ga gor ha hus ib ja ka kim la len mah mo mu na nik os ra sa sha ta vi ya zu';
const syllables = SYLLABLES.split(' ');
const words = Array.from({ length: WORDS }, () =>
  Array.from({ length: chance.whole(2, 4) }, () => pick(syllables)).join(''),
);
/** A few words are many people's: on lists as in life. */
const word = (): string => words[Math.floor(WORDS * chance.next() ** 3)] ?? '';
const drawName = (): string => Array.from({ length: chance.whole(2, 4) }, word).join(' ');

/** As somebody else writes it: a letter off, or the words in another order. */
function misspelt(name: string): string {
  if (chance.is(0.3)) return name.split(' ').toReversed().join(' ');
  const place = chance.whole(1, name.length - 2);
  return name.slice(0, place) + chance.letter().toLowerCase() + name.slice(place + 1);
}

function drawList(): ListedEntry[] {
  const names = Array.from({ length: ENTRIES }, (): ListedName[] => [{ text: drawName(), strength: 'PRIMARY' }]);
  for (let alias = 0; alias < ALIASES; alias++) pick(names).push({ text: drawName(), strength: 'STRONG' });
  return names.map((drawn, place) => ({
    id: String(place),
    type: 'INDIVIDUAL',
    names: drawn,
    programs: [],
    births: [],
    countries: [],
    gender: undefined,
    ids: [],
    remarks: [],
  }));
}

/** Milliseconds of CPU, of every thread of this process. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const list = drawList();
const index = await ScreeningIndex.of([{ name: 'OFAC SDN', entries: list }]);
const prepared = list.flatMap(({ id, names }) => names.map(({ text }) => ({ id, name: prepareName(text) })));
const asked = Array.from({ length: WARM_UP + queries }, (_, count) =>
  count % 2 === 0 ? drawName() : misspelt(pick(pick(list).names).text),
);

const byIndex = (name: string): string[] => index.screen({ name, ids: [] }).map(({ entryId }) => entryId);
function byScan(text: string): Set<string> {
  const query = prepareName(text);
  const alike = prepared.filter(({ name }) => nameSimilarity(query, name) >= LEAST_SIMILARITY);
  return new Set(alike.map(({ id }) => id));
}

for (const name of asked.slice(0, WARM_UP)) byIndex(name);
const indexed = asked.slice(WARM_UP).map((name) => cpuOf(() => byIndex(name)));
const scanned = asked.slice(WARM_UP, WARM_UP + SCANNED).map((name) => {
  let found = new Set<string>();
  const cpu = cpuOf(() => (found = byScan(name)));
  const seen = byIndex(name);
  const missed = Math.min(found.size, 20) - seen.filter((id) => found.has(id)).length;
  if (missed > 0) throw new Error(`The index misses ${missed} of ${found.size} people like ${name}`);
  return cpu;
});

const mean = indexed.reduce((sum, value) => sum + value, 0) / indexed.length;
const usual = median(indexed) ?? Number.NaN;
const worst = indexed.toSorted((a, b) => a - b)[Math.floor(indexed.length * 0.99)] ?? Number.NaN;
console.log(`${ENTRIES} entries, ${prepared.length} names, ${indexed.length} queries`);
console.log(`index  ${usual.toFixed(2)} ms CPU a query (median), ${mean.toFixed(2)} mean, ${worst.toFixed(2)} at 99 %`);
console.log(`scan   ${(median(scanned) ?? Number.NaN).toFixed(2)} ms CPU a query (median)`);
console.log(`ratio  ${((median(scanned) ?? Number.NaN) / usual).toFixed(0)}`);
if (!(mean < MOST_MS)) {
  console.error(`More than ${MOST_MS} ms of CPU a query`);
  process.exitCode = 1;
}
