import type { MasterKey } from './encryption.js';

const MAX_PREFIX = 12;

/** Without accents, case and punctuation: "José-María" and "JOSE MARIA" are found by one another. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** The keyed tokens by which sealed values are found: every word whole, and its prefixes from two letters on. */
export function searchTokens(master: MasterKey, organizationId: string, values: readonly string[]): Buffer[] {
  const texts = new Set<string>();
  for (const word of values.flatMap(wordsOf)) {
    texts.add(`=${word}`);
    for (let length = 2; length <= Math.min(word.length, MAX_PREFIX); length++) texts.add(`^${word.slice(0, length)}`);
  }
  return [...texts].map((text) => token(master, organizationId, text));
}

/** What a search for these words asks for: each as a prefix, or whole where it is longer than prefixes are kept. */
export function queryTokens(master: MasterKey, organizationId: string, term: string): Buffer[] {
  const words = wordsOf(term);
  // What holds no word at all asks for the empty one, which nobody has.
  if (words.length === 0) return term.trim() === '' ? [] : [token(master, organizationId, '=')];
  const asked = words.map((word) => (word.length < 2 || word.length > MAX_PREFIX ? `=${word}` : `^${word}`));
  return [...new Set(asked)].map((text) => token(master, organizationId, text));
}

/** The tokens of named values, each pair as a whole. */
export const pairTokens = (
  master: MasterKey,
  organizationId: string,
  pairs: Readonly<Record<string, string>>,
): Buffer[] => Object.entries(pairs).map((pair) => token(master, organizationId, `:${JSON.stringify(pair)}`));

/** A tenth of a SHA-256 would do to tell words apart; sixteen bytes leave no collisions to think about. */
const token = (master: MasterKey, organizationId: string, text: string): Buffer =>
  master.mac('search', `${organizationId}\0${text}`).subarray(0, 16);
