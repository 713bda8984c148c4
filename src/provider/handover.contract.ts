/** What the gateway hands over to a provider and takes back: delegations, liveness, call-backs, licences. Part of contract.ts. */
import type {
  DocumentEvidence,
  DocumentField,
  DocumentType,
  Finding,
  ImageFile,
  LivenessEvidence,
} from './evidence.contract.js';

/** Begins a check of liveness whose frames go from the client's SDK to the provider, past the gateway. */
export interface LivenessStart {
  readonly idempotencyKey: string;
  readonly mode: 'PASSIVE' | 'PASSIVE_ACTIVE';
  /** A UUID for the subject's device or installation, the same every time; no personal data. */
  readonly deviceId?: string;
  /** The portrait that the live face is to be compared with, where the provider can. */
  readonly portrait?: ImageFile;
}
export interface LivenessToken {
  /** The provider's name for it: what detectLiveness is asked with. */
  readonly reference: string;
  /** What the client's SDK needs; a secret. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Asks for credentials with which the client's own SDK captures at the provider. */
export interface DelegationRequest {
  readonly idempotencyKey: string;
  /** The gateway's own id of the scoring; no personal data. */
  readonly subject: string;
  readonly type: DocumentType;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly expiresInSeconds: number;
}
export interface Delegation {
  /** The provider's name for the case: what collect is asked with. */
  readonly reference: string;
  readonly endpoint: string;
  /** Secret: to be stored sealed. */
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date;
}

/** The truth about a case that the provider holds, fetched from the provider itself. */
export interface Collected {
  readonly state: 'PENDING' | 'DONE' | 'FAILED';
  /** Why it failed, in snake_case. */
  readonly reason?: string;
  /** Grows with every change; an answer with a lower one than is known is stale. */
  readonly revision: number;
  /** False where the provider may still revise what it says. */
  readonly final: boolean;
  readonly front?: DocumentEvidence;
  readonly back?: DocumentEvidence;
  readonly liveness?: LivenessEvidence;
  readonly faceMatch?: Finding;
  /** What was captured, fetched before the provider forgets it. */
  readonly images: Readonly<Partial<Record<'FRONT' | 'BACK' | 'SELFIE', ImageFile>>>;
}

/** A request at the gateway's call-back address, before anybody has parsed it. */
export interface InboundCallback {
  readonly method: string;
  /** Path with query, as it was sent. */
  readonly path: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
/** What a call-back says: only that a case is worth collecting. */
export interface CallbackAction {
  /** The sender's name for this message: one seen before is a replay, to be answered alike and ignored. */
  readonly messageId: string;
  readonly reference: string;
  /** Where the message tells one. */
  readonly revision?: number;
  /** What happened, in the provider's words, in snake_case. */
  readonly event: string;
}

/** A person's licence as it was read, to be compared with what its issuer has on file. */
export interface LicenseRequest {
  /** The same for every try: it goes along, so that a call can be found again. */
  readonly idempotencyKey: string;
  readonly type: DocumentType;
  /** Two letters, e.g. VA. */
  readonly jurisdiction: string;
  readonly fields: Readonly<Partial<Record<DocumentField, string>>>;
  /** SANDBOX: the structured test case that is to answer. Throws refused, unknown_scenario for another. */
  readonly scenario?: string;
}
export const LICENSE_FLAGS = [
  'documentNumber',
  'documentExpiration',
  'documentIssue',
  'documentCategory',
  'birthDate',
  'sex',
  'eyeColor',
  'height',
  'weight',
  'firstName',
  'middleName',
  'lastName',
  'suffixName',
  'street',
  'city',
  'state',
  'postalCode',
] as const;
export type LicenseFlag = (typeof LICENSE_FLAGS)[number];
export interface LicenseMatches {
  /** Null where the issuer did not answer for the field, which is never a false. */
  readonly flags: Readonly<Record<LicenseFlag, boolean | null>>;
  /** Machine-readable, e.g. not_found, first_name_similar. */
  readonly reasons: readonly string[];
  /** Milliseconds by stage, in order. */
  readonly timings: Readonly<Record<string, number>>;
  /** The issuer's answer as it came, without personal data. */
  readonly response?: Readonly<Record<string, unknown>>;
}
