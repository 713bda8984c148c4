/** What a share, a ranking or a pair of classes is worth: the numbers that the table prints. */

/** From the lower to the upper bound of what 95 of 100 repetitions would give. */
export type Interval = readonly [low: number, high: number];

const Z = 1.959964;

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** A share of no cases is unknown, not zero. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Wilson's score interval: honest for few cases and for shares near 0 or 1. */
export function wilson(part: number, whole: number): Interval | null {
  if (whole === 0) return null;
  const rate = part / whole;
  const square = Z * Z;
  const middle = rate + square / (2 * whole);
  const spread = Z * Math.sqrt((rate * (1 - rate)) / whole + square / (4 * whole * whole));
  const scale = 1 + square / whole;
  return [clamp((middle - spread) / scale), clamp((middle + spread) / scale)];
}

/** The probability that a random positive scores above a random negative; a tie counts half. */
export function auc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
}

/** Hanley and McNeil's interval of an area under the curve. */
export function aucInterval(area: number | null, positives: number, negatives: number): Interval | null {
  if (area === null) return null;
  const square = area * area;
  const one = area / (2 - area) - square;
  const two = (2 * square) / (1 + area) - square;
  const variance = (area * (1 - area) + (positives - 1) * one + (negatives - 1) * two) / (positives * negatives);
  const spread = Z * Math.sqrt(Math.max(0, variance));
  return [clamp(area - spread), clamp(area + spread)];
}

/** The largest share of positives found at a threshold that lets at most `falseRate` of the negatives through. */
export function tprAtFpr(positives: readonly number[], negatives: readonly number[], falseRate: number): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const allowed = Math.floor(falseRate * negatives.length);
  const threshold = negatives.toSorted((a, b) => b - a)[allowed] ?? -Infinity;
  return positives.filter((score) => score > threshold).length / positives.length;
}

/** How two classes were told apart. */
export interface Confusion {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

export function confusion(positives: readonly boolean[], negatives: readonly boolean[]): Confusion {
  const truePositives = positives.filter(Boolean).length;
  const falsePositives = negatives.filter(Boolean).length;
  return {
    truePositives,
    falseNegatives: positives.length - truePositives,
    trueNegatives: negatives.length - falsePositives,
    falsePositives,
  };
}

/** The mean of the share of positives found and the share of negatives left alone. */
export function balancedAccuracy(counts: Confusion): number | null {
  const found = share(counts.truePositives, counts.truePositives + counts.falseNegatives);
  const left = share(counts.trueNegatives, counts.trueNegatives + counts.falsePositives);
  return found === null || left === null ? null : (found + left) / 2;
}

/** The interval of a mean of two independent shares, from those of Wilson. */
export function balancedInterval(counts: Confusion): Interval | null {
  const found = wilson(counts.truePositives, counts.truePositives + counts.falseNegatives);
  const left = wilson(counts.trueNegatives, counts.trueNegatives + counts.falsePositives);
  const middle = balancedAccuracy(counts);
  if (found === null || left === null || middle === null) return null;
  const spread = Math.hypot(found[1] - found[0], left[1] - left[0]) / 4;
  return [clamp(middle - spread), clamp(middle + spread)];
}

/** The harmonic mean of precision and recall; unknown where there is nothing to find. */
export function f1({ truePositives, falseNegatives, falsePositives }: Confusion): number | null {
  if (truePositives + falseNegatives === 0) return null;
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
