/** Everything that can happen, as callers see it in histories, subscriptions and deliveries. */
export const EVENT_TYPES = [
  'SCORING_CREATED', 'SCORING_PROCESSING', 'SCORING_SCORED', 'SCORING_DELEGATED', 'SCORING_CLOSED', 'SCORING_EXPIRED',
  'SCORING_FAILED', 'SCORING_COMPARED', 'SCORING_LIVENESS_STARTED',
  'IDENTIFICATION_CREATED', 'IDENTIFICATION_DEVICE_RECORDED', 'IDENTIFICATION_ATTEMPTED', 'IDENTIFICATION_VALIDATED', 'IDENTIFICATION_REJECTED',
  'IDENTIFICATION_CLOSED', 'IDENTIFICATION_EXPIRED',
  'SESSION_CREATED', 'SESSION_CONSENT_GIVEN', 'SESSION_CONSENT_DECLINED', 'SESSION_CONSENT_WITHDRAWN',
  'SESSION_METADATA_UPDATED', 'SESSION_DOCUMENT_TYPE_SET', 'SESSION_DOCUMENT_FRONT_ADDED',
  'SESSION_DOCUMENT_BACK_ADDED', 'SESSION_CAPTURE_ANALYZED', 'SESSION_LIVENESS_STARTED', 'SESSION_LIVENESS_PASSED',
  'SESSION_LIVENESS_FAILED', 'SESSION_FINALIZE_REQUESTED', 'SESSION_TEST_OVERRIDDEN', 'SESSION_PROVIDER_FAILED',
  'SESSION_PROVIDER_SWITCHED', 'SESSION_SOURCE_UNAVAILABLE', 'SESSION_SOURCE_RETRIED', 'SESSION_BLOCKED',
  'SESSION_VERDICT_PROVISIONAL', 'SESSION_COMPLETED', 'SESSION_VERDICT_CHANGED', 'SESSION_EXPIRED',
  'SESSION_EVIDENCE_DOWNLOADED', 'SESSION_ERASED', 'SESSION_CANCELLED', 'SESSION_DECISION_OVERRIDDEN',
  'IDENTITY_CREATED', 'IDENTITY_LINKED', 'IDENTITY_UPDATED', 'IDENTITY_ERASED',
  'SANCTIONS_EXCEPTED', 'SANCTIONS_EXCEPTION_REVOKED',
  'WEIGHTS_UPDATED', 'REQUIREMENTS_UPDATED', 'PROVIDER_CONFIGURED', 'PROVIDER_STATUS_CHANGED',
  'ORGANIZATION_CREATED', 'ORGANIZATION_UPDATED', 'CLIENT_CREATED', 'CLIENT_SECRET_ROTATED', 'API_KEY_CREATED',
  'API_KEY_REVOKED',
  'WEBHOOK_CREATED', 'WEBHOOK_UPDATED', 'WEBHOOK_DELETED', 'WEBHOOK_SECRET_ROTATED', 'WEBHOOK_DISABLED',
  'WEBHOOK_DELIVERY_FAILED', 'WEBHOOK_TEST',
] as const; // prettier-ignore

export type EventType = (typeof EVENT_TYPES)[number];
export type SubjectKind = 'session' | 'scoring' | 'identification' | 'identity' | 'organization';

/** What a change says of itself. Its data holds ids, enums and counts; never personal data. */
export interface NewEvent {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly type: EventType;
  /** The operation that caused it, e.g. Mutation.finalizeVerification; absent for what happens by itself. */
  readonly endpoint?: string | undefined;
  /** Who did it: a key's id, or the subject's own device. */
  readonly actor?: string | undefined;
  readonly mode: 'LIVE' | 'SANDBOX';
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What happened to the organization itself: its applications, keys, weights, requirements and policy. */
export const organizationEvent = (
  organizationId: string,
  cause: Pick<NewEvent, 'endpoint' | 'actor' | 'mode'>,
  type: EventType,
  data: Readonly<Record<string, unknown>> = {},
): NewEvent => ({ subjectKind: 'organization', subjectId: organizationId, ...cause, type, data });

export interface RecordedEvent extends Omit<Required<NewEvent>, 'endpoint' | 'actor'> {
  readonly id: string;
  readonly organizationId: string;
  readonly endpoint: string | undefined;
  readonly actor: string | undefined;
  readonly occurredAt: Date;
  /** Gapless within its subject, from 1. */
  readonly sequence: number;
  /** Given at publication; undefined for the moment between commit and publication. */
  readonly cursor: number | undefined;
}
export interface PublishedEvent extends RecordedEvent {
  readonly cursor: number;
}
