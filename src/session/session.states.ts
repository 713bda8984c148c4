import type { CaptureOrigin } from '../document/capture.service.js';
import type { TestSettings } from '../examination/examination.states.js';
import type { LivenessMode, LivenessProvider } from '../liveness/liveness.states.js';
import type { DocumentType, Gender, Provider } from '../provider/contract.js';
import type { Score } from '../scoring/score.js';
import { DomainError } from '../shared/errors.js';
import type { JobKind } from '../shared/jobs.js';
import type { Mode } from '../shared/principal.js';

export const SESSION_STATUSES = [
  'UNKNOWN', // in the API alone, never stored
  'IN_PROGRESS',
  'COMPLETE',
  'TEMPORARILY_BLOCKED',
  'TEMPORARILY_COMPLETE',
  'EXPIRED',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const STATUS_REASONS = [
  'CANCELLED',
  'DMV_UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  'MANUAL_REVIEW',
  'ATTEMPT_COOLDOWN',
  'CONSENT_WITHDRAWN',
  'TIME_TO_LIVE',
  'RETRY_WINDOW_ENDED',
] as const;
export type SessionStatusReason = (typeof STATUS_REASONS)[number];

export type AamvaRetry = 'SKIP' | 'TEMPORARILY_BLOCKED' | 'TEMPORARILY_COMPLETE';

/** status → trigger → status: what is not here cannot happen. */
export const SESSION_TRANSITIONS = {
  IN_PROGRESS: {
    complete: 'COMPLETE',
    block: 'TEMPORARILY_BLOCKED',
    completeProvisionally: 'TEMPORARILY_COMPLETE',
    expire: 'EXPIRED',
    cancel: 'EXPIRED',
    withdraw: 'EXPIRED',
    erase: 'EXPIRED',
  },
  TEMPORARILY_BLOCKED: {
    complete: 'COMPLETE',
    decide: 'COMPLETE',
    // Another reason to wait: what the source answered asks for a person.
    block: 'TEMPORARILY_BLOCKED',
    retry: 'TEMPORARILY_BLOCKED',
    erase: 'EXPIRED',
  },
  TEMPORARILY_COMPLETE: { complete: 'COMPLETE', retry: 'TEMPORARILY_COMPLETE', erase: 'COMPLETE' },
  COMPLETE: { decide: 'COMPLETE', erase: 'COMPLETE' },
  EXPIRED: { erase: 'EXPIRED' },
} as const satisfies Record<Exclude<SessionStatus, 'UNKNOWN'>, Readonly<Record<string, SessionStatus>>>;

export type StoredStatus = keyof typeof SESSION_TRANSITIONS;
export type SessionTrigger = { [S in StoredStatus]: keyof (typeof SESSION_TRANSITIONS)[S] }[StoredStatus];

/** Where a trigger leads; undefined where it may not happen. */
export function nextStatus(status: StoredStatus, trigger: SessionTrigger): StoredStatus | undefined {
  const transitions: Readonly<Partial<Record<SessionTrigger, StoredStatus>>> = SESSION_TRANSITIONS[status];
  return transitions[trigger];
}

/** Sealed: what is known of the person, and nothing else of the session is. */
export interface Person {
  /** The caller's own id of the person. */
  readonly externalId?: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  readonly nameSuffix?: string;
  readonly birthDate?: string;
  readonly gender?: Gender;
}

/** By what a person is searched for. */
export const wordsOf = ({ externalId, firstName, middleName, lastName }: Person): (string | undefined)[] => [
  externalId,
  firstName,
  middleName,
  lastName,
];

export interface SessionSettings extends TestSettings {
  readonly collectIpData: boolean;
  readonly collectLocationData: boolean;
  readonly aamvaRetry: AamvaRetry;
}
export const DEFAULT_SETTINGS: SessionSettings = {
  performImageManipulationTest: true,
  performAamvaTest: false,
  performOfacTest: true,
  collectIpData: true,
  collectLocationData: true,
  aamvaRetry: 'SKIP',
  performAgeTest: true,
  performGenderTest: true,
  performLivenessTest: true,
};

/** Verifications judge documents and a face, authentications a face against one that is known. */
export const SESSION_KINDS = ['VERIFICATION', 'AUTHENTICATION'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** A session as it stands. */
export interface Session {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: SessionKind;
  readonly clientId: string;
  readonly userId: string | undefined;
  readonly mode: Mode;
  readonly provider: Provider;
  readonly status: StoredStatus;
  readonly statusReason: SessionStatusReason | undefined;
  /** Counts the changes: the guard of every update. */
  readonly version: number;
  readonly settings: SessionSettings;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sdkMetadata: Readonly<Record<string, unknown>>;
  readonly webhookUrl: string | undefined;
  readonly livenessMode: LivenessMode;
  readonly livenessProvider: LivenessProvider;
  readonly documentType: DocumentType;
  /** The pinned version; undefined for the built-in weights. */
  readonly weightsId: string | undefined;
  /** Whom it is about: known from the start for an authentication, from its verdict on for a verification. */
  readonly identityId: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Undefined until the subject was asked. */
  readonly consented: boolean | undefined;
  readonly consentedAt: Date | undefined;
  readonly documentFrontGivenAt: Date | undefined;
  readonly documentBackGivenAt: Date | undefined;
  readonly selfieGivenAt: Date | undefined;
  readonly livenessDetectedAt: Date | undefined;
  readonly finalizeRequestedAt: Date | undefined;
  /** Of the overrides that finalize was called with. */
  readonly finalizeInput: readonly string[] | undefined;
  /** SANDBOX: the structured test case that answers for the DMV. */
  readonly dmvScenario: string | undefined;
  readonly completedAt: Date | undefined;
  /** The verdict: of an authentication, whether the face is the one enrolled. */
  readonly verified: boolean | undefined;
  readonly verifiedAt: Date | undefined;
  readonly provisional: boolean;
  readonly score: Score | undefined;
  /** When a source that was unavailable is asked again, how often it was, and until when it will be. */
  readonly retryAt: Date | undefined;
  readonly retries: number;
  readonly retryUntil: Date | undefined;
  readonly erasedAt: Date | undefined;
  /** Empty once erased. */
  readonly person: Person;
}

/** @throws DomainError NOT_FOUND: a session of the other kind is none here */
export function requireKind(session: Session, kind: SessionKind): void {
  if (session.kind !== kind) throw new DomainError('NOT_FOUND', { message: `There is no such ${kind.toLowerCase()}.` });
}

/** Whether the subject may still add to it: in progress, in time, and not handed in yet. */
export const isOpen = (session: Session, now: Date): boolean =>
  session.status === 'IN_PROGRESS' && session.expiresAt > now && session.finalizeRequestedAt === undefined;

/**
 * For what may still happen while the verdict is being made: a withdrawal, a cancellation.
 * @throws DomainError SESSION_NOT_OPEN with the status
 */
export function requireInProgress(session: Session, now: Date): void {
  if (session.status === 'IN_PROGRESS' && session.expiresAt > now) return;
  const status = session.status === 'IN_PROGRESS' ? 'EXPIRED' : session.status;
  throw new DomainError('SESSION_NOT_OPEN', { facts: { status } });
}

/** @throws DomainError SESSION_NOT_OPEN with the status */
export function requireOpen(session: Session, now: Date): void {
  requireInProgress(session, now);
  if (!isOpen(session, now))
    throw new DomainError('SESSION_NOT_OPEN', { facts: { status: session.status, finalizeRequested: true } });
}

/**
 * An authentication asks for none: it compares with a face that was enrolled with consent.
 * @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED
 */
export function requireConsent(session: Session, now: Date): void {
  requireOpen(session, now);
  if (session.kind === 'VERIFICATION' && session.consented !== true) throw new DomainError('CONSENT_REQUIRED');
}

/** @throws DomainError SESSION_NOT_OPEN where the table of states does not allow it */
export function endedBy(
  session: Session,
  trigger: 'withdraw' | 'cancel' | 'expire',
  statusReason: SessionStatusReason,
): Session {
  const status = nextStatus(session.status, trigger);
  if (!status) throw new DomainError('SESSION_NOT_OPEN', { facts: { status: session.status } });
  return { ...session, status, statusReason };
}

/** Of where an image came from, what the session's settings let be kept. */
export const keptOrigin = ({ settings }: Session, { coordinates, ipAddress }: CaptureOrigin): CaptureOrigin => ({
  coordinates: settings.collectLocationData ? coordinates : undefined,
  ipAddress: settings.collectIpData ? ipAddress : undefined,
});

/** The work on sessions that happens by itself. */
interface SessionJob {
  readonly organizationId: string;
  readonly sessionId: string;
}
/** Ends a session whose time is over. */
export const EXPIRY: JobKind<SessionJob> = { queue: 'session-expiry', retryLimit: 10, expireInSeconds: 60 };
/** Judges a session that was handed in, once everything in it is analysed. */
export const VERDICT: JobKind<SessionJob> = { queue: 'session-verdict', retryLimit: 20, expireInSeconds: 120 };
/** Asks a source again that was unavailable. */
export const RETRY: JobKind<SessionJob> = { queue: 'session-retry', retryLimit: 10, expireInSeconds: 120 };
