import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAnswer } from '../../src/scoring/flip.js';
import { scoreSession } from '../../src/scoring/score.js';
import { TEST_NAMES, type TestName, type TestOutcome, type TestSignal } from '../../src/scoring/tests.js';
import { judgeSession, type ScoringInput } from '../../src/scoring/verdict.js';
import { WEIGHTS_FIELDS, WEIGHTS_NAMES, type WeightsName, type WeightsValues } from '../../src/scoring/weights.js';
import { session } from './scoring-support.js';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const likely = fc.oneof({ weight: 3, arbitrary: fc.double({ min: 0.8, max: 1, noNaN: true }) }, unit);
const METRICS: Partial<Record<TestName, fc.Arbitrary<number>>> = {
  OFAC: likely.map((value) => 1 - value),
  AGE: fc.double({ min: 0, max: 40, noNaN: true }),
  FACE_MATCH: fc.double({ min: 0, max: 1, noNaN: true }),
  DIRECTION: fc.double({ min: 0, max: 40, noNaN: true }),
  DOCUMENT_EXPIRY: fc.integer({ min: -5, max: 500 }),
  DOCUMENT_REQUIREMENTS: fc.constantFrom(0, 0, 0, 1),
};
const answered = fc.constantFrom<TestOutcome[]>('PASS', 'PASS', 'FAIL', 'INCONCLUSIVE');
const unanswered = fc.constantFrom<TestOutcome[]>('UNAVAILABLE', 'NOT_PERFORMED', 'NOT_APPLICABLE');
type Answer = Required<Omit<TestSignal, 'threshold' | 'comparator'>>;
const signalOf = (name: TestName): fc.Arbitrary<TestSignal> =>
  fc.record<Answer>({
    name: fc.constant(name),
    outcome: fc.oneof({ weight: 9, arbitrary: answered }, { weight: 1, arbitrary: unanswered }),
    confidence: fc.option(likely),
    metric: METRICS[name] ?? likely,
    reasons: fc.constantFrom<string[][]>([], ['switched_off']),
  });
const weightsArbitrary = fc.record(
  Object.fromEntries(
    WEIGHTS_NAMES.map((name) => [
      name,
      fc.oneof(fc.constant(0), fc.double({ min: 0, max: Math.min(WEIGHTS_FIELDS[name].max, 100), noNaN: true })),
    ]),
  ) as Record<WeightsName, fc.Arbitrary<number>>,
);
const lenient: Partial<WeightsValues> = {
  idvSessionTolerance: 0.5,
  minimumCoverage: 0.5,
  minimumLivenessTolerance: 0.1,
  onboardingFaceEncodingTolerance: 0.9,
};
const weights: fc.Arbitrary<Partial<WeightsValues>> = fc.oneof(
  fc.constant({}),
  fc.constant({ idvSessionTolerance: 0.97 }),
  fc.constant(lenient),
  weightsArbitrary,
);
const inputs: fc.Arbitrary<ScoringInput> = fc
  .record({
    tests: fc.tuple(...TEST_NAMES.map(signalOf)),
    good: fc.subarray([...TEST_NAMES], { minLength: 20 }),
    weights,
    documentType: fc.constantFrom('DRIVER_LICENSE', 'PASSPORT', 'IDENTITY_CARD' as const),
    livenessMode: fc.constantFrom('PASSIVE', 'PASSIVE_ACTIVE' as const),
    consented: fc.constantFrom(true, true, true, false),
    sanctionsGate: fc.constantFrom('BLOCK', 'REVIEW', 'SCORE_ONLY' as const),
    corroborated: fc.option(unit),
  })
  .map(({ tests, good, weights: changes, ...facts }) => {
    const clean = session({}, changes, facts);
    return { ...clean, tests: clean.tests.map((test, i) => (good.includes(test.name) ? test : (tests[i] ?? test))) };
  });
const runs = { numRuns: 1000 };

