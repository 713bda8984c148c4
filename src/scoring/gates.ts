/** The conditions that no score can outweigh. A gate that is switched on and has no answer fails. */
import { outcomeOf } from './grade.js';
import {
  finite,
  isAnswered,
  isExpected,
  isSwitchedOff,
  meets,
  signalsOf,
  type Comparator,
  type TestName,
  type TestSignal,
} from './tests.js';
import type { WeightsValues } from './weights.js';

export type GateName =
  | 'CONSENT'
  | 'EVIDENCE'
  | 'REQUIREMENTS'
  | 'DOCUMENT_EXPIRY'
  | 'FACE_MATCH'
  | 'LIVENESS'
  | 'ACTIVE_STEPS'
  | 'SANCTIONS';

/** What a hit on a sanctions list does, once a birth date or an id corroborates it. */
export type SanctionsGate = 'BLOCK' | 'REVIEW' | 'SCORE_ONLY';

export interface Gate {
  readonly name: GateName;
  readonly test: TestName | null;
  readonly passed: boolean;
  readonly metric: number | null;
  readonly comparator: Comparator | null;
  readonly threshold: number | null;
  /** By how much it passed, or failed (negative); null where there is no metric. */
  readonly margin: number | null;
  readonly reasons: readonly string[];
}

/** What the gates look at beside the tests. */
export interface GateFacts {
  readonly consented: boolean;
  /** What finalize would still ask for: document_front, document_back, selfie, document_type … */
  readonly missingEvidence: readonly string[];
  readonly livenessMode: 'PASSIVE' | 'PASSIVE_ACTIVE';
  readonly sanctionsGate: SanctionsGate;
  /** Best similarity among the entries that a birth date or an id corroborates, below the tolerance too; null for none. */
  readonly corroborated: number | null;
}

/** Every gate that is switched on, in the order in which a session meets them. */
export function judgeGates(facts: GateFacts, tests: readonly TestSignal[], weights: WeightsValues): readonly Gate[] {
  return [
    measured('CONSENT', null, facts.consented ? 1 : 0, 'AT_LEAST', 1, ['consent_missing']),
    measured('EVIDENCE', null, facts.missingEvidence.length, 'AT_MOST', 0, facts.missingEvidence),
    ...testGate('REQUIREMENTS', 'DOCUMENT_REQUIREMENTS', tests, 'AT_MOST', 0),
    ...testGate('DOCUMENT_EXPIRY', 'DOCUMENT_EXPIRY', tests, 'AT_LEAST', 0),
    ...testGate('FACE_MATCH', 'FACE_MATCH', tests, 'AT_MOST', weights.onboardingFaceEncodingTolerance),
    ...testGate('LIVENESS', 'LIVENESS', tests, 'AT_LEAST', weights.minimumLivenessTolerance),
    ...activeStepsGate(facts, tests, weights),
    ...sanctionsGate(facts, tests, weights),
  ];
}

/** The same for a face that is held against one that is known. */
export function authenticationGates(
  facts: Pick<GateFacts, 'livenessMode'>,
  tests: readonly TestSignal[],
  weights: WeightsValues,
): readonly Gate[] {
  return [
    ...testGate('FACE_MATCH', 'FACE_MATCH', tests, 'AT_MOST', weights.verifiedAccountFaceEncodingTolerance),
    ...testGate('LIVENESS', 'LIVENESS', tests, 'AT_LEAST', weights.minimumLivenessTolerance),
    ...activeStepsGate(facts, tests, weights),
  ];
}

function measured(
  name: GateName,
  test: TestName | null,
  metric: number,
  comparator: Comparator,
  threshold: number,
  reasons: readonly string[],
): Gate {
  const passed = meets(metric, comparator, threshold);
  const margin = comparator === 'AT_LEAST' ? metric - threshold : threshold - metric;
  return { name, test, passed, metric, comparator, threshold, margin, reasons: passed ? [] : reasons };
}

/** The gate of one test: empty where it is switched off, the worst where it was answered more than once. */
function testGate(
  name: GateName,
  test: TestName,
  tests: readonly TestSignal[],
  comparator: Comparator,
  threshold: number,
): readonly Gate[] {
  return worst(switchedOn(tests, test).map((signal) => signalGate(name, signal, comparator, threshold)));
}

const switchedOn = (tests: readonly TestSignal[], name: TestName): readonly TestSignal[] =>
  signalsOf(tests, name).filter((signal) => !isSwitchedOff(signal));

function signalGate(name: GateName, signal: TestSignal, comparator: Comparator, threshold: number): Gate {
  const metric = finite(signal.metric);
  const { reasons } = signal;
  if (metric !== null && isAnswered(signal)) {
    const gate = measured(name, signal.name, metric, comparator, threshold, failureReasons(signal));
    return failedBesidesItsMetric(signal, metric) ? { ...gate, passed: false, reasons: failureReasons(signal) } : gate;
  }
  const passed = DECIDED.includes(name) && isDecided(signal);
  const why = passed ? [] : [...reasons, isAnswered(signal) ? 'not_measured' : 'not_answered'];
  return { ...unanswered(name, signal.name, comparator, threshold), passed, reasons: why };
}

