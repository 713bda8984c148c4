/** Whether a face is the one that is known: no document, hence no weights, only conditions that must all hold. */
import { nearestFlip } from './flip.js';
import { authenticationGates } from './gates.js';
import type { Score } from './score.js';
import { finite, isAnswered, isExpected, meets, signalsOf, type TestSignal } from './tests.js';
import type { ScoreContribution, ScoringInput, Verdict } from './verdict.js';
import type { WeightsValues } from './weights.js';

export interface AuthenticationInput {
  readonly tests: readonly TestSignal[];
  readonly weights: WeightsValues;
  readonly livenessMode: ScoringInput['livenessMode'];
}

const PERSON_TESTS = [
  { test: 'AGE', field: 'AGE_WEIGHT', comparator: 'AT_MOST', tolerance: 'ageTolerance' },
  { test: 'GENDER', field: 'GENDER_WEIGHT', comparator: 'AT_LEAST', tolerance: 'genderProbabilityTolerance' },
] as const;

/** The value is the share of the switched-on tests of the person that hold, and all of them have to. */
export function scoreAuthentication({ tests, weights, livenessMode }: AuthenticationInput): Score {
  const input: ScoringInput = { ...NO_DOCUMENT, tests, weights, livenessMode };
  const verdict = judgeAuthentication(input);
  return { ...verdict, nearestFlip: nearestFlip(input, verdict, judgeAuthentication) };
}

function judgeAuthentication({ tests, weights, livenessMode }: ScoringInput): Verdict {
  const gates = authenticationGates({ livenessMode }, tests, weights);
  const contributions = personContributions(tests, weights);
  const answered = contributions.filter(({ confidence }) => confidence !== null);
  const value = shareOf(contributions.filter(({ confidence }) => confidence === 1).length, contributions.length);
  return {
    value,
    threshold: 1,
    margin: value - 1,
    coverage: shareOf(answered.length, contributions.length),
    minimumCoverage: 1,
    verified: value === 1 && gates.every(({ passed }) => passed),
    needsReview: false,
    contributions,
    gates,
  };
}

function personContributions(tests: readonly TestSignal[], weights: WeightsValues): ScoreContribution[] {
  const asked = PERSON_TESTS.flatMap((rule) => {
    const signals = signalsOf(tests, rule.test).filter(isExpected);
    return signals.map((signal) => ({ ...rule, confidence: confidenceOf(signal, rule, weights) }));
  });
  const weight = shareOf(1, asked.length);
  return asked.map(({ test, field, confidence }) => {
    const contribution = weight * (confidence ?? 0);
    return { field, test, weight, confidence, contribution, loss: weight - contribution };
  });
}

/** 1 where it holds, 0 where it does not, null where nobody can tell. */
function confidenceOf(
  signal: TestSignal,
  { comparator, tolerance }: (typeof PERSON_TESTS)[number],
  weights: WeightsValues,
): number | null {
  const metric = finite(signal.metric);
  if (!isAnswered(signal) || signal.outcome === 'INCONCLUSIVE' || metric === null) return null;
  return meets(metric, comparator, weights[tolerance]) ? 1 : 0;
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** What the formula of a verification looks at beside, and that of an authentication does not. */
const NO_DOCUMENT = {
  documentType: 'UNKNOWN',
  consented: true,
  missingEvidence: [],
  sanctionsGate: 'SCORE_ONLY',
  corroborated: null,
} as const;
