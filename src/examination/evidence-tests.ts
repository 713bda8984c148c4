import type { StoredEvidence } from '../document/capture.service.js';
import type {
  DocumentEvidence,
  DocumentSide,
  Finding,
  LivenessEvidence,
  Outcome,
  Provider,
} from '../provider/contract.js';
import { meets, SWITCHED_OFF, type Comparator, type TestName } from '../scoring/tests.js';
import type { WeightsValues } from '../scoring/weights.js';
import { hasBack } from '../document/document.states.js';
import type { Examined } from './examination.states.js';
import type { TestResult } from './test-result.repository.js';

const SIDE_SIGNALS = ['IMAGE_MANIPULATION', 'IS_IDENTITY_DOCUMENT', 'ONLINE_DUPLICATION', 'SUSPICIOUS_WORDS'] as const;

/** A result without an answer: switched off, not applicable, or nobody there. */
export const unanswered = (name: TestName, outcome: Outcome, reason: string, source = 'internal'): TestResult => ({
  name,
  outcome,
  source,
  reasons: [reason],
});

/** A finding of a provider as a stored result. */
export const resultOf = (
  name: TestName,
  finding: Finding,
  { source, provider }: { source: string; provider: Provider | undefined },
  performedAt: Date,
): TestResult => ({
  name,
  outcome: finding.outcome,
  confidence: finding.confidence,
  metric: finding.metric,
  threshold: finding.threshold,
  comparator: finding.comparator,
  reasons: finding.reasons,
  evidence: finding.evidence,
  source,
  provider,
  performedAt,
});

/** The tests of one side, as its analysis answers them. */
export function sideTests(
  subject: Examined,
  side: DocumentSide,
  found: StoredEvidence<DocumentEvidence>,
  now: Date,
): TestResult[] {
  const { signals } = found.evidence;
  const sideResults = SIDE_SIGNALS.map((signal): TestResult => {
    const name = `DOC_${side}_${signal}` as const;
    if (signal === 'IMAGE_MANIPULATION' && !subject.settings.performImageManipulationTest)
      return unanswered(name, 'NOT_PERFORMED', SWITCHED_OFF);
    const answers = signals.filter((answer) => answer.name === signal);
    const worst = answers.sort((a, b) => confidenceOf(a) - confidenceOf(b))[0];
    return worst
      ? resultOf(name, worst, found, now)
      : unanswered(name, 'NOT_APPLICABLE', 'no_capability', found.source);
  });
  const digits = signals.find(({ name, outcome }) => name === 'MRZ_CHECK_DIGITS' && outcome !== 'NOT_APPLICABLE');
  return digits ? [...sideResults, resultOf('MRZ_CHECK_DIGITS', digits, found, now)] : sideResults;
}
const USUAL = { FAIL: 0, INCONCLUSIVE: 0.5, PASS: 1, UNAVAILABLE: 2, NOT_PERFORMED: 2, NOT_APPLICABLE: 3 } as const;
const confidenceOf = ({ confidence, outcome }: Finding): number => confidence ?? USUAL[outcome];

/** The tests of a side that gave no answer. */
export function unansweredSide(subject: Examined, side: DocumentSide, reason: string): TestResult[] {
  const applies = side === 'FRONT' || hasBack(subject.documentType);
  return SIDE_SIGNALS.map((signal) => {
    const name = `DOC_${side}_${signal}` as const;
    if (!applies) return unanswered(name, 'NOT_APPLICABLE', 'no_such_side');
    if (signal === 'IMAGE_MANIPULATION' && !subject.settings.performImageManipulationTest)
      return unanswered(name, 'NOT_PERFORMED', SWITCHED_OFF);
    return unanswered(name, 'UNAVAILABLE', reason);
  });
}

/**
 * Holds a metric against the subject's own tolerance. What the engine could not judge stays as it said, and so does a
 * failure for another reason than its own threshold.
 */
