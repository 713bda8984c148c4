/** What the score knows of a test. Pure data: this folder imports nothing. */
export const TEST_NAMES = [
  'DOC_FRONT_IMAGE_MANIPULATION',
  'DOC_FRONT_IS_IDENTITY_DOCUMENT',
  'DOC_FRONT_ONLINE_DUPLICATION',
  'DOC_FRONT_SUSPICIOUS_WORDS',
  'DOC_BACK_IMAGE_MANIPULATION',
  'DOC_BACK_IS_IDENTITY_DOCUMENT',
  'DOC_BACK_ONLINE_DUPLICATION',
  'DOC_BACK_SUSPICIOUS_WORDS',
  'DOCUMENT_FUZZY_MATCH',
  'DOCUMENT_EXPIRY',
  'DOCUMENT_REQUIREMENTS',
  'MRZ_CHECK_DIGITS',
  'DOCUMENT_NUMBER_CROSSCHECK',
  'NAME_CROSSCHECK',
  'ADDRESS_CROSSCHECK',
  'AAMVA',
  'OFAC',
  'LIVENESS',
  'FACE_MATCH',
  'AGE',
  'GENDER',
  'EXPRESSION',
  'DIRECTION',
] as const;
export type TestName = (typeof TEST_NAMES)[number];

export type TestOutcome = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'NOT_PERFORMED' | 'UNAVAILABLE' | 'NOT_APPLICABLE';
export type Comparator = 'AT_LEAST' | 'AT_MOST';

/** The reason of a NOT_PERFORMED test that the session's settings leave out; any other test left out counts as unanswered. */
export const SWITCHED_OFF = 'switched_off';

/**
 * One stored test result, as the score needs it. The metric is raw, so that a session can be scored anew under other
 * weights; what it measures depends on the test:
 *
 * - `DOC_FRONT_…`, `DOC_BACK_…`: nothing here; the confidence is graded, or the outcome where there is none.
 * - `DOCUMENT_FUZZY_MATCH`: mean similarity of the crosschecks, 0 to 1.
 * - `OFAC`: best similarity of an entry that is neither excepted nor contradicted by a birth date, 0 to 1; 0 for none.
 * - `AAMVA`: share of the DMV's flags that are true, 0 to 1 (`dmvShare`).
 * - `AGE`: years between the estimated and the documented age.
 * - `GENDER`: estimated probability of the *documented* gender, 0 to 1.
 * - `FACE_MATCH`: the engine's face distance. `LIVENESS`: probability of a live person.
 * - `EXPRESSION`: lowest probability among the expressions asked. `DIRECTION`: largest head-pose error in degrees.
 * - `DOCUMENT_EXPIRY`: days from today to the last day of validity. `DOCUMENT_REQUIREMENTS`: number of fields missing.
 *
 * A test that was forced to fail is stored with its failing confidence or metric.
 */
export interface TestSignal {
  readonly name: TestName;
  readonly outcome: TestOutcome;
  /** 1 is cleanly good, 0 cleanly bad. */
  readonly confidence?: number | null;
  readonly metric?: number | null;
  /** What the metric was held against when the outcome was found, and how. */
  readonly threshold?: number | null;
  readonly comparator?: Comparator | null;
  readonly reasons: readonly string[];
}

/** Whether the test is switched on and applies to this document. */
export const isExpected = (test: TestSignal): boolean => test.outcome !== 'NOT_APPLICABLE' && !isSwitchedOff(test);

export const isSwitchedOff = (test: TestSignal): boolean =>
  test.outcome === 'NOT_PERFORMED' && test.reasons.includes(SWITCHED_OFF);

export const isAnswered = (test: TestSignal): boolean =>
  test.outcome === 'PASS' || test.outcome === 'FAIL' || test.outcome === 'INCONCLUSIVE';

/** Every result of this test; one that nobody stored should have answered, so it stands as unanswered. */
export function signalsOf(tests: readonly TestSignal[], name: TestName): readonly TestSignal[] {
  const found = tests.filter((test) => test.name === name);
  return found.length > 0 ? found : [{ name, outcome: 'UNAVAILABLE', reasons: ['not_recorded'] }];
}

/** A number that can be compared, or null. */
export const finite = (value: number | null | undefined): number | null =>
  value !== undefined && value !== null && Number.isFinite(value) ? value : null;

export const meets = (metric: number, comparator: Comparator, threshold: number): boolean =>
  comparator === 'AT_LEAST' ? metric >= threshold : metric <= threshold;
