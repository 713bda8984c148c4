import type { TestSettings } from '../examination/examination.states.js';
import type { LivenessMode } from '../liveness/liveness.states.js';
import type { DocumentType, LivenessStep, Provider } from '../provider/contract.js';
import type { ScoringResult } from '../scoring/result.js';
import type { Score } from '../scoring/score.js';
import { DomainError, type ErrorCode } from '../shared/errors.js';
import type { Mode } from '../shared/principal.js';

export const SCORING_STATUSES = ['OPEN', 'DELEGATED', 'PROCESSING', 'SCORED', 'CLOSED', 'EXPIRED'] as const;
export type ScoringStatus = (typeof SCORING_STATUSES)[number];

/** status → trigger → status: what is not here cannot happen. */
export const SCORING_TRANSITIONS = {
  OPEN: { process: 'PROCESSING', delegate: 'DELEGATED', close: 'CLOSED', expire: 'EXPIRED' },
  SCORED: { process: 'PROCESSING', delegate: 'DELEGATED', close: 'CLOSED', expire: 'EXPIRED' },
  PROCESSING: { score: 'SCORED', fail: 'OPEN', close: 'CLOSED', expire: 'EXPIRED' },
  DELEGATED: { delegate: 'DELEGATED', score: 'SCORED', fail: 'OPEN', close: 'CLOSED', expire: 'EXPIRED' },
  CLOSED: {},
  EXPIRED: {},
} as const satisfies Record<ScoringStatus, Readonly<Record<string, ScoringStatus>>>;

export type ScoringTrigger = { [S in ScoringStatus]: keyof (typeof SCORING_TRANSITIONS)[S] }[ScoringStatus];

/** Where a trigger leads; undefined where it may not happen. */
export function nextStatus(status: ScoringStatus, trigger: ScoringTrigger): ScoringStatus | undefined {
  const transitions: Readonly<Partial<Record<ScoringTrigger, ScoringStatus>>> = SCORING_TRANSITIONS[status];
  return transitions[trigger];
}

/** Which tests are wanted, and of what. */
export interface ScoringSettings extends TestSettings {
  /** Whether every side of the document is wanted; else what was handed in is judged. */
  readonly allSides: boolean;
  readonly livenessMode: LivenessMode;
}
/** Of a document alone; a selfie that comes along is judged as well. */
export const DOCUMENT_ONLY: ScoringSettings = {
  performImageManipulationTest: true,
  performAamvaTest: false,
  performOfacTest: false,
  performAgeTest: false,
  performGenderTest: false,
  performLivenessTest: false,
  allSides: false,
  livenessMode: 'PASSIVE',
};

/** Why nobody scored it; the attempt was not spent. */
export interface ScoringFailure {
  readonly code: ErrorCode;
  /** Machine-readable, e.g. timeout. */
  readonly reason: string;
  readonly provider: string | undefined;
}
/** One run of the analysis: what is found belongs to it and to no later one. */
export interface Processing {
  readonly id: string;
  /** What the token asked of the frames that came with it. */
  readonly steps: readonly LivenessStep[];
}
/** Sealed: what the client's own SDK was given to talk to the provider. */
export interface StoredDelegation {
  readonly provider: Provider;
  readonly source: string;
  readonly reference: string;
  readonly endpoint: string;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** With which the provider was asked: once more, it gives another credential for the same case. */
  readonly key: string;
}

/** The scoring of one identity document, as it stands. */
export interface Scoring {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly documentType: DocumentType;
  readonly country: string;
  readonly provider: Provider;
  readonly fallbacks: readonly Provider[];
  readonly settings: ScoringSettings;
  readonly status: ScoringStatus;
  readonly version: number;
  readonly attempts: number;
  readonly maxScoreRetries: number;
  /** The pinned version; undefined for the built-in weights. */
  readonly weightsId: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly processing: Processing | undefined;
  readonly result: ScoringResult | undefined;
  readonly scoredBy: Provider | undefined;
  readonly scoredAt: Date | undefined;
  readonly score: Score | undefined;
  readonly failure: ScoringFailure | undefined;
  readonly closedAt: Date | undefined;
  readonly delegation: StoredDelegation | undefined;
}

/**
 * The scoring after a trigger.
 * @throws DomainError SCORING_NOT_OPEN with the status
 */
export function moved(scoring: Scoring, trigger: ScoringTrigger, now: Date): Scoring {
  const isLate = scoring.expiresAt <= now && LATE_REFUSED.has(trigger);
  const status = isLate ? undefined : nextStatus(scoring.status, trigger);
  if (status) return { ...scoring, status };
  const hasEnded = nextStatus(scoring.status, 'expire') === undefined;
  throw new DomainError('SCORING_NOT_OPEN', { facts: { status: isLate && !hasEnded ? 'EXPIRED' : scoring.status } });
}
/** What a caller begins; what was begun in time may end after it. */
const LATE_REFUSED: ReadonlySet<ScoringTrigger> = new Set<ScoringTrigger>(['process', 'delegate', 'close']);

/** Whether nothing is wanted any more of what providers keep for it: a run that failed is repeated in the same case. */
export const endsCases = ({ status: before }: Scoring, { status: after }: Scoring): boolean =>
  before !== after && (before === 'DELEGATED' || RESTING.includes(after));
const RESTING: readonly ScoringStatus[] = ['SCORED', 'CLOSED', 'EXPIRED'];

/** @throws DomainError SCORING_NOT_OPEN, ATTEMPTS_EXHAUSTED */
export function requireScorable(scoring: Scoring, now: Date): Scoring {
  const processing = moved(scoring, 'process', now);
  if (scoring.attempts >= scoring.maxScoreRetries) throw new DomainError('ATTEMPTS_EXHAUSTED');
  return processing;
}
