/** The smallest single change of a test that would flip a verdict: found by asking the verdict itself. */
import { gradeTest, outcomeOf } from './grade.js';
import { finite, isAnswered, isExpected, signalsOf, type TestName, type TestSignal } from './tests.js';
import { judgeSession, type ScoringInput, type Verdict } from './verdict.js';

export interface NearestFlip {
  readonly test: TestName;
  /** The confidence of a graded signal, the metric of any other test; null where it did not answer. */
  readonly from: number | null;
  readonly to: number;
}

/** From the worst to the best value that a test can take, in its own unit. */
type Range = { readonly worst: number; readonly best: number };
const RISING: Range = { worst: 0, best: 1 };

/** The tests that measure something; a date, a consent or a missing field is not nearly anything. */
const METRIC_RANGES: Partial<Record<TestName, Range>> = {
  DOCUMENT_FUZZY_MATCH: RISING,
  AAMVA: RISING,
  OFAC: { worst: 1, best: 0 },
  GENDER: RISING,
  AGE: { worst: 100, best: 0 },
  FACE_MATCH: { worst: 2, best: 0 },
  LIVENESS: RISING,
  EXPRESSION: RISING,
  DIRECTION: { worst: 180, best: 0 },
};
const SIGNALS = ['IMAGE_MANIPULATION', 'IS_IDENTITY_DOCUMENT', 'ONLINE_DUPLICATION', 'SUSPICIOUS_WORDS'] as const;
const GRADED: readonly TestName[] = SIGNALS.flatMap((name) => [`DOC_FRONT_${name}`, `DOC_BACK_${name}`] as const);
const LEVERS: readonly TestName[] = [...GRADED, ...(Object.keys(METRIC_RANGES) as TestName[])];

export function nearestFlip(input: ScoringInput, verdict: Verdict, judge = judgeSession): NearestFlip | null {
  const flips = (test: TestName, to: number): boolean =>
    judge(withAnswer(input, test, to)).verified !== verdict.verified;
  const candidates = LEVERS.flatMap((test) => {
    const signals = signalsOf(input.tests, test);
    if (!signals.every(isExpected)) return [];
    const { worst, best } = METRIC_RANGES[test] ?? RISING;
    const [away, toward] = verdict.verified ? [best, worst] : [worst, best];
    const from = valueOf(input, signals, { worst, best });
    const to = firstFlip((value) => flips(test, value), from ?? away, toward);
    return to === null ? [] : [{ test, from, to, size: Math.abs((to - (from ?? away)) / (best - worst)) }];
  });
  const [nearest] = candidates.sort((a, b) => a.size - b.size);
  return nearest ? { test: nearest.test, from: nearest.from, to: nearest.to } : null;
}

/** The value nearest to `start`, on the way to `end`, at which the verdict flips; null where it never does. */
function firstFlip(flips: (value: number) => boolean, start: number, end: number): number | null {
  if (!flips(end)) return null;
  let [held, flipped] = [start, end];
  for (let step = 0; step < 30; step += 1) {
    const middle = (held + flipped) / 2;
    if (flips(middle)) flipped = middle;
    else held = middle;
  }
  const outward = end > start ? Math.ceil : Math.floor;
  const readable = [Math.round, outward].map((round) => round(flipped * 1e4) / 1e4);
  return readable.find(flips) ?? flipped;
}

/** Where a test stands: at its worst answer, or null. */
function valueOf(input: ScoringInput, signals: readonly TestSignal[], { worst, best }: Range): number | null {
  const values = signals
    .filter(isAnswered)
    .map((test) => (isGraded(test.name) ? gradeTest(test, input.weights, input.documentType) : finite(test.metric)))
    .filter((value) => value !== null);
  if (values.length === 0) return null;
  return worst < best ? Math.min(...values) : Math.max(...values);
}

/** The same session, had this test answered so. */
export function withAnswer(input: ScoringInput, name: TestName, value: number): ScoringInput {
  const answer: TestSignal = isGraded(name)
    ? { name, outcome: outcomeOf(value), confidence: value, reasons: [] }
    : { name, outcome: 'PASS', metric: value, reasons: [] };
  return { ...input, tests: [...input.tests.filter((test) => test.name !== name), answer] };
}

/** This test, answered as well as it can be. */
export const bestAnswer = (name: TestName): TestSignal =>
  isGraded(name)
    ? { name, outcome: 'PASS', confidence: 1, reasons: [] }
    : { name, outcome: 'PASS', metric: METRIC_RANGES[name]?.best ?? 0, reasons: [] };

const isGraded = (name: TestName): boolean => GRADED.includes(name);