/** In which direction a test's value is worse. */
const WORSE: Partial<Record<TestName, 1 | -1>> = { OFAC: 1, AGE: 1, FACE_MATCH: 1, DIRECTION: 1 };
const worsen = (test: TestSignal, by: number): TestSignal => {
  const down = (value: number) => value + (WORSE[test.name] ?? -1) * by;
  return {
    ...test,
    confidence: test.confidence === undefined || test.confidence === null ? 0 : Math.max(0, test.confidence - by),
    metric: test.metric === undefined || test.metric === null ? null : down(test.metric),
  };
};
const replace = (input: ScoringInput, name: TestName, change: (test: TestSignal) => TestSignal): ScoringInput => ({
  ...input,
  tests: input.tests.map((test) => (test.name === name ? change(test) : test)),
});
// An estimated gender goes from right over unsure to wrong: unsure is no answer, so it has no order of its own.
const ordered = TEST_NAMES.filter((name) => name !== 'GENDER');

describe('whatever the tests say', () => {
  it('a lower s never raises the score or turns a verdict to verified', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...ordered), unit, (input, name, by) => {
        const [before, after] = [judgeSession(input), judgeSession(replace(input, name, (test) => worsen(test, by)))];
        expect(after.value).toBeLessThanOrEqual(before.value);
        if (after.verified) expect(before.verified).toBe(true);
      }),
      runs,
    );
  });
  it('with no answers nothing is verified', () => {
    fc.assert(
      fc.property(inputs, unanswered, fc.constantFrom([], ['switched_off']), (input, outcome, reasons) => {
        const silent = { ...input, tests: input.tests.map(({ name }) => ({ name, outcome, reasons })) };
        expect(judgeSession(silent)).toMatchObject({ verified: false, value: 0 });
        expect(judgeSession({ ...input, tests: [] }).verified).toBe(false);
      }),
      runs,
    );
  });
  it('at a minimum coverage of 1, taking an answer away never verifies', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...TEST_NAMES), fc.boolean(), (input, name, forget) => {
        const full = { ...input, weights: { ...input.weights, minimumCoverage: 1 } };
        const silent = forget
          ? { ...full, tests: full.tests.filter((test) => test.name !== name) }
          : replace(full, name, () => ({ name, outcome: 'UNAVAILABLE', reasons: [] }));
        if (judgeSession(silent).verified) expect(judgeSession(full).verified).toBe(true);
      }),
      runs,
    );
  });
  it('contributions add up to the score and losses to the rest', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { contributions, value } = judgeSession(input);
        const sum = (pick: 'contribution' | 'loss') => contributions.reduce((total, row) => total + row[pick], 0);
        expect(sum('contribution')).toBeCloseTo(value, 9);
        if (contributions.some(({ confidence, weight }) => confidence !== null && weight > 0))
          expect(sum('loss')).toBeCloseTo(1 - value, 9);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });
  it('a face that nobody has measured verifies by a decision alone: sure, and of somebody without a scale', () => {
    const outcome = fc.constantFrom<TestOutcome>(
      'PASS',
      'FAIL',
      'INCONCLUSIVE',
      'NOT_PERFORMED',
      'UNAVAILABLE',
      'NOT_APPLICABLE',
    );
    const number = fc.option(fc.oneof(fc.double({ min: 0, max: 1 }), fc.constant(Number.NaN)), { nil: null });
    const comparator = fc.constantFrom('AT_MOST' as const, 'AT_LEAST' as const, null);
    const lost = fc.record({
      outcome,
      confidence: number,
      threshold: number,
      comparator,
      metric: fc.constantFrom(null, Number.NaN),
    });
    fc.assert(
      fc.property(fc.constantFrom('FACE_MATCH' as const, 'LIVENESS' as const), lost, (name, change) => {
        if (!scoreSession(session({ [name]: change })).verified) return;
        expect(change).toMatchObject({ outcome: 'PASS', metric: null, threshold: null, comparator: null });
        expect(change.confidence).toBeGreaterThanOrEqual(2 / 3);
      }),
    );
  });

  it('a failing gate never verifies', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { gates, verified } = judgeSession(input);
        if (gates.some(({ passed }) => !passed)) expect(verified).toBe(false);
      }),
      runs,
    );
  });
  it('the nearest flip flips when it is applied', () => {
    let flipped = 0;
    fc.assert(
      fc.property(inputs, (input) => {
        const { nearestFlip, verified } = scoreSession(input);
        if (!nearestFlip) return;
        flipped += 1;
        expect(judgeSession(withAnswer(input, nearestFlip.test, nearestFlip.to)).verified).toBe(!verified);
      }),
      runs,
    );
    expect(flipped).toBeGreaterThan(100);
  });
});
