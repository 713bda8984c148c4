/** How alike two writings of one thing are, 0 to 1, as cameras, machine-readable zones and abbreviations write it. */
import { jaroWinkler } from '@skyra/jaro-winkler';
import { distance } from 'fastest-levenshtein';

type Table = Readonly<Record<string, string>>;
/** Letters that decomposition does not part from their accents, as people write them without. */
const PLAIN: Table = { ß: 'SS', Æ: 'AE', Œ: 'OE', Ø: 'O', Ł: 'L', Đ: 'D', Ð: 'D', Þ: 'TH', Ə: 'E', ə: 'E' };
/** Accented letters as a machine-readable zone writes them (ICAO Doc 9303-3, 6). */
const ICAO: Table = { Ä: 'AE', Ö: 'OE', Ü: 'UE', Å: 'AA', Ø: 'OE', Ĳ: 'IJ', Ŋ: 'N', Ħ: 'H', Ŧ: 'T' };
/** What some states write instead. */
const ICAO_OTHER: Table = { ...ICAO, Ñ: 'NXX', Ü: 'UXX' };
/** Characters that a camera takes for one another. */
const CONFUSED: Table = { O: '0', Q: '0', D: '0', I: '1', L: '1', B: '8', S: '5', Z: '2', G: '6' };
const ABBREVIATIONS: Table = {
  STREET: 'ST',
  AVENUE: 'AVE',
  ROAD: 'RD',
  DRIVE: 'DR',
  BOULEVARD: 'BLVD',
  LANE: 'LN',
  COURT: 'CT',
  PLACE: 'PL',
  HIGHWAY: 'HWY',
  PARKWAY: 'PKWY',
  APARTMENT: 'APT',
  NORTH: 'N',
  SOUTH: 'S',
  EAST: 'E',
  WEST: 'W',
};

const replaceBy = (text: string, table: Table): string => text.replace(/./gsu, (letter) => table[letter] ?? letter);
const withoutAccents = (text: string): string => replaceBy(text, PLAIN).normalize('NFD').replace(/\p{M}/gu, '');
/** Capitals without accents, in every spelling: as people and as machine-readable zones write them. */
function spellings(text: string): string[] {
  const composed = text.normalize('NFC');
  const upper = replaceBy(composed, PLAIN).toUpperCase();
  const zones = [ICAO, ICAO_OTHER].map((table) => replaceBy(composed.toUpperCase(), table));
  return [...new Set([upper, ...zones].map(withoutAccents))];
}
const compact = (text: string): string => (spellings(text)[0] ?? '').replace(/[^A-Z0-9]/g, '');
const wordsOf = (text: string): string[] => text.split(/[^A-Z0-9]+/).filter(Boolean);
const lookAlike = (text: string): string => replaceBy(text, CONFUSED);

const WRONG_CHARACTER = 3;
const CONFUSED_CHARACTER = 0.25;

/** One character off is another number, so it costs three times its share; one that a camera confuses costs a quarter. */
export function numberSimilarity(one: string, other: string): number {
  const [a, b] = [compact(one), compact(other)];
  const length = Math.max(a.length, b.length);
  if (length === 0) return 0;
  const wrong = distance(lookAlike(a), lookAlike(b));
  const confused = Math.max(0, distance(a, b) - wrong);
  return Math.max(0, 1 - (WRONG_CHARACTER * wrong + CONFUSED_CHARACTER * confused) / length);
}

/** The best likeness of a number anywhere in print: labels stand before it, spaces within. */
export function numberAmong(number: string, print: readonly string[]): number {
  const wanted = compact(number);
  return Math.max(0, ...print.map((line) => numberInLine(wanted, compact(line))));
}

const SHORTEST_WITHIN = 5;

function numberInLine(wanted: string, line: string): number {
  if (wanted.length < SHORTEST_WITHIN || line.length < wanted.length) return numberSimilarity(wanted, line);
  const starts = Array.from({ length: line.length - wanted.length + 1 }, (_, start) => start);
  return Math.max(...starts.map((start) => numberSimilarity(wanted, line.slice(start, start + wanted.length))));
}

