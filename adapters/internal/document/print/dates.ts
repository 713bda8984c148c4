/** Dates as they are printed on documents, in every usual order. */

export interface PrintedDate {
  /** YYYY-MM-DD. */
  readonly value: string;
  /** Where it begins and ends in the line. */
  readonly start: number;
  readonly end: number;
}

export type DayOrder = 'day-first' | 'month-first';

const MONTHS: readonly (readonly [RegExp, string])[] = [
  [/^(JAN|GEN|ENE|STY|LED)/, '01'],
  [/^(FEB|FEV|LUT|UNO)/, '02'],
  [/^(MAR|MRZ|MAA|MAERZ|BRE)/, '03'],
  [/^(APR|AVR|ABR|KWI|DUB)/, '04'],
  [/^(MAY|MAI|MAG|MEI|MAJ|KVE)/, '05'],
  [/^(JUN|JUIN|GIU|CZE|CVN)/, '06'],
  [/^(JUL|JUIL|LUG|LIP|CVC)/, '07'],
  [/^(AUG|AOU|AGO|SIE|SRP)/, '08'],
  [/^(SEP|SET|WRZ|ZAR)/, '09'],
  [/^(OCT|OKT|OTT|OUT|PAZ|RIJ)/, '10'],
  [/^(NOV|LIS)/, '11'],
  [/^(DEC|DEZ|DIC|DES|GRU|PRO)/, '12'],
];
const NUMERIC = /(?<!\d)(\d{1,2})[\s./-]{1,2}(\d{1,2})[\s./-]{1,2}(\d{4})(?!\d{2})/g;
const YEAR_FIRST = /(?<!\d)(\d{4})[./-](\d{2})[./-](\d{2})/g;
const WORDED = /(?<!\d)(\d{1,2})[\s./-]*([A-Z]{3,9})\.?[\s./-]*(?:\/[\s]*[A-Z]{3,9}[\s./-]*)?(\d{4})(?!\d)/g;
const SOLID = /(?<!\d)(\d{2})[\s.]?(\d{2})[\s.]?(\d{4})(?!\d)/g;

/** Every date in a line of print, from left to right. Where day and month could be either, the given order decides. */
export function findDates(text: string, order: DayOrder): PrintedDate[] {
  const line = text.toUpperCase();
  const found: PrintedDate[] = [];
  const add = (match: RegExpExecArray, value: string | undefined): void => {
    const [start, end] = [match.index, match.index + match[0].length];
    if (value !== undefined && found.every((other) => end <= other.start || start >= other.end)) {
      found.push({ value, start, end });
    }
  };
  for (const match of line.matchAll(YEAR_FIRST)) add(match, calendarDate(match[1]!, match[2]!, match[3]!));
  for (const match of line.matchAll(WORDED)) add(match, calendarDate(match[3]!, monthOf(match[2]!), match[1]!));
  for (const match of line.matchAll(NUMERIC)) add(match, ordered(match[1]!, match[2]!, match[3]!, order));
  for (const match of line.matchAll(SOLID)) add(match, ordered(match[1]!, match[2]!, match[3]!, order));
  return found.toSorted((a, b) => a.start - b.start);
}

/** Its number in two digits; empty where the word, in capitals, names no month. */
export const monthOf = (word: string): string => MONTHS.find(([pattern]) => pattern.test(word))?.[1] ?? '';

function ordered(first: string, second: string, year: string, order: DayOrder): string | undefined {
  const dayFirst = calendarDate(year, second, first);
  const monthFirst = calendarDate(year, first, second);
  return order === 'month-first' ? (monthFirst ?? dayFirst) : (dayFirst ?? monthFirst);
}

function calendarDate(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists && year >= '1900' && year <= '2100' ? text : undefined;
}
