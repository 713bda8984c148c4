import { type Finding, type LivenessEvidence, ProviderError } from '../../src/provider/contract.js';
import { reasonOf } from '../kit/http.js';
import type { Attempt, Attempts } from './answers.js';

/** Attempts come in no order that could be relied on: the newest has the highest number. */
export const latestOf = ({ results }: Attempts): Attempt | undefined =>
  results.attempts.toSorted((a, b) => b.attemptId - a.attemptId)[0];

/** Faults of Azure or of the client's SDK, not of the subject. */
const UNEXPECTED = /^Unexpected/i;

/** Azure tells no score: its decision counts. Throws unavailable where there is none because of a fault. */
export function evidenceOf(attempt: Attempt): Omit<LivenessEvidence, 'timings'> {
  const { attemptStatus, error, result } = attempt;
  if (attemptStatus === 'Canceled') throw new ProviderError('unavailable', 'liveness_cancelled');
  if (error && UNEXPECTED.test(error.code)) throw new ProviderError('unavailable', reasonOf(error.code));
  const steps: [] = [];
  if (error || attemptStatus !== 'Succeeded') return { ...doubt(reasonOf(error?.code ?? attemptStatus)), steps };
  const match = result?.verifyResult;
  const faceMatch = match ? { faceMatch: matched(match.isIdentical, match.matchConfidence) } : {};
  return { ...decided(attempt), steps, ...faceMatch };
}

function decided({ result, abuseMonitoringResult }: Attempt): Finding {
  const isAbuse = (abuseMonitoringResult ?? result?.abuseMonitoringResult)?.isAbuseDetected === true;
  if (isAbuse) return { outcome: 'FAIL', confidence: 0, reasons: ['abuse_detected'] };
  if (result?.livenessDecision === 'realface') return { outcome: 'PASS', confidence: 1, reasons: [] };
  if (result?.livenessDecision === 'spoofface') return { outcome: 'FAIL', confidence: 0, reasons: ['spoofface'] };
  return doubt(reasonOf(result?.livenessDecision ?? 'decision_missing'));
}

const doubt = (reason: string): Finding => ({ outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: [reason] });

const matched = (isIdentical: boolean, confidence: number): Finding => ({
  outcome: isIdentical ? 'PASS' : 'FAIL',
  confidence: isIdentical ? Math.max(2 / 3, confidence) : Math.min(1 / 3, confidence),
  reasons: isIdentical ? [] : ['face_mismatch'],
  evidence: { matchConfidence: confidence },
});
