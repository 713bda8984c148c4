/** Words that specimens, samples and void documents bear, printed, stamped across or within machine-readable names. */
import { distance } from 'fastest-levenshtein';
import { fold } from './fold.js';

/** Long enough to be recognised with a letter misread, or inside a line whose spaces are lost. */
const LONG_WORDS = [
  'SPECIMEN',
  'MUSTERMANN',
  'MUSTERFRAU',
  'FACSIMILE',
  'EXEMPLAR',
  'EXEMPLAIRE',
  'MUESTRA',
  'CAMPIONE',
  'UTOPIA',
  'CARDHOLDER',
  'TRAVELER',
] as const;
/** Must stand alone. */
const SHORT_WORDS = [
  'SAMPLE',
  'EXAMPLE',
  'VOID',
  'VZOR',
  'WZOR',
  'MUSTER',
  'MINTA',
  'MALLI',
  'COPY',
  'NOTVALID',
] as const;
/** Words of ordinary documents that are near to, or hold, one of the list. */
const ORDINARY = /CARDHOLDERS|TRAVELERS|NOTVALIDFOR|NOTVALIDUNTIL/;

/** The words of the list that a text holds. */
export function findSuspiciousWords(text: string): string[] {
  const tokens = text
    .split(/[^\p{L}\p{M}\d]+/u)
    .map(fold)
    .filter(Boolean);
  const whole = fold(text);
  if (ORDINARY.test(whole)) return [];
  const short = SHORT_WORDS.filter((word) => whole === word || tokens.some((token) => bare(token) === word));
  const long = LONG_WORDS.filter((word) => whole.includes(word) || tokens.some((token) => isNearly(token, word)));
  return [...short, ...long];
}

/** Field numbers run into words: 1SAMPLE. */
const bare = (token: string): string => token.replace(/^\d{1,2}[A-Z]?(?=[A-Z]{4})/, (lead) => lead.replace(/\d/g, ''));

const isNearly = (token: string, word: string): boolean =>
  word.length >= 8 && Math.abs(token.length - word.length) <= 1 && distance(token, word) <= 1;

/** Numbers of well-known specimens: printed in standards, in issuers' brochures and in the samples of vendors. */
const SPECIMEN_NUMBERS = new Set(
  `L898902C3 L898902C D23145890 L01X00T47 L01X00T471 C01X00T47 C01X0006H C01X00T478 T22000129 T220001293 C03005988
   E00007730 I1234568 I1234562 D2H6862M2 X4RTBPFW4 T64235789 D12345678 999999990 99999999 123456789 000000000
   S99988801 SPECI2014 SPECI2021 SPEC12345`.split(/\s+/),
);

export const isSpecimenNumber = (number: string): boolean => SPECIMEN_NUMBERS.has(fold(number));
