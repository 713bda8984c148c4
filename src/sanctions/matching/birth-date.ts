/** A birth date against those that a list gives. */
import type { BirthRange } from '../sanctions.states.js';

/** CLOSE neither speaks for the same person nor against it. */
export type BirthVerdict = 'AGREES' | 'CLOSE' | 'CONTRADICTS' | 'UNKNOWN';

const DAY = 24 * 3600 * 1000;
/** A wider range says too little to agree with. */
const WIDEST_AGREEMENT = 366 * DAY;
/** People and lists err by a year; more than that is somebody else. */
const SLACK = 366 * DAY;
const CIRCA_SLACK = 3 * SLACK;

/** The best of the alternatives that the list gives. */
export function compareBirth(birthDate: string | undefined, ranges: readonly BirthRange[]): BirthVerdict {
  const born = birthDate === undefined ? Number.NaN : Date.parse(birthDate);
  if (Number.isNaN(born) || ranges.length === 0) return 'UNKNOWN';
  const verdicts = ranges.map((range) => compareRange(born, range));
  return (['AGREES', 'CLOSE'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'CONTRADICTS';
}

function compareRange(born: number, { from, to, circa }: BirthRange): BirthVerdict {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (born >= first && born <= last && !circa && last - first <= WIDEST_AGREEMENT) return 'AGREES';
  const slack = circa ? CIRCA_SLACK : SLACK;
  return born >= first - slack && born <= last + slack ? 'CLOSE' : 'CONTRADICTS';
}
