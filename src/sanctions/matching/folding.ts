/** From a name in any script to words that sound alike where they are written alike. */
import anyAscii from 'any-ascii';
import { PARTICLES, SPELLINGS, TITLES } from './variants.js';

/** One word of a name. */
export interface Word {
  /** Lower-case letters and digits. */
  readonly plain: string;
  /** The same, without what spellings differ by. */
  readonly folded: string;
  readonly isParticle: boolean;
}

const LETTERS_OF_DIGITS: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 9: 'g' };

/** The words of a name, titles left out where a name is left without them. */
export function wordsOf(text: string): Word[] {
  const all = plainWords(text);
  const named = all.filter((word) => !TITLES.has(word));
  const words = (named.length > 0 ? named : all).map(toWord);
  // Of a name that is hardly more than particles (Le Van An), these are the name.
  return words.filter(({ isParticle }) => !isParticle).length < 2 ? words.map(asName) : words;
}
const asName = (word: Word): Word => ({ ...word, isParticle: false });

function plainWords(text: string): string[] {
  // A Chinese or Korean name comes out as XiJinPing: its capitals part it.
  const latin = anyAscii(text.normalize('NFC')).replace(/([a-z])([A-Z])(?=[a-z])/g, (pair, a: string, b: string) =>
    /\p{Script=Han}|\p{Script=Hangul}/u.test(text) ? `${a} ${b}` : pair,
  );
  return latin
    .toLowerCase()
    .replace(/['’`.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map(withoutDisguise);
}

/** Digits within a word of letters stand for the letters that they look like. */
const withoutDisguise = (word: string): string =>
  /[a-z]/.test(word) && /\d/.test(word) ? word.replace(/\d/g, (digit) => LETTERS_OF_DIGITS[digit] ?? digit) : word;

function toWord(plain: string): Word {
  return { plain, folded: fold(plain), isParticle: PARTICLES.has(plain) };
}

/** In order: what one sound is written as in several languages becomes one spelling. */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/^x/, 's'],
  [/tsch|tch|tsh/g, 'ch'],
  [/sch|sh|sz/g, 's'],
  [/ck/g, 'k'],
  [/ph/g, 'f'],
  [/([bdgkt])h/g, '$1'],
  [/ou|oo/g, 'u'],
  [/ee|ie/g, 'i'],
  [/w/g, 'v'],
  [/q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c(?!h)/g, 'k'],
  [/z/g, 's'],
  [/y/g, 'i'],
  [/(?<=[aeiou])j/g, 'i'],
  [/(.)\1+/g, '$1'],
];

const cache = new Map<string, string>();
const CACHED_MOST = 50_000;

export function fold(plain: string): string {
  const known = cache.get(plain);
  if (known !== undefined) return known;
  const spelled = SPELLINGS.find(([form]) => form.test(plain))?.[1] ?? plain;
  const folded = FOLDS.reduce((word, [sound, spelling]) => word.replace(sound, spelling), spelled) || plain;
  if (cache.size >= CACHED_MOST) cache.clear();
  cache.set(plain, folded);
  return folded;
}