export function judged(finding: Finding, comparator: Comparator, threshold: number): Finding {
  const { metric, outcome } = finding;
  const isJudged = outcome === 'PASS' || (outcome === 'FAIL' && failedByItsThreshold(finding));
  if (!isMeasured(metric) || !isJudged) return { ...finding, comparator, threshold };
  return { ...finding, outcome: meets(metric, comparator, threshold) ? 'PASS' : 'FAIL', comparator, threshold };
}

/** What is no number when it is measured is stored as null, which every limit would let pass. */
const isMeasured = (metric: number | undefined): metric is number => Number.isFinite(metric);

const failedByItsThreshold = ({ metric, comparator, threshold }: Finding): boolean =>
  isMeasured(metric) && comparator !== undefined && threshold !== undefined && !meets(metric, comparator, threshold);

/** By the subject's own tolerance; who has no scale that we know has decided, and a number of theirs would say nothing. */
function judgedBy(found: StoredEvidence<Finding>, comparator: Comparator, threshold: number): Finding {
  if (found.isCalibrated !== false) return judged(found.evidence, comparator, threshold);
  const { outcome, confidence, reasons, evidence } = found.evidence;
  return {
    outcome,
    ...(confidence === undefined ? {} : { confidence }),
    reasons,
    ...(evidence ? { evidence } : {}),
  };
}

/** @param tolerance the largest distance at which two faces are of one person */
export const faceTest = (found: StoredEvidence<Finding>, tolerance: number, now: Date): TestResult => {
  const finding = judgedBy(found, 'AT_MOST', tolerance);
  return resultOf('FACE_MATCH', finding, found, now);
};

/** Liveness, and for active steps the worst expression and the worst direction. */
export function livenessTests(
  subject: Pick<Examined, 'settings'>,
  found: StoredEvidence<LivenessEvidence> | undefined,
  weights: WeightsValues,
  now: Date,
): TestResult[] {
  if (!subject.settings.performLivenessTest)
    return LIVENESS_TESTS.map((name) => unanswered(name, 'NOT_PERFORMED', SWITCHED_OFF));
  if (!found) return LIVENESS_TESTS.map((name) => unanswered(name, 'UNAVAILABLE', 'no_selfie'));
  const liveness = judgedBy(found, 'AT_LEAST', weights.minimumLivenessTolerance);
  return [
    resultOf('LIVENESS', liveness, found, now),
    stepTest('EXPRESSION', 'probability', found, weights.expressionTolerance, now),
    stepTest('DIRECTION', 'degrees', found, weights.directionTolerance, now),
  ];
}
const LIVENESS_TESTS = ['LIVENESS', 'EXPRESSION', 'DIRECTION'] as const;

function stepTest(
  name: 'EXPRESSION' | 'DIRECTION',
  unit: 'probability' | 'degrees',
  found: StoredEvidence<LivenessEvidence>,
  threshold: number,
  now: Date,
): TestResult {
  const steps = found.evidence.steps.filter((step) => step.unit === unit);
  if (steps.length === 0) return unanswered(name, 'NOT_APPLICABLE', 'no_active_steps', found.source);
  const comparator = unit === 'probability' ? 'AT_LEAST' : 'AT_MOST';
  const unmeasured = steps.filter(({ metric }) => !isMeasured(metric));
  if (unmeasured.length > 0) {
    const reasons = [...new Set(unmeasured.flatMap((step) => step.reasons))];
    return resultOf(name, { outcome: 'FAIL', confidence: 0, threshold, comparator, reasons }, found, now);
  }
  const metrics = steps.map(({ metric }) => metric).filter(isMeasured);
  const worst = unit === 'probability' ? Math.min(...metrics) : Math.max(...metrics);
  const reasons = [...new Set(steps.flatMap((step) => step.reasons))];
  return resultOf(name, judged({ outcome: 'PASS', metric: worst, reasons }, comparator, threshold), found, now);
}
