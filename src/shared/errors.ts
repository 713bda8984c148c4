/** Every way in which the gateway says no: its code, its usual words, whether to try again, its HTTP status. */
interface ErrorRow {
  readonly message: string;
  readonly retryable: boolean;
  readonly status: number;
}
const row = (message: string, status = 200, retryable = false): ErrorRow => ({ message, retryable, status });

export const ERRORS = {
  UNAUTHENTICATED: row('Missing or unknown credentials.', 401),
  FORBIDDEN: row('Your role does not allow this.', 403),
  NOT_FOUND: row('There is no such object.'),
  BAD_USER_INPUT: row('The input is not valid.'),
  MISSING_HEADER: row('A required header is missing.'),
  IMAGE_INVALID: row('The file is no readable image.'),
  IMAGE_ALREADY_FAILED: row('These very bytes have failed before; take a new picture.'),
  DOCUMENT_NUMBER_INVALID: row('The document number does not bear the right check letter.'),
  WEIGHTS_NO_EFFECT: row('All weights of a document type are zero.'),
  PAYLOAD_TOO_LARGE: row('The request or a file in it is too large.', 413),
  UNSUPPORTED_MEDIA_TYPE: row('Only JPEG, PNG, WebP and BMP images are taken.', 415),
  CONSENT_REQUIRED: row('The subject has not given consent.'),
  DOCUMENT_TYPE_REQUIRED: row('Set the document type first.'),
  DOCUMENT_TYPE_LOCKED: row('A side was accepted already; pass reset to change the type and drop it.'),
  DOCUMENT_SIDE_NOT_APPLICABLE: row('This document type has no such side.'),
  MISSING_EVIDENCE: row('Evidence is missing.'),
  LIVENESS_SESSION_REQUIRED: row('Start a liveness session first.'),
  LIVENESS_TOKEN_EXPIRED: row('The liveness token has expired; ask for a new one.'),
  TEST_DISABLED: row('This test is switched off for the session.'),
  TEST_OVERRIDES_NOT_ALLOWED: row('Test overrides work in SANDBOX only.'),
  IDENTITY_NOT_VERIFIED: row('The identity is not verified.'),
  NO_ENROLLED_FACE: row('The identity has no enrolled face.'),
  SESSION_NOT_OPEN: row('The session is not open.'),
  SCORING_NOT_OPEN: row('The scoring is not open.'),
  IDENTIFICATION_NOT_OPEN: row('The identification is not open.'),
  ALREADY_FINALIZED: row('The session was finalized with another input.'),
  CONFLICT: row('Another change came first; read again and repeat.', 200, true),
  IDEMPOTENCY_KEY_REUSED: row('This idempotency key was used with another input.'),
  ATTEMPTS_EXHAUSTED: row('No attempts are left.'),
  ATTEMPT_COOLDOWN: row('Too many failed attempts; wait and try again.', 200, true),
  RATE_LIMITED: row('Too many requests.', 429, true),
  QUERY_TOO_COMPLEX: row('The query is too complex.', 400),
  PROVIDER_UNSUPPORTED: row('No provider supports this.'),
  PROVIDER_NOT_CONFIGURED: row('The provider is not configured.'),
  PROVIDER_UNAVAILABLE: row('The provider does not answer.', 200, true),
  PROVIDER_ERROR: row('The provider answered with an error.'),
  CURSOR_EXPIRED: row('The cursor is older than the event log reaches back.'),
  INTERNAL_SERVER_ERROR: row('Something went wrong on our side.', 500, true),
  GRAPHQL_PARSE_FAILED: row('The document is no GraphQL.', 400),
  GRAPHQL_VALIDATION_FAILED: row('The document does not fit the schema.', 400),
  OPERATION_RESOLUTION_FAILURE: row('The operation could not be chosen.', 400),
  BAD_REQUEST: row('The request is malformed.', 400),
  PERSISTED_QUERY_NOT_FOUND: row('PersistedQueryNotFound'),
  PERSISTED_QUERY_NOT_SUPPORTED: row('PersistedQueryNotSupported'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of an input: where it stands and what is wrong with it. */
export interface InputIssue {
  /** E.g. `input.metadata.42`. */
  readonly path: string;
  readonly message: string;
}
export interface ErrorDetails {
  /** Instead of the code's usual words. */
  readonly message?: string;
  readonly issues?: readonly InputIssue[];
  /** The provider that failed. */
  readonly provider?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Further facts for `extensions`: a status, what is missing; never personal data. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal that callers are told about; anything else that is thrown is a fault of ours and is masked. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? ERRORS[code].message, { cause: details.cause });
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Bad input, with the path of the field at fault. */
export const badInput = (path: string, message: string): DomainError =>
  new DomainError('BAD_USER_INPUT', { message: `${path}: ${message}`, issues: [{ path, message }] });

/** The same for several faults at once. */
export const badInputs = (issues: readonly InputIssue[]): DomainError =>
  new DomainError('BAD_USER_INPUT', {
    message: issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
    issues,
  });