/** What some providers decide without telling a number. */
const DECIDED: readonly GateName[] = ['FACE_MATCH', 'LIVENESS'];

/** Passed by somebody's own decision: nothing was measured. A measurement that was lost is none, and passes nobody. */
const isDecided = ({ outcome, confidence, ...measured }: TestSignal): boolean =>
  outcome === 'PASS' &&
  outcomeOf(finite(confidence) ?? 0) === 'PASS' &&
  [measured.metric, measured.threshold, measured.comparator].every((value) => value === null || value === undefined);

const unanswered = (name: GateName, test: TestName, comparator: Comparator, threshold: number): Gate => ({
  name,
  test,
  passed: false,
  metric: null,
  comparator,
  threshold,
  margin: null,
  reasons: ['not_answered'],
});

/** A test that did not pass although its metric met its own threshold failed for another reason, and fails under any weights. */
function failedBesidesItsMetric({ outcome, comparator, threshold }: TestSignal, metric: number): boolean {
  if (outcome === 'PASS') return false;
  const held = finite(threshold);
  return outcome === 'INCONCLUSIVE' || !comparator || held === null || meets(metric, comparator, held);
}

const failureReasons = ({ reasons, name }: TestSignal): readonly string[] =>
  reasons.length > 0 ? reasons : [`${name.toLowerCase()}_out_of_tolerance`];

/** One that failed before one that passed, then the smallest margin: empty or one gate. */
const worst = (gates: readonly Gate[]): readonly Gate[] =>
  [...gates].sort((a, b) => Number(a.passed) - Number(b.passed) || (a.margin ?? -1e9) - (b.margin ?? -1e9)).slice(0, 1);

/** Passive liveness that is good enough skips the steps; else every kind of step that was asked must pass. */
function activeStepsGate(
  facts: Pick<GateFacts, 'livenessMode'>,
  tests: readonly TestSignal[],
  weights: WeightsValues,
): readonly Gate[] {
  if (facts.livenessMode === 'PASSIVE' || signalsOf(tests, 'LIVENESS').every(isSwitchedOff)) return [];
  const skip = testGate('ACTIVE_STEPS', 'LIVENESS', tests, 'AT_LEAST', weights.passiveActiveSkipTolerance);
  if (skip.every((gate) => gate.passed)) return skip;
  const rules = [
    { test: 'DIRECTION', comparator: 'AT_MOST', threshold: weights.directionTolerance },
    { test: 'EXPRESSION', comparator: 'AT_LEAST', threshold: weights.expressionTolerance },
  ] as const;
  const asked = rules.filter(({ test }) => signalsOf(tests, test).some(isExpected));
  const steps = asked.flatMap(({ test, comparator, threshold }) =>
    testGate('ACTIVE_STEPS', test, tests, comparator, threshold),
  );
  if (steps.length > 0) return worst(steps);
  const none = unanswered('ACTIVE_STEPS', 'DIRECTION', 'AT_MOST', rules[0].threshold);
  // Who decides by itself has asked for steps of its own.
  return signalsOf(tests, 'LIVENESS').every(isDecided)
    ? [{ ...none, test: 'LIVENESS', passed: true, reasons: [] }]
    : [none];
}

/** A corroborated hit blocks or asks for a person; a hit on the name alone asks for a person at most. */
function sanctionsGate(facts: GateFacts, tests: readonly TestSignal[], weights: WeightsValues): readonly Gate[] {
  const tolerance = weights.ofacFuzzyMatchTolerance;
  if (facts.sanctionsGate === 'SCORE_ONLY') return [];
  const gates = switchedOn(tests, 'OFAC').map((signal): Gate => {
    const gate = signalGate('SANCTIONS', signal, 'AT_MOST', tolerance);
    if (gate.metric === null) return gate;
    const passed = gate.metric < tolerance;
    const corroborated = Math.min(finite(facts.corroborated) ?? 0, gate.metric) >= tolerance;
    const reason = corroborated && facts.sanctionsGate === 'BLOCK' ? SANCTIONS_HIT : SANCTIONS_REVIEW;
    return { ...gate, passed, reasons: passed ? [] : [reason] };
  });
  return worst(gates);
}

const SANCTIONS_HIT = 'sanctions_hit';
const SANCTIONS_REVIEW = 'sanctions_review';

/** Whether a possible hit waits for a person. */
export const asksForReview = (gates: readonly Gate[]): boolean =>
  gates.some((gate) => gate.reasons.includes(SANCTIONS_REVIEW));
