/** From a stored test to its s, under given weights: 1 is good, 0 is bad, null is no answer. */
import { finite, isAnswered, type TestName, type TestOutcome, type TestSignal } from './tests.js';
import { fuzzyMatchOf, type ScoredDocumentType, type WeightsValues } from './weights.js';

type Grader = (metric: number, weights: WeightsValues, type: ScoredDocumentType) => number | null;

/** The tests whose s follows from their metric and a tolerance. */
const GRADERS: Partial<Record<TestName, Grader>> = {
  DOCUMENT_FUZZY_MATCH: (similarity, weights, type) =>
    similarityGrade(similarity, weights[fuzzyMatchOf(type).tolerance]),
  AAMVA: (share, weights) => similarityGrade(share, weights.aamvaMatchTolerance),
  OFAC: (similarity, weights) => (similarity >= weights.ofacFuzzyMatchTolerance ? 0 : 1),
  AGE: (years, weights) => ageGrade(years, weights.ageTolerance),
  GENDER: (probability, weights) => genderGrade(probability, weights.genderProbabilityTolerance),
};

export function gradeTest(test: TestSignal, weights: WeightsValues, type: ScoredDocumentType): number | null {
  const grader = GRADERS[test.name];
  if (!isAnswered(test)) return null;
  if (!grader) return signalGrade(test);
  const metric = finite(test.metric);
  if (metric !== null) return grader(metric, weights, type);
  // An answer without its measurement can only count against the subject.
  return test.outcome === 'FAIL' ? 0 : null;
}

const OUTCOME_GRADES = {
  PASS: { usual: 1, atMost: 1 },
  INCONCLUSIVE: { usual: 0.5, atMost: 2 / 3 },
  FAIL: { usual: 0, atMost: 1 / 3 },
} as const;

/** A graded check's own confidence, never better than its outcome allows. */
function signalGrade(test: TestSignal): number | null {
  const grades = OUTCOME_GRADES[test.outcome as keyof typeof OUTCOME_GRADES];
  return Math.min(unit(finite(test.confidence) ?? grades.usual), grades.atMost);
}

/** What a graded confidence means. */
export function outcomeOf(confidence: number): TestOutcome {
  if (confidence >= 2 / 3) return 'PASS';
  return confidence <= 1 / 3 ? 'FAIL' : 'INCONCLUSIVE';
}

const similarityGrade = (similarity: number, tolerance: number): number =>
  similarity >= tolerance ? unit(similarity) : 0;

/** 1 within the tolerance, falling to 0 at twice it. */
function ageGrade(years: number, tolerance: number): number {
  if (Math.abs(years) <= tolerance) return 1;
  return tolerance === 0 ? 0 : unit(2 - Math.abs(years) / tolerance);
}

/** Null where the estimator is not sure enough either way. */
function genderGrade(probability: number, tolerance: number): number | null {
  const certainty = Math.max(probability, 1 - probability);
  if (certainty < tolerance) return null;
  return probability >= 0.5 ? 1 : 0;
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));
