/** What an entry of a list is worth against a subject, once its most similar name is known. */
import type { ListedEntry, ListedName, ListName, SanctionsMatch, Subject } from '../sanctions.states.js';
import { compareBirth } from './birth-date.js';
import { countryCode } from './countries.js';

export interface BestName {
  readonly list: ListName;
  readonly entry: ListedEntry;
  readonly listed: ListedName;
  readonly similarity: number;
}

/** A name alone never proves a person; a weak alias alone is no hit at the usual tolerance. */
const MOST_ALONE = { PRIMARY: 0.98, STRONG: 0.98, WEAK: 0.89 } as const;
const MOST_CORROBORATED = { PRIMARY: 1, STRONG: 1, WEAK: 0.95 } as const;
/** What another country or gender takes away: an exact name stays a hit, a doubtful one does not. */
const DIFFERENT = 0.04;
/** Below this a number without its country is somebody else's. */
const NAMESAKE = 0.6;
const SHORTEST_NUMBER = 5;

/** What a name is worth by itself. */
export const aloneWorth = ({ listed, similarity }: BestName): number =>
  Math.min(similarity, MOST_ALONE[listed.strength]);

/** Undefined where the entry cannot be the subject: a birth date contradicts it. */
export function judgeEntry(subject: Subject, found: BestName): SanctionsMatch | undefined {
  const { list, entry, listed } = found;
  const facts = compareFacts(subject, entry, found.similarity);
  const id = facts.id === true;
  if (facts.birth_date === false && !id) return undefined;
  const corroborated = id || facts.birth_date === true;
  const named = corroborated ? Math.min(found.similarity, MOST_CORROBORATED[listed.strength]) : aloneWorth(found);
  const off = [facts.country, facts.gender].filter((agrees) => agrees === false).length;
  const compared = { name: found.similarity >= NAMESAKE || null, ...facts };
  const fields: [string, Agreement][] = Object.entries(compared);
  return {
    list,
    entryId: entry.id,
    name: entry.names[0]?.text ?? listed.text,
    matchedName: listed.text,
    strength: listed.strength,
    similarity: id ? 1 : Math.max(0, named - DIFFERENT * off),
    corroborated,
    matchedFields: fields.flatMap(([field, agrees]) => (agrees === true ? [field] : [])),
    missingFields: fields.flatMap(([field, agrees]) => (agrees === undefined ? [field] : [])),
    programs: entry.programs,
  };
}

/** True agrees, false contradicts, null is neither, undefined is not said by one of the two. */
type Agreement = boolean | null | undefined;

function compareFacts(subject: Subject, entry: ListedEntry, similarity: number) {
  const country = countryCode(subject.country);
  return {
    birth_date: BIRTH[compareBirth(subject.birthDate, entry.births)],
    country: country === undefined || entry.countries.length === 0 ? undefined : entry.countries.includes(country),
    gender: subject.gender && entry.gender ? subject.gender === entry.gender : undefined,
    id: compareIds(subject, entry, similarity),
  } satisfies Record<string, Agreement>;
}
const BIRTH = { AGREES: true, CLOSE: null, CONTRADICTS: false, UNKNOWN: undefined } as const;

/** Two people may bear one number in two countries: the countries must agree, or the names be alike. Never false: people have many. */
function compareIds(subject: Subject, entry: ListedEntry, similarity: number): true | null | undefined {
  if (subject.ids.length === 0 || entry.ids.length === 0) return undefined;
  const agrees = subject.ids.some(({ number, country }) =>
    entry.ids.some((listed) => {
      const key = numberKey(number);
      if (key.length < SHORTEST_NUMBER || key !== numberKey(listed.number)) return false;
      const [own, other] = [countryCode(country), listed.country];
      return own === undefined || other === undefined ? similarity >= NAMESAKE : own === other;
    }),
  );
  return agrees ? true : null;
}

/** A number as it is compared: letters and digits alone. */
export const numberKey = (number: string): string => number.toUpperCase().replace(/[^A-Z0-9]/g, '');
