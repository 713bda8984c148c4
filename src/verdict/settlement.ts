import type { TestResult } from '../examination/test-result.service.js';
import type { Score } from '../scoring/score.js';
import type { TestName } from '../scoring/tests.js';
import type { Changed } from '../session/session.service.js';
import { nextStatus, type Session, type SessionTrigger } from '../session/session.states.js';
import { addSeconds } from '../shared/clock.js';

const MINUTE = 60;
/** Between the tries, in seconds; the last one for ever after. */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE] as const;
const WINDOW_SECONDS = 72 * 60 * MINUTE;

/** What a session is judged by. */
export interface Judged {
  readonly tests: readonly TestResult[];
  readonly score: Score;
}

/** The first time that a session is judged: a verdict, a provisional one, or none yet. */
export function settle(session: Session, judged: Judged, now: Date): Changed {
  if (judged.score.needsReview) return blocked(session, 'MANUAL_REVIEW');
  if (!isDmvDown(judged.tests)) return completed(session, judged.score, now, []);
  const unavailable = { type: 'SESSION_SOURCE_UNAVAILABLE' as const, data: { source: 'aamva' } };
  const { aamvaRetry } = session.settings;
  if (aamvaRetry === 'SKIP') return completed(session, judged.score, now, [unavailable]);
  const waiting: Session = {
    ...session,
    retries: 0,
    retryAt: addSeconds(now, PAUSES[0]),
    retryUntil: addSeconds(now, WINDOW_SECONDS),
  };
  if (aamvaRetry === 'TEMPORARILY_BLOCKED') {
    const { session: wait, events } = blocked(waiting, 'DMV_UNAVAILABLE');
    return { session: wait, events: [unavailable, ...events] };
  }
  const { score } = judged;
  return moved({ ...waiting, score, verified: score.verified, provisional: true }, 'completeProvisionally', [
    unavailable,
    { type: 'SESSION_VERDICT_PROVISIONAL', data: { verified: score.verified } },
  ]);
}

/** Each further time, once the source was asked again. */
export function settleAgain(session: Session, judged: Judged, now: Date): Changed {
  const retried = { type: 'SESSION_SOURCE_RETRIED' as const, data: { source: 'aamva', attempt: session.retries + 1 } };
  if (isDmvDown(judged.tests)) return waitOn(session, retried, now);
  const seen = { ...session, retries: session.retries + 1, retryAt: undefined };
  if (judged.score.needsReview && session.status === 'TEMPORARILY_BLOCKED') {
    const { session: review, events } = blocked(seen, 'MANUAL_REVIEW');
    return { session: review, events: [retried, ...events] };
  }
  const { verified } = judged.score;
  const isChanged = session.provisional && session.verified !== verified;
  const changed = { type: 'SESSION_VERDICT_CHANGED' as const, data: { verified } };
  return completed(seen, judged.score, now, isChanged ? [retried, changed] : [retried]);
}

/** Until the window ends: then what was blocked is not verified, and what was provisional keeps its verdict. */
function waitOn(session: Session, retried: Changed['events'][number], now: Date): Changed {
  const retries = session.retries + 1;
  const end = session.retryUntil ?? now;
  if (now < end) {
    const next = addSeconds(now, PAUSES[retries] ?? PAUSES[PAUSES.length - 1] ?? MINUTE);
    return moved({ ...session, retries, retryAt: next < end ? next : end }, 'retry', [retried]);
  }
  const verified = session.verified === true;
  const given: Session = {
    ...session,
    retries,
    retryAt: undefined,
    provisional: false,
    statusReason: 'RETRY_WINDOW_ENDED',
    verified,
    completedAt: now,
    verifiedAt: verified ? now : undefined,
  };
  return moved(given, 'complete', [retried, { type: 'SESSION_COMPLETED', data: { verified } }]);
}

function blocked(session: Session, statusReason: 'MANUAL_REVIEW' | 'DMV_UNAVAILABLE'): Changed {
  const waiting = { ...session, statusReason, verified: undefined, score: undefined };
  return moved(waiting, 'block', [{ type: 'SESSION_BLOCKED', data: { reason: statusReason } }]);
}

function completed(session: Session, score: Score, now: Date, events: Changed['events']): Changed {
  const { verified } = score;
  const complete: Session = {
    ...session,
    score,
    verified,
    statusReason: undefined,
    provisional: false,
    completedAt: now,
    verifiedAt: verified ? now : undefined,
  };
  return moved(complete, 'complete', [...events, { type: 'SESSION_COMPLETED', data: { verified } }]);
}

function moved(session: Session, trigger: SessionTrigger, events: Changed['events']): Changed {
  const status = nextStatus(session.status, trigger);
  if (!status) throw new Error(`a session that is ${session.status} cannot ${trigger}`);
  return { session: { ...session, status }, events };
}

const testOf = (tests: readonly TestResult[], name: TestName) => tests.find((test) => test.name === name);
const isDmvDown = (tests: readonly TestResult[]): boolean => testOf(tests, 'AAMVA')?.outcome === 'UNAVAILABLE';
