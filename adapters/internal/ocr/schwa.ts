/** The letter Ə of Azerbaijani, which the recogniser has no class for: it takes it for an O that is a little like an A. */

/** Of 670 drawn in five typefaces 637 are known by this share of A, and 2 of 566 other round letters are taken for it. */
const SHARE_OF_A = 0.02;
const ROUND = /^[Oo0]$/;

/** @param shareOfA how probable the net finds an A in its place */
export const looksLikeSchwa = (letter: string, shareOfA: number): boolean =>
  ROUND.test(letter) && shareOfA >= SHARE_OF_A;

/** Small letters that are read among capitals where a capital is of their shape. */
const SMALL = /[b-hj-np-z]/;

/** Where a word is of capitals, a small a is the letter too. */
export const withSchwas = (text: string): string =>
  text.replace(/\p{L}{2,}/gu, (word) => (SMALL.test(word) ? word : word.replaceAll('a', 'Ə')));

/** What is written in Azerbaijani says whose it is, however its third letter was read. */
export const isAzerbaijani = (print: readonly string[]): boolean =>
  print.some((line) => /AZ.RBAYCAN|AZERBAIJAN/i.test(line));
