/**
 * From stored tests and weights to an explained verdict. Scoring a past session under other weights is the same call
 * with other weights: nothing here rests on a threshold of the past.
 */
import { nearestFlip, type NearestFlip } from './flip.js';
import { judgeSession, type ScoringInput, type Verdict } from './verdict.js';

export interface Score extends Verdict {
  /** The smallest single change of a test that would flip the verdict; null where none would. */
  readonly nearestFlip: NearestFlip | null;
}

export function scoreSession(input: ScoringInput): Score {
  const verdict = judgeSession(input);
  return { ...verdict, nearestFlip: nearestFlip(input, verdict) };
}
