/** How alike two names are, 0 to 1, whatever the order of their words. */
import { type Word, wordsOf } from './folding.js';
import { NICKNAMES } from './variants.js';
import { wordDistance } from './word-distance.js';

/** A name made ready for comparison. */
export interface PreparedName {
  readonly words: readonly Word[];
}
export const prepareName = (text: string): PreparedName => ({ words: wordsOf(text) });

/** What counts how much: found by trial on labelled pairs, held fixed by tests. */
const LETTER_OFF = 0.6;
const WORD_OFF = 1;
const WORD_LACKING = 0.14;
const PARTICLE = 0.25;
const INITIAL_OFF = 0.5;
const NICKNAME_OFF = 0.75;
/** Where one word alone agrees, and a name has others. */
const ONE_WORD = 0.75;

export function nameSimilarity(one: PreparedName, other: PreparedName): number {
  const [a, b] = joined(one.words, other.words);
  const pairs = align(a, b);
  const [leftA, leftB] = [lengthOf(a) - pairs.lengthA, lengthOf(b) - pairs.lengthB];
  const length = (lengthOf(a) + lengthOf(b)) / 2;
  if (pairs.count === 0 || length === 0) return 0;
  const off = WORD_OFF * Math.min(leftA, leftB) + WORD_LACKING * Math.abs(leftA - leftB) + LETTER_OFF * pairs.distance;
  const similarity = Math.max(0, 1 - off / length);
  const alone = pairs.count === 1 && Math.max(namesIn(a), namesIn(b)) > 1;
  return alone ? Math.min(similarity, ONE_WORD) : similarity;
}

/** What nameSimilarity() can be at most, of names that have no more letters in common than these. */
export function similarityBound(one: PreparedName, other: PreparedName, lettersA: number, lettersB: number): number {
  const leftA = Math.max(0, lettersOf(one.words, 0) - lettersA);
  const leftB = Math.max(0, lettersOf(other.words, 0) - lettersB);
  const length = (lettersOf(one.words, 1) + lettersOf(other.words, 1)) / 2;
  return 1 - (WORD_OFF * Math.min(leftA, leftB) + WORD_LACKING * Math.abs(leftA - leftB)) / length;
}

function lettersOf(words: readonly Word[], particle: number): number {
  let letters = 0;
  for (const { folded, isParticle } of words) letters += folded.length * (isParticle ? particle : 1);
  return letters;
}
const weightOf = ({ folded, isParticle }: Word): number => folded.length * (isParticle ? PARTICLE : 1);
const lengthOf = (words: readonly Word[]): number => lettersOf(words, PARTICLE);
const namesIn = (words: readonly Word[]): number => words.filter(({ isParticle }) => !isParticle).length;

/** Words that the other side writes as one are written as one here too. */
function joined(one: readonly Word[], other: readonly Word[]): [readonly Word[], readonly Word[]] {
  return [joinedLike(one, other), joinedLike(other, one)];
}

function joinedLike(words: readonly Word[], like: readonly Word[]): readonly Word[] {
  const place = words.findIndex((word, i) => isOneWord(word, words[i + 1], like));
  const [first, second] = [words[place], words[place + 1]];
  if (!first || !second) return words;
  return [...words.slice(0, place), joinOf(first, second), ...joinedLike(words.slice(place + 2), like)];
}

function isOneWord(first: Word, second: Word | undefined, like: readonly Word[]): boolean {
  if (!second) return false;
  const { folded } = joinOf(first, second);
  if (folded.length < SHORTEST_JOINED || !like.some((word) => isNear(word.folded, folded))) return false;
  return !like.some(({ folded: part }) => part === first.folded || part === second.folded);
}
const SHORTEST_JOINED = 4;
const isNear = (one: string, other: string): boolean =>
  wordDistance(one, other, one.length >= 8 ? 1 : 0.5) !== Infinity;

/** Two words as somebody writes them who leaves out the space. */
export const joinOf = (first: Word, second: Word): Word => ({
  plain: first.plain + second.plain,
  folded: first.folded + second.folded,
  isParticle: false,
});

interface Alignment {
  readonly count: number;
  readonly lengthA: number;
  readonly lengthB: number;
  readonly distance: number;
}

/** Pairs the words that are most alike, each once. */
function align(a: readonly Word[], b: readonly Word[]): Alignment {
  const found = a.flatMap((one, i) =>
    b.flatMap((other, j) => {
      const distance = wordsOff(one, other);
      return distance === Infinity ? [] : [{ i, j, one, other, distance }];
    }),
  );
  found.sort((x, y) => relative(x) - relative(y) || x.i - y.i || x.j - y.j);
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  let [count, lengthA, lengthB, distance] = [0, 0, 0, 0];
  for (const pair of found) {
    if (usedA.has(pair.i) || usedB.has(pair.j)) continue;
    usedA.add(pair.i);
    usedB.add(pair.j);
    if (!pair.one.isParticle) count += 1;
    lengthA += weightOf(pair.one);
    lengthB += weightOf(pair.other);
    distance += pair.distance * (pair.one.isParticle ? PARTICLE : 1);
  }
  return { count, lengthA, lengthB, distance };
}
const relative = ({ distance, one, other }: { distance: number; one: Word; other: Word }): number =>
  distance / Math.max(one.folded.length, other.folded.length);

/** Letters between two words that may be the same; Infinity where they are not. */
export function wordsOff(one: Word, other: Word): number {
  if (one.plain === other.plain) return 0;
  if (one.isParticle !== other.isParticle) return Infinity;
  const [a, b] = [one.folded, other.folded];
  if (a === b) return SAME_SOUND;
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? INITIAL_OFF : Infinity;
  if (NICKNAMES.get(one.plain)?.has(other.plain)) return NICKNAME_OFF;
  return wordDistance(a, b, allowed(Math.min(a.length, b.length))) + SAME_SOUND;
}
const SAME_SOUND = 0.1;

/** How many letters a word of this length may be off. */
export function allowed(length: number): number {
  if (length <= 3) return 0.5;
  if (length <= 5) return 1;
  return length <= 8 ? 1.5 : 2.5;
}
