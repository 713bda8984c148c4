/** What was measured: rows of the table, keys of the last line, pictures of what failed. */
import type { DocumentEvidence, Polygon } from '../../src/provider/contract.js';
import { share, wilson, type Interval } from './statistics.js';

/** The keys of the last line of `--json`, in order; null where the tree has no such data. */
export const KEYS = [
  'mrz.rate',
  'mrz.acceptedWrong',
  'mrz.falseAccepts',
  'mrzLines.rate',
  'mrzParse.rate',
  'pdf417.rate',
  'aamva.rate',
  'text.rate',
  'face.auc',
  'face.tprAtFpr1e2',
  'liveness.balancedAccuracy',
  'classification.balancedAccuracy',
  'tamper.auc',
  'suspiciousWords.f1',
  'cpuMs.verification',
  'rssMb',
] as const;
export type Key = (typeof KEYS)[number];

export interface Failure {
  readonly key: Key;
  /** An image, or nothing where the input was a string. */
  readonly path?: string;
  readonly expected: string;
  readonly read: string;
  readonly polygons: readonly Polygon[];
}

/** What a threshold tells apart, by the number that it is compared with. */
export interface Calibration {
  readonly what: string;
  readonly accepted: 'AT_MOST' | 'AT_LEAST';
  readonly threshold: number;
  readonly genuine: readonly number[];
  readonly others: readonly number[];
}

export interface Measure {
  readonly key: Key;
  readonly right: number;
  readonly wrong: number;
  /** Neither right nor wrong: no answer. */
  readonly unread: number;
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly failures: readonly Failure[];
  /** What the counts are of, where it is not plain. */
  readonly note?: string;
  /** The scores behind it, where a threshold of the engine's parts them. */
  readonly calibration?: Calibration;
}

/** One case: what was expected, and what was read, if anything. */
export interface Case {
  readonly expected: string;
  readonly read: string | undefined;
  readonly right: boolean;
  readonly path?: string;
  readonly polygons?: readonly Polygon[];
}

/** A share of cases that are right. */
export function rate(key: Key, cases: readonly Case[], note?: string): Measure {
  const right = cases.filter((one) => one.right).length;
  const unread = cases.filter((one) => !one.right && one.read === undefined).length;
  return {
    key,
    right,
    unread,
    wrong: cases.length - right - unread,
    value: share(right, cases.length),
    interval: wilson(right, cases.length),
    failures: failuresOf(key, cases),
    ...(note !== undefined && { note }),
  };
}

export const failuresOf = (key: Key, cases: readonly Case[]): Failure[] =>
  cases
    .filter((one) => !one.right)
    .map(({ path, expected, read, polygons }) => ({
      key,
      expected,
      read: read ?? '(nothing)',
      polygons: polygons ?? [],
      ...(path !== undefined && { path }),
    }));

/** Where the engine looked: its readings and every printed line. */
export const seenIn = (evidence: DocumentEvidence | undefined): Polygon[] =>
  evidence === undefined
    ? []
    : [
        ...evidence.readings.flatMap(({ polygon }) => (polygon ? [polygon] : [])),
        ...evidence.text.map(({ polygon }) => polygon),
        ...(evidence.portrait ? [evidence.portrait.box] : []),
      ];
