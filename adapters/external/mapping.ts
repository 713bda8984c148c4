/** From the verifier's words to the contract's. */
import {
  DOCUMENT_FIELDS,
  type DocumentEvidence,
  type DocumentReading,
  type DocumentRequest,
  type Outcome,
  ProviderError,
  type Signal,
  type SignalName,
} from '../../src/provider/contract.js';
import { failureOf, reasonOf } from '../kit/http.js';
import type { VerifierCapabilities, VerifierJob, VerifierResult } from './answers.js';

export const TESTS: Readonly<Partial<Record<string, SignalName>>> = {
  image_manipulation: 'IMAGE_MANIPULATION',
  is_identity_document: 'IS_IDENTITY_DOCUMENT',
  online_duplication: 'ONLINE_DUPLICATION',
  suspicious_words: 'SUSPICIOUS_WORDS',
};

/** The tests that this verifier offers. Throws refused where it does not take the document. */
export function testsFor({ tests, documents }: VerifierCapabilities, request: DocumentRequest): string[] {
  const takes = documents.some(
    ({ type, countries, sides }) =>
      type === request.type &&
      sides.includes(request.side) &&
      (countries.includes('*') || (request.country !== undefined && countries.includes(request.country))),
  );
  if (!takes) throw new ProviderError('refused', 'document_unsupported');
  return Object.keys(TESTS).filter((test) => tests.includes(test));
}

/** A job that has come to its end; asked names the tests that must be answered. */
export function evidenceOf(job: VerifierJob, asked: readonly string[]): DocumentEvidence {
  if (job.status !== 'COMPLETED') throw failureOfJob(job);
  const results = job.results ?? [];
  const signals = Object.entries(TESTS).flatMap(([test, name]): Signal[] => {
    if (!name) return [];
    const found = results.filter((result) => result.test === test);
    if (found.length > 0) return found.map((result) => signalOf(name, result));
    return asked.includes(test) ? [{ name, outcome: 'UNAVAILABLE', reasons: ['test_missing'] }] : [];
  });
  return { signals, readings: readingsOf(job), text: [], timings: {}, reference: job.job_id, response: { ...job } };
}

export function failureOfJob({ status, error }: VerifierJob): ProviderError {
  if (status !== 'FAILED') return new ProviderError('unavailable', `job_${status.toLowerCase()}`);
  return failureOf(error?.status ?? 500, reasonOf(error?.code ?? 'job_failed'));
}

const OUTCOMES = {
  PASS: 'PASS',
  FAIL: 'FAIL',
  REVIEW: 'INCONCLUSIVE',
  NOT_PERFORMED: 'NOT_PERFORMED',
  ERROR: 'UNAVAILABLE',
} as const;

function signalOf(name: SignalName, result: VerifierResult): Signal {
  const outcome = OUTCOMES[result.outcome];
  const { score, evidence } = result;
  const held = heldAgainst(result);
  const disagrees = held !== undefined && !held.agrees && JUDGED.includes(outcome);
  const told = [...(result.reasons ?? []), ...(disagrees ? ['score_disagrees'] : [])].map(reasonOf);
  return {
    name,
    outcome,
    ...gradeOf(outcome, score),
    ...(held?.agrees ? { metric: held.score, threshold: held.threshold, comparator: 'AT_LEAST' as const } : {}),
    reasons: outcome === 'PASS' || told.length > 0 ? [...new Set(told)] : [reasonOf(result.outcome)],
    ...(evidence?.length ? { evidence: { findings: evidence } } : {}),
  };
}

/** The score where there is a threshold to hold it against, and whether that ends as the verifier says. */
function heldAgainst({ outcome, score, threshold }: VerifierResult) {
  if (typeof score !== 'number' || typeof threshold !== 'number') return undefined;
  return { score, threshold, agrees: (outcome === 'PASS') === score >= threshold };
}
const JUDGED: readonly string[] = ['PASS', 'FAIL'];

/** The outcome wins over the score: where they disagree, the score is taken to the edge of the outcome's third. */
const BANDS: Readonly<Partial<Record<Outcome, readonly [least: number, most: number, usual: number]>>> = {
  FAIL: [0, 1 / 3, 0],
  INCONCLUSIVE: [0.34, 0.66, 0.5],
  PASS: [2 / 3, 1, 1],
};
function gradeOf(outcome: Outcome, score: number | null | undefined): { confidence?: number } {
  const band = BANDS[outcome];
  if (!band) return {};
  const [least, most, usual] = band;
  return { confidence: typeof score === 'number' ? Math.min(most, Math.max(least, score)) : usual };
}

/** Field names are the gateway's own in snake_case; others are ignored. */
function readingsOf({ extracted }: VerifierJob): DocumentReading[] {
  const fields = Object.fromEntries(
    DOCUMENT_FIELDS.flatMap((name) => {
      const found = extracted?.[reasonOf(name)];
      return found?.value ? [[name, { value: found.value, confidence: found.confidence ?? 0.5 }] as const] : [];
    }),
  );
  return Object.keys(fields).length > 0 ? [{ source: 'PROVIDER', accepted: true, fields }] : [];
}
