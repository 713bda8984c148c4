import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt } from '../../src/webhook/webhook.states.js';

const DAY = 24 * 3600 * 1000;
const START = new Date('2026-06-01T00:00:00Z');

/** When a message is sent to an address that fails every time. */
function attemptsOf(random: () => number, retryAfterSeconds?: number): Date[] {
  const attempts: Date[] = [];
  for (let at: Date | undefined = START; at; at = nextAttempt(attempts.length, at, random, retryAfterSeconds))
    attempts.push(at);
  return attempts;
}

describe('a message to an address that fails', () => {
  it('is sent at least thirteen times over at least seven days, whatever the jitter', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
        const attempts = attemptsOf(() => chance);
        expect(attempts.length).toBeGreaterThanOrEqual(13);
        expect((attempts.at(-1) ?? START).getTime() - START.getTime()).toBeGreaterThanOrEqual(7 * DAY);
      }),
    );
  });

  it('comes no sooner than the address wished, and not later than a day for it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (wished) => {
        const second = nextAttempt(1, START, () => 0, wished);
        const waited = (second?.getTime() ?? Number.NaN) - START.getTime();
        expect(waited).toBeGreaterThanOrEqual(Math.min(wished * 1000, DAY));
        expect(waited).toBeLessThanOrEqual(DAY);
      }),
    );
  });
});
