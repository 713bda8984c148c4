/** What differs from run to run is told alike, so that a page made anew differs by what the gateway answers otherwise. */
import { NOW } from './teller.js';

/** When the page is read to have been told. */
const TOLD = Date.parse('2026-01-05T09:30:00.000Z');
const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const ID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g;
/** Tokens, secrets and the signed ends of links: long, and without a space. */
const SECRET = /(?<=^(?:whsec_)?|\/downloads\/)(?:[\w+/=.-]{40,}|[\da-f]{32})$/;
const MEASURED = new Set('uptime milliseconds used total external rss user system pid'.split(' '));
const ABOUT_THE_MACHINE = [
  [process.version, 'v22.0.0'],
  [process.platform, 'linux'],
] as const;

/** Times are told from one moment on, and ids by their first place on the page. */
export function inEveryRun(page: string): string {
  const ids = [...new Set(page.match(ID))];
  return ABOUT_THE_MACHINE.reduce((text, [own, told]) => text.replaceAll(`"${own}"`, `"${told}"`), page)
    .replaceAll(ID, (id) => `00000000-0000-7000-8000-${String(ids.indexOf(id) + 1).padStart(12, '0')}`)
    .replaceAll(MOMENT, (time) => new Date(Date.parse(time) - NOW.getTime() + TOLD).toISOString());
}

export const isMeasured = (name: string, value: unknown): boolean => MEASURED.has(name) && typeof value === 'number';
export const withoutSecrets = (text: string): string => text.replace(SECRET, '…');

/** Fields in the order in which the request first names them; what it does not name keeps its place. */
export function inOrderOf(request: string, value: unknown): unknown {
  const names = [...new Set(request.match(/\w+/g))];
  const placeOf = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  const ordered = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(ordered);
    if (typeof item !== 'object' || item === null || item instanceof Blob) return item;
    const fields = Object.entries(item).map(([name, inner]) => [name, ordered(inner)] as const);
    return Object.fromEntries(fields.toSorted(([a], [b]) => placeOf(a) - placeOf(b)));
  };
  return ordered(value);
}
