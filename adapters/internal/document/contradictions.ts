/** Dates that cannot all be true: what edited documents often have, and what a misread digit may look like too. */
import type { DocumentReading, TextLine } from '../../../src/provider/contract.js';
import { THRESHOLDS } from '../thresholds.js';
import { monthOf } from './print/dates.js';

const WORDED = /(?<![A-Z0-9])(\d{1,2})[ .-]?([A-Z]{3,9})\.?[ .-]?(\d{4,5})(?![A-Z0-9])/g;
const NUMERIC = /(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4,5})(?!\d)/g;
const EARLIEST = 1900;
const LATEST = 2100;

export type Contradiction = 'date_impossible' | 'dates_contradict';

/** Only print that was surely read is held against itself. */
export function findContradictions(
  lines: readonly TextLine[],
  readings: readonly DocumentReading[],
  now: Date,
): Contradiction[] {
  const sure = lines.filter(({ confidence }) => confidence >= THRESHOLDS.text.sure);
  const impossible = sure.some(({ text }) => hasImpossibleYear(text.toUpperCase()));
  const contradict = readings.some(({ fields }) => {
    const [birth, issued, expires] = (['birthDate', 'issuedAt', 'expiresAt'] as const).map((name) => {
      const field = fields[name];
      return field && field.confidence >= THRESHOLDS.text.field ? field.value : undefined;
    });
    return !inOrder(birth, issued) || !inOrder(birth, expires) || !inOrder(issued, expires) || isAfter(birth, now);
  });
  return [
    ...(impossible ? (['date_impossible'] as const) : []),
    ...(contradict ? (['dates_contradict'] as const) : []),
  ];
}

/** A year of five digits, or outside the lives of the living. */
function hasImpossibleYear(text: string): boolean {
  return [...text.matchAll(WORDED), ...text.matchAll(NUMERIC)].some(
    ([, day, month = '', year]) => isDay(Number(day), month) && (Number(year) < EARLIEST || Number(year) > LATEST),
  );
}

/** In either order: 31 of month 12, or 12 of month 31 where the month stands first. */
const isDay = (day: number, month: string): boolean =>
  day >= 1 && day <= 31 && (monthOf(month) !== '' || (Number(month) >= 1 && Number(month) <= 31));

const inOrder = (earlier: string | undefined, later: string | undefined): boolean =>
  earlier === undefined || later === undefined || earlier < later;

const isAfter = (date: string | undefined, now: Date): boolean =>
  date !== undefined && date > now.toISOString().slice(0, 10);
