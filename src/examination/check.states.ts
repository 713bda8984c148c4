import type { TestResult } from './test-result.service.js';

export const CHECK_STATUSES = [
  'UNKNOWN',
  'NOT_PERFORMED',
  'PENDING',
  'CLEAR',
  'MATCH',
  'MISMATCH',
  'UNAVAILABLE',
] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** What a screening or a source said of a person, and when. */
export interface CheckResult {
  readonly status: CheckStatus;
  readonly at: Date | undefined;
}
export const UNCHECKED: CheckResult = { status: 'UNKNOWN', at: undefined };

/** To be found on a list is bad news, to be found at the DMV is good news. */
const ANSWERS = { OFAC: { PASS: 'CLEAR', FAIL: 'MATCH' }, AAMVA: { PASS: 'MATCH', FAIL: 'MISMATCH' } } as const;

export function checkOf(name: keyof typeof ANSWERS, tests: readonly TestResult[]): CheckResult {
  const test = tests.find((other) => other.name === name);
  if (!test) return UNCHECKED;
  const { outcome, performedAt: at } = test;
  if (outcome === 'PASS' || outcome === 'FAIL') return { status: ANSWERS[name][outcome], at };
  const isSkipped = outcome === 'NOT_PERFORMED' || outcome === 'NOT_APPLICABLE';
  return { status: isSkipped ? 'NOT_PERFORMED' : 'UNAVAILABLE', at };
}
