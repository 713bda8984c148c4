/** Days of birth as OFAC writes them: 28 Jul 1963, Jul 1963, 1963, circa 1963, 1960 to 1965. */
import type { BirthRange } from '../../src/sanctions/sanctions.states.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Undefined for what says no date. */
export function parseBirth(text: string): BirthRange | undefined {
  const bare = text.replace(/^circa\s+/i, '').trim();
  const circa = bare !== text.trim();
  const [first = '', second = first] = bare.split(/\s+to\s+|(?<=\d{4})\s*-\s*(?=\d{4})/i);
  const [from, to] = [parseDay(first), parseDay(second)];
  return from && to ? { from: from.first, to: to.last, circa } : undefined;
}

/** The first and the last day that a date may mean. */
function parseDay(text: string): { first: string; last: string } | undefined {
  const [, day, monthName, year] = /^(?:(?:(\d{1,2})\s+)?([A-Za-z]{3})[a-z]*\s+)?(\d{4})$/.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  if (monthName === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  const month = MONTHS.indexOf(monthName.toLowerCase()) + 1;
  if (month === 0) return undefined;
  const inMonth = (number: number) => `${year}-${pad(month)}-${pad(number)}`;
  if (day !== undefined) return { first: inMonth(Number(day)), last: inMonth(Number(day)) };
  return { first: inMonth(1), last: inMonth(new Date(Date.UTC(Number(year), month, 0)).getUTCDate()) };
}

const pad = (number: number): string => String(number).padStart(2, '0');
