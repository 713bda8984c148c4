/** From stored tests and weights to a verdict: the formula. */
import { asksForReview, judgeGates, type Gate, type GateFacts } from './gates.js';
import { gradeTest } from './grade.js';
import { isExpected, signalsOf, type TestName, type TestSignal } from './tests.js';
import {
  fuzzyMatchOf,
  WEIGHTS_FIELDS,
  type ScoredDocumentType,
  type WeightsField,
  type WeightsName,
  type WeightsValues,
} from './weights.js';

export interface ScoringInput extends GateFacts {
  readonly documentType: ScoredDocumentType;
  /** Every test of `TEST_NAMES` that a weight or gate stands on; one that is left out counts as unanswered. */
  readonly tests: readonly TestSignal[];
  readonly weights: WeightsValues;
}

/** What one weight added to the score and what it cost. */
export interface ScoreContribution {
  readonly field: WeightsField;
  /** Of the tests that share the weight, the one that decided. */
  readonly test: TestName;
  readonly weight: number;
  /** s: null where there was no answer. */
  readonly confidence: number | null;
  readonly contribution: number;
  readonly loss: number;
}

export interface Verdict {
  readonly value: number;
  readonly threshold: number;
  readonly margin: number;
  readonly coverage: number;
  readonly minimumCoverage: number;
  readonly verified: boolean;
  /** Nothing but a possible sanctions hit stands against the subject: a person has to decide. */
  readonly needsReview: boolean;
  readonly contributions: readonly ScoreContribution[];
  readonly gates: readonly Gate[];
}

/** The verdict, without the search for what would flip it: what a simulation needs for thousands of sessions. */
export function judgeSession(input: ScoringInput): Verdict {
  const { weights } = input;
  const graded = weighTests(input);
  const expected = total(graded, () => true);
  const answered = total(graded, ({ confidence }) => confidence !== null);
  const contributions = graded.map((row) => contributionOf(row, answered));
  const value = tidy(contributions.reduce((sum, { contribution }) => sum + contribution, 0));
  const coverage = expected > 0 ? tidy(total(graded, ({ complete }) => complete) / expected) : 0;
  const gates = judgeGates(input, input.tests, weights);
  const verified =
    answered > 0 &&
    gates.every((gate) => gate.passed) &&
    value >= weights.idvSessionTolerance &&
    coverage >= weights.minimumCoverage;
  return {
    value,
    threshold: weights.idvSessionTolerance,
    margin: tidy(value - weights.idvSessionTolerance),
    coverage,
    minimumCoverage: weights.minimumCoverage,
    verified,
    needsReview: asksForReview(gates) && judgeSession(withoutHit(input)).verified,
    contributions,
    gates,
  };
}

const withoutHit = (input: ScoringInput): ScoringInput => ({
  ...input,
  sanctionsGate: 'SCORE_ONLY',
  tests: [
    ...input.tests.filter(({ name }) => name !== 'OFAC'),
    { name: 'OFAC', outcome: 'PASS', metric: 0, reasons: [] },
  ],
});

/** A weight with the tests that it covers. */
const COVERED: readonly (readonly [WeightsName, readonly TestName[]])[] = [
  ['ofacFuzzyMatchWeight', ['OFAC']],
  ['suspiciousWordsWeight', ['DOC_FRONT_SUSPICIOUS_WORDS', 'DOC_BACK_SUSPICIOUS_WORDS']],
  ['imageManipulationWeight', ['DOC_FRONT_IMAGE_MANIPULATION', 'DOC_BACK_IMAGE_MANIPULATION']],
  ['onlineDuplicationWeight', ['DOC_FRONT_ONLINE_DUPLICATION', 'DOC_BACK_ONLINE_DUPLICATION']],
  ['isIdentityDocumentWeight', ['DOC_FRONT_IS_IDENTITY_DOCUMENT', 'DOC_BACK_IS_IDENTITY_DOCUMENT']],
  ['aamvaMatchWeight', ['AAMVA']],
  ['genderWeight', ['GENDER']],
  ['ageWeight', ['AGE']],
];

interface WeighedTest {
  readonly field: WeightsField;
  readonly test: TestName;
  readonly weight: number;
  readonly confidence: number | null;
  /** Whether every test under this weight has answered: what coverage counts. */
  readonly complete: boolean;
}

/** The tests that are switched on and apply, one row a weight. */
function weighTests(input: ScoringInput): readonly WeighedTest[] {
  const fuzzy = [fuzzyMatchOf(input.documentType).weight, ['DOCUMENT_FUZZY_MATCH']] as const;
  return [fuzzy, ...COVERED].flatMap(([name, covered]) => {
    const graded = covered
      .flatMap((test) => signalsOf(input.tests, test))
      .filter(isExpected)
      .map((test) => ({ test: test.name, confidence: gradeTest(test, input.weights, input.documentType) }))
      .sort((a, b) => (a.confidence ?? Infinity) - (b.confidence ?? Infinity));
    // The lower of the sides decides. A side that did not answer hides no bad one, and keeps the weight out of coverage.
    const [lowest] = graded;
    const complete = graded.every(({ confidence }) => confidence !== null);
    const { field } = WEIGHTS_FIELDS[name];
    return lowest ? [{ field, weight: input.weights[name], complete, ...lowest }] : [];
  });
}

function contributionOf({ field, test, weight, confidence }: WeighedTest, answered: number): ScoreContribution {
  const share = confidence === null || answered === 0 ? 0 : weight / answered;
  const s = confidence ?? 0;
  return { field, test, weight, confidence, contribution: share * s, loss: share * (1 - s) };
}

const total = (rows: readonly WeighedTest[], counts: (row: WeighedTest) => boolean): number =>
  rows.reduce((sum, row) => (counts(row) ? sum + row.weight : sum), 0);

/** Twelve digits: what adding fractions leaves behind must not decide a verdict. */
const tidy = (value: number): number => Math.round(value * 1e12) / 1e12;
