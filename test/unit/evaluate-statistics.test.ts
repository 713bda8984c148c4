import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auc,
  aucInterval,
  balancedAccuracy,
  balancedInterval,
  confusion,
  f1,
  median,
  share,
  tprAtFpr,
  wilson,
} from '../../tools/evaluate/statistics.js';

const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('shares', () => {
  it('are unknown where there is nothing to count', () => {
    expect(share(0, 0)).toBeNull();
    expect(wilson(0, 0)).toBeNull();
  });

  it('have the interval of Wilson', () => {
    // Worked example of Newcombe (1998), table I: 81 of 263, and 0 of 20.
    const [low, high] = wilson(81, 263) ?? [];
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)?.[0]).toBe(0);
    expect(wilson(0, 20)?.[1]).toBeCloseTo(0.1611, 4);
  });

  it('lie within their interval, which narrows with more cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(50), (whole, some) => {
        const part = Math.min(some, whole);
        const [low = NaN, high = NaN] = wilson(part, whole) ?? [];
        const [lower = NaN, higher = NaN] = wilson(part * 10, whole * 10) ?? [];
        expect(low).toBeLessThanOrEqual(part / whole + 1e-12);
        expect(high).toBeGreaterThanOrEqual(part / whole - 1e-12);
        expect(higher - lower).toBeLessThan(high - low);
      }),
    );
  });
});

describe('the area under the curve', () => {
  it('is 1 where every positive lies above every negative, 0 the other way round, and a half for ties', () => {
    expect(auc([0.9, 0.8], [0.1, 0.2, 0.3])).toBe(1);
    expect(auc([0.1], [0.2, 0.3])).toBe(0);
    expect(auc([0.5, 0.5], [0.5])).toBe(0.5);
    expect(auc([0.9, 0.4], [0.5, 0.3])).toBe(0.75);
    expect(auc([], [0.5])).toBeNull();
  });

  it('turns over with the classes', () => {
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        expect((auc(a, b) ?? NaN) + (auc(b, a) ?? NaN)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('takes a face that was not found as the farthest', () => {
    expect(auc([-Infinity, -0.2], [-0.9])).toBe(0.5);
  });

  it('has the interval of Hanley and McNeil', () => {
    // Hanley and McNeil (1982): area .893, 51 abnormal and 58 normal, standard error .032.
    const [low, high] = aucInterval(0.893, 51, 58) ?? [];
    expect(low).toBeCloseTo(0.893 - 1.96 * 0.032, 2);
    expect(high).toBeCloseTo(0.893 + 1.96 * 0.032, 2);
    expect(aucInterval(null, 1, 1)).toBeNull();
  });
});

describe('true positives at a rate of false ones', () => {
  const negatives = Array.from({ length: 200 }, (_, index) => index / 200);

  it('lets through as many negatives as the rate allows, and none more', () => {
    expect(tprAtFpr([0.99, 0.986, 0.984], negatives, 0.01)).toBeCloseTo(2 / 3);
    expect(tprAtFpr([0.996, 0.5], negatives, 0)).toBe(0.5);
    expect(tprAtFpr([], negatives, 0.01)).toBeNull();
  });

  it('finds nothing where positives and negatives are the same', () => {
    expect(tprAtFpr([0.4, 0.4], [0.4, 0.4], 0.01)).toBe(0);
  });
});

describe('two classes', () => {
  const counts = confusion([true, true, true, false], [false, false, true]);

  it('are counted', () => {
    expect(counts).toEqual({ truePositives: 3, falseNegatives: 1, trueNegatives: 2, falsePositives: 1 });
  });

  it('weigh the same however many cases each has', () => {
    expect(balancedAccuracy(counts)).toBeCloseTo((3 / 4 + 2 / 3) / 2);
    expect(balancedAccuracy(confusion([true], []))).toBeNull();
    const [low = NaN, high = NaN] = balancedInterval(counts) ?? [];
    expect(low).toBeLessThan(0.7);
    expect(high).toBeGreaterThan(0.72);
  });

  it('have precision and recall in one number', () => {
    expect(f1(counts)).toBeCloseTo(0.75);
    expect(f1(confusion([false], [false]))).toBe(0);
    expect(f1(confusion([], [true]))).toBeNull();
  });
});

describe('the median', () => {
  it('is the middle one, or the mean of both', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNull();
  });
});
