import { crosscheckMean } from '../document/crosscheck.js';
import type { TestName } from '../scoring/tests.js';
import { fuzzyMatchOf, type WeightsValues } from '../scoring/weights.js';
import type { Session } from '../session/session.states.js';
import { OVERRIDE_NAMES, OVERRIDES } from '../verification/verification.states.js';
import type { TestResult } from '../examination/test-result.service.js';

const CROSSCHECKS: readonly TestName[] = ['DOCUMENT_NUMBER_CROSSCHECK', 'NAME_CROSSCHECK', 'ADDRESS_CROSSCHECK'];

/** Forces the tests that finalize named to their failing values; a result can only get worse by it. */
export function applyOverrides(
  tests: readonly TestResult[],
  session: Session,
  weights: WeightsValues,
): { tests: TestResult[]; forced: TestName[] } {
  const flags = OVERRIDE_NAMES.filter((name) => session.finalizeInput?.includes(name));
  const forced: TestName[] = flags.map((name) => OVERRIDES[name]);
  if (forced.length === 0) return { tests: [...tests], forced };
  const failed = tests.map((test) => (forced.includes(test.name) ? failing(test) : test));
  const touchesCrosschecks = forced.some((name) => CROSSCHECKS.includes(name));
  return {
    tests: touchesCrosschecks ? failed.map((test) => worseMatch(test, failed, session, weights)) : failed,
    forced,
  };
}

const failing = (test: TestResult): TestResult => ({
  ...test,
  outcome: 'FAIL',
  confidence: 0,
  ...(CROSSCHECKS.includes(test.name) ? { metric: 0 } : {}),
  reasons: [...test.reasons, 'test_override'],
});

/** The mean of the crosschecks is made anew from what they were forced to. */
function worseMatch(
  test: TestResult,
  tests: readonly TestResult[],
  session: Session,
  weights: WeightsValues,
): TestResult {
  if (test.name !== 'DOCUMENT_FUZZY_MATCH') return test;
  const metricOf = (name: TestName) => tests.find((other) => other.name === name)?.metric ?? null;
  const mean = crosscheckMean({
    documentNumber: metricOf('DOCUMENT_NUMBER_CROSSCHECK'),
    name: metricOf('NAME_CROSSCHECK'),
    address: metricOf('ADDRESS_CROSSCHECK'),
  });
  const metric = Math.min(mean ?? 0, test.metric ?? 1);
  const outcome = metric >= weights[fuzzyMatchOf(session.documentType).tolerance] ? test.outcome : 'FAIL';
  return { ...test, metric, confidence: metric, outcome, reasons: [...test.reasons, 'test_override'] };
}
