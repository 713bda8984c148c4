/** What the tour asks of the API, word for word, and the parts of the answers that it shows. */
const WHERE = 'coordinates: { latitude: 40.4168, longitude: -3.7038 }';

export const CREATE = `mutation Create($input: CreateVerificationSessionInput!) {
  createVerificationSession(input: $input) { sdkToken session { id client { id } } }
}`;
export interface Created {
  readonly createVerificationSession: {
    readonly sdkToken: string;
    readonly session: { readonly id: string; readonly client: { readonly id: string } };
  };
}

export const CONSENT = `mutation Consent($sessionId: ID!) {
  giveConsent(input: { sessionId: $sessionId, consented: true }) { session { id } }
}`;
export const TYPE = `mutation Type($sessionId: ID!, $documentType: DocumentType!) {
  setDocumentType(input: { sessionId: $sessionId, documentType: $documentType }) { session { id } }
}`;

const QUALITY = 'quality { acceptable sharpness glare reasons }';
export const FRONT = `mutation Front($sessionId: ID!, $image: Upload!) {
  added: addDocumentFront(input: { sessionId: $sessionId, ${WHERE}, image: $image }) { ${QUALITY} }
}`;
export const BACK = `mutation Back($sessionId: ID!, $image: Upload!) {
  added: addDocumentBack(input: { sessionId: $sessionId, ${WHERE}, image: $image }) { ${QUALITY} }
}`;
export interface Added {
  readonly added: {
    readonly quality: {
      readonly acceptable: boolean;
      readonly sharpness: number;
      readonly glare: number;
      readonly reasons: readonly string[];
    };
  };
}

export const START_LIVENESS = `mutation StartLiveness($sessionId: ID!) {
  generateLivenessSession(input: { sessionId: $sessionId, ${WHERE} }) { liveness { token } }
}`;
export interface LivenessStarted {
  readonly generateLivenessSession: { readonly liveness: { readonly token: string } };
}
export const LIVENESS = `mutation Liveness($sessionId: ID!, $token: String!, $image: Upload!) {
  processLivenessSession(input: { sessionId: $sessionId, ${WHERE}, token: $token, frames: [{ image: $image }] }) {
    livenessDetected
  }
}`;
export interface LivenessSeen {
  readonly processLivenessSession: { readonly livenessDetected: boolean };
}

export const FINALIZE = `mutation Finalize($sessionId: ID!) {
  finalizeVerification(input: { sessionId: $sessionId, wait: "PT30S" }) { verified session { status } }
}`;
export interface Finalized {
  readonly finalizeVerification: { readonly verified: boolean | null; readonly session: { readonly status: string } };
}

/** Where the log stands now: a subscription from here on misses nothing. */
export const CURSOR = `query Cursor { viewer { organization { latestCursor } } }`;
export interface Cursor {
  readonly viewer: { readonly organization: { readonly latestCursor: string | null } };
}
export const EVENTS = `subscription Events($sessionId: ID!, $after: String) {
  sessionUpdated(sessionId: $sessionId, after: $after) { event occurredAt }
}`;
export interface Event {
  readonly sessionUpdated: { readonly event: string; readonly occurredAt: string };
}

export const DOCUMENT_FIELDS = [
  'documentNumber',
  'lastName',
  'firstName',
  'middleName',
  'birthDate',
  'gender',
  'issuedAt',
  'expiresAt',
  'issuingCountry',
  'nationality',
  'street',
  'city',
  'state',
  'postalCode',
] as const;

export const RESULT = `query Result($id: ID!) {
  verificationSession(id: $id) {
    status statusReason verified
    score {
      value threshold coverage minimumCoverage
      contributions { test weight confidence contribution loss }
      gates { name passed metric comparator threshold reasons }
      nearestFlip { test from to }
    }
    tests { name outcome metric reasons source }
    documents { nodes { dataSource ${DOCUMENT_FIELDS.join(' ')} } }
    history { event occurredAt }
  }
}`;
export interface Contribution {
  readonly test: string;
  readonly weight: number;
  readonly confidence: number | null;
  readonly contribution: number;
  readonly loss: number;
}
export interface Gate {
  readonly name: string;
  readonly passed: boolean;
  readonly metric: number | null;
  readonly comparator: 'AT_LEAST' | 'AT_MOST' | null;
  readonly threshold: number | null;
  readonly reasons: readonly string[];
}
export interface TestResult {
  readonly name: string;
  readonly outcome: string;
  readonly metric: number | null;
  readonly reasons: readonly string[];
  readonly source: string;
}
export type ReadDocument = Readonly<Record<'dataSource' | (typeof DOCUMENT_FIELDS)[number], string | null>>;
export interface Outcome {
  readonly status: string;
  readonly statusReason: string | null;
  readonly verified: boolean | null;
  readonly score: {
    readonly value: number;
    readonly threshold: number;
    readonly coverage: number;
    readonly minimumCoverage: number;
    readonly contributions: readonly Contribution[];
    readonly gates: readonly Gate[];
    readonly nearestFlip: { readonly test: string; readonly from: number | null; readonly to: number } | null;
  } | null;
  readonly tests: readonly TestResult[] | null;
  readonly documents: { readonly nodes: readonly ReadDocument[] };
  readonly history: readonly { readonly event: string; readonly occurredAt: string }[] | null;
}
export interface Result {
  readonly verificationSession: Outcome | null;
}
