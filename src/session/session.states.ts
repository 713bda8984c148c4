import type { DocumentType, Gender, Provider } from '../provider/contract.js';
import type { Score } from '../scoring/score.js';
import type { TestName } from '../scoring/tests.js';
import { DomainError } from '../shared/errors.js';
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

export type LivenessMode = 'PASSIVE' | 'PASSIVE_ACTIVE';
export type LivenessProvider = 'INTERNAL' | 'AZURE';
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
  },
  TEMPORARILY_BLOCKED: { complete: 'COMPLETE' },
  TEMPORARILY_COMPLETE: { complete: 'COMPLETE' },
  COMPLETE: {},
  EXPIRED: {},
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

export interface VerificationSettings {
  readonly performImageManipulationTest: boolean;
  readonly performAamvaTest: boolean;
  readonly performOfacTest: boolean;
  readonly collectIpData: boolean;
  readonly collectLocationData: boolean;
  readonly aamvaRetry: AamvaRetry;
  readonly performAgeTest: boolean;
  readonly performGenderTest: boolean;
  readonly performLivenessTest: boolean;
}
export const DEFAULT_SETTINGS: VerificationSettings = {
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

/** A verification session as it stands. */
export interface Session {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: 'VERIFICATION';
  readonly clientId: string;
  readonly userId: string | undefined;
  readonly mode: Mode;
  readonly provider: Provider;
  readonly status: StoredStatus;
  readonly statusReason: SessionStatusReason | undefined;
  /** Counts the changes: the guard of every update. */
  readonly version: number;
  readonly settings: VerificationSettings;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sdkMetadata: Readonly<Record<string, unknown>>;
  readonly webhookUrl: string | undefined;
  readonly livenessMode: LivenessMode;
  readonly livenessProvider: LivenessProvider;
  readonly documentType: DocumentType;
  /** The pinned version; undefined for the built-in weights. */
  readonly weightsId: string | undefined;
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
  readonly completedAt: Date | undefined;
  readonly verified: boolean | undefined;
  readonly verifiedAt: Date | undefined;
  readonly provisional: boolean;
  readonly score: Score | undefined;
  readonly retryAt: Date | undefined;
  readonly erasedAt: Date | undefined;
  /** Empty once erased. */
  readonly person: Person;
}

const NO_BACK: ReadonlySet<DocumentType> = new Set(['PASSPORT']);
export const hasBack = (type: DocumentType): boolean => !NO_BACK.has(type);

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

/** @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED */
export function requireConsent(session: Session, now: Date): void {
  requireOpen(session, now);
  if (session.consented !== true) throw new DomainError('CONSENT_REQUIRED');
}

/** What finalize still asks for. */
export function missingEvidence(session: Session): string[] {
  return [
    ...(session.consented === true ? [] : ['consent']),
    ...(session.documentType === 'UNKNOWN' ? ['document_type'] : []),
    ...(session.documentFrontGivenAt ? [] : ['document_front']),
    ...(session.documentBackGivenAt || !hasBack(session.documentType) ? [] : ['document_back']),
    ...(session.livenessDetectedAt || session.selfieGivenAt || !session.settings.performLivenessTest
      ? []
      : ['liveness']),
  ];
}

/** What each flag of the test harness forces to fail. */
export const OVERRIDES = {
  docFrontSuspiciousWordsFail: 'DOC_FRONT_SUSPICIOUS_WORDS',
  docFrontImageManipulationFail: 'DOC_FRONT_IMAGE_MANIPULATION',
  docFrontOnlineDuplicationFail: 'DOC_FRONT_ONLINE_DUPLICATION',
  docFrontIsIdentityDocumentFail: 'DOC_FRONT_IS_IDENTITY_DOCUMENT',
  docBackSuspiciousWordsFail: 'DOC_BACK_SUSPICIOUS_WORDS',
  docBackImageManipulationFail: 'DOC_BACK_IMAGE_MANIPULATION',
  docBackOnlineDuplicationFail: 'DOC_BACK_ONLINE_DUPLICATION',
  docBackIsIdentityDocumentFail: 'DOC_BACK_IS_IDENTITY_DOCUMENT',
  ocrNameMatchFail: 'NAME_CROSSCHECK',
  ocrAddressMatchFail: 'ADDRESS_CROSSCHECK',
  ocrDocumentNumberMatchFail: 'DOCUMENT_NUMBER_CROSSCHECK',
} as const satisfies Record<string, TestName>;
export type Override = keyof typeof OVERRIDES;
export const OVERRIDE_NAMES = Object.keys(OVERRIDES) as Override[];
