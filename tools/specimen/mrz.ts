/** Writes machine-readable zones with right check digits (ICAO Doc 9303, parts 3, 4 and 5). */
import type { Issue, Person } from './person.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WEIGHTS = [7, 3, 1];

export const checkDigit = (text: string): string =>
  String(
    Array.from(text).reduce(
      (sum, letter, i) => sum + Math.max(0, ALPHABET.indexOf(letter)) * (WEIGHTS[i % 3] ?? 0),
      0,
    ) % 10,
  );

/** Nobody's country: the code that ICAO keeps for specimens. */
const STATE = 'UTO';

const filled = (text: string, length: number): string => text.slice(0, length).padEnd(length, '<');
const checked = (text: string): string => text + checkDigit(text);
const date = (text: string): string => text.replaceAll('-', '').slice(2);
const names = ({ lastName, firstName, middleName }: Person, length: number): string => {
  const written = (text: string): string => text.trim().replace(/[^A-Z]+/g, '<');
  return filled(`${written(lastName)}<<${written(`${firstName} ${middleName}`)}`, length);
};

/** The two lines of a passport. */
export function passportLines(person: Person, { number, expiresAt }: Issue): [string, string] {
  const document = checked(filled(number, 9));
  const born = checked(date(person.birthDate));
  const expires = checked(date(expiresAt));
  // An empty personal number may bear a filler for its check digit, and most do.
  const personal = filled('', 15);
  const composite = checkDigit(document + born + expires + personal);
  return [
    `P<${STATE}${names(person, 39)}`,
    `${document}${STATE}${born}${person.gender}${expires}${personal}${composite}`,
  ];
}

/** The three lines of an identity card. */
export function cardLines(person: Person, { number, expiresAt }: Issue): [string, string, string] {
  const document = checked(filled(number, 9)) + filled('', 15);
  const born = checked(date(person.birthDate));
  const expires = checked(date(expiresAt));
  const optional = filled('', 11);
  const composite = checkDigit(document + born + expires + optional);
  return [
    `I<${STATE}${document}`,
    `${born}${person.gender}${expires}${STATE}${optional}${composite}`,
    names(person, 30),
  ];
}