/** A person's name as one source has it. */
export interface WrittenName {
  readonly given: string;
  readonly family: string;
}
/** The name field of the smallest machine-readable zone is full at 30 characters, separators and all. */
const CUT_FROM = 28;
const INITIAL = 0.9;

/** The share of a name that is found among printed words in any order, each word counted by its length. */
export function nameAmong(name: WrittenName, print: readonly string[]): number {
  const cut = name.family.length + name.given.length + 2 >= CUT_FROM;
  const written = spellings(`${name.family} ${name.given}`).map((spelling) => {
    const wanted = wordsOf(spelling);
    const given = wanted.slice(wordsOf(spellings(name.family)[0] ?? '').length);
    return foundShare(wanted, wordsIn(print, wanted), (word, printed) => {
      // The zone cuts the last name, and a card prints middle names as initials.
      if (cut && word === wanted.at(-1) && word.length > 1 && printed.startsWith(word)) return 1;
      if (given.indexOf(word) > 0 && (printed === word[0] || word === printed[0])) return INITIAL;
      return wordSimilarity(word, printed);
    });
  });
  return Math.max(0, ...written);
}

/** The share of an address that is found among printed words; numbers in it have to be right. */
export function addressAmong(address: string, print: readonly string[]): number {
  const short = (words: readonly string[]): string[] => words.map((word) => ABBREVIATIONS[word] ?? word);
  const wanted = short(wordsOf((spellings(address)[0] ?? '').replace(/\b(\d{5})-?\d{4}\b/g, '$1')));
  const printed = short(
    wordsIn(
      print.map((line) => line.replace(/\b(\d{5})-?\d{4}\b/g, '$1')),
      wanted,
    ),
  );
  return foundShare(wanted, printed, (word, other) =>
    /\d/.test(word) ? numberSimilarity(word, other) : wordSimilarity(word, other),
  );
}

function foundShare(
  wanted: readonly string[],
  printed: readonly string[],
  similarity: (word: string, printed: string) => number,
): number {
  const total = wanted.reduce((sum, word) => sum + word.length, 0);
  if (total === 0) return 0;
  const found = wanted.map((word) => word.length * Math.max(0, ...printed.map((other) => similarity(word, other))));
  return found.reduce((sum, value) => sum + value, 0) / total;
}

/** The printed words, and what they are where field numbers cling to them or spaces were lost or added. */
function wordsIn(print: readonly string[], wanted: readonly string[]): string[] {
  const words = print.flatMap(spellings).flatMap((line) => {
    const single = wordsOf(line);
    const pairs = single.slice(1).map((word, i) => `${single[i] ?? ''}${word}`);
    return [...single, ...single.map((word) => word.replace(/^\d{1,2}(?=\D)/, '')), ...pairs];
  });
  const parts = words.flatMap((word) =>
    wanted.filter((part) => wanted.includes(word.slice(part.length)) && word.startsWith(part)),
  );
  const ends = words.flatMap((word) =>
    wanted.filter((part) => wanted.includes(word.slice(0, -part.length)) && word.endsWith(part)),
  );
  return [...new Set([...words, ...parts, ...ends])];
}

/** From here on Jaro-Winkler's kindness to small slips is earned; below it finds even JOHN and JANE alike. */
const SLIP = 0.9;
const SAME_LOOKS = 0.98;
/** In short words one letter is too much of the word to be forgiven. */
const SHORT_WORD = 3;

function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length <= SHORT_WORD) return 0;
  const [x, y] = [lookAlike(a), lookAlike(b)];
  if (x === y) return SAME_LOOKS;
  const winkler = jaroWinkler(x, y);
  return winkler >= SLIP ? winkler : 1 - distance(x, y) / Math.max(x.length, y.length);
}
