import { isAnswered, isExpected, type TestSignal } from './tests.js';
import { judgeSession, type ScoringInput } from './verdict.js';
import { bestAnswer } from './flip.js';

export const SCORING_RESULTS = ['PASS', 'FAIL', 'INCONCLUSIVE'] as const;
export type ScoringResult = (typeof SCORING_RESULTS)[number];

/** What a verdict amounts to: where the answers that are missing, or a person, could still make it good, nothing is proven. */
export function resultOf(input: ScoringInput): ScoringResult {
  if (judgeSession(input).verified) return 'PASS';
  const best = { ...input, missingEvidence: [], tests: input.tests.map(atBest) };
  const { verified, needsReview } = judgeSession(best);
  return verified || needsReview ? 'INCONCLUSIVE' : 'FAIL';
}

const isOpen = (test: TestSignal): boolean =>
  isExpected(test) && (!isAnswered(test) || test.outcome === 'INCONCLUSIVE');
const atBest = (test: TestSignal): TestSignal => (isOpen(test) ? bestAnswer(test.name) : test);
