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

/** A tenth of a SHA-256 would do to tell words apart; sixteen bytes leave no collisions to think about. */
const token = (master: MasterKey, organizationId: string, text: string): Buffer =>
  master.mac('search', `${organizationId}\0${text}`).subarray(0, 16);
