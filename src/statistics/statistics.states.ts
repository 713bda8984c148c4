import type { Provider } from '../provider/contract.js';
import type { TestName } from '../scoring/tests.js';
import type { Mode } from '../shared/principal.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY;

/** How long a bucket is, in milliseconds, and when one of them began; all in UTC, where every day has 24 hours. */
const INTERVALS = {
  HOUR: { length: HOUR, began: 0 },
  DAY: { length: DAY, began: 0 },
  WEEK: { length: 7 * DAY, began: FIRST_MONDAY },
} as const;
export type Interval = keyof typeof INTERVALS;
export const INTERVAL_NAMES = ['HOUR', 'DAY', 'WEEK'] as const satisfies readonly Interval[];

export interface Period {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly mode: Mode;
  readonly clientId?: string | undefined;
}

/** The beginnings of the buckets that a period touches, oldest first. */
export function bucketStarts({ from, to }: Period, interval: Interval): Date[] {
  const { length, began } = INTERVALS[interval];
  const first = Math.floor((from.getTime() - began) / length) * length + began;
  return Array.from({ length: bucketCount(first, to, length) }, (_, place) => new Date(first + place * length));
}
const bucketCount = (first: number, to: Date, length: number): number => Math.ceil((to.getTime() - first) / length);

/** At least as many as there are. */
export const mostBuckets = ({ from, to }: Period, interval: Interval): number =>
  Math.ceil((to.getTime() - from.getTime()) / INTERVALS[interval].length) + 1;

/** So many tests of one name ended so. */
export interface TestCount {
  readonly test: TestName;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
}
/** How the calls of one provider went. */
export interface ProviderCount {
  readonly provider: Provider;
  readonly calls: number;
  readonly failures: number;
  readonly p50Milliseconds: number | null;
  readonly p99Milliseconds: number | null;
}
