/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What happens when the DMV cannot be asked. */
export type AamvaRetry =
  | 'SKIP'
  | 'TEMPORARILY_BLOCKED'
  | 'TEMPORARILY_COMPLETE';

export type CreateVerificationSessionInput = {
  clientId?: string | number | null | undefined;
  /** PT1M to P30D. */
  expiresIn?: string;
  /** Your own id of the person: links sessions to one identity. */
  externalId?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  livenessMode?: LivenessMode;
  /** At most 50 pairs of strings. */
  metadata?: Record<string, unknown> | null | undefined;
  provider?: Provider;
  settings?: VerificationSettingsInput | null | undefined;
  userId?: string | number | null | undefined;
  webhookUrl?: string | null | undefined;
};

/** MERGED is the view of the most trusted sources together. */
export type DataSource =
  | 'BACK_OCR'
  | 'BARCODE'
  | 'DMV'
  | 'FRONT_OCR'
  | 'MANUAL'
  | 'MERGED'
  | 'MRZ'
  | 'NFC'
  | 'PROVIDER'
  | 'UNKNOWN';

export type DocumentSignal =
  | 'INCONCLUSIVE'
  | 'NOT_AN_ID'
  | 'NOT_APPLICABLE'
  | 'NOT_PERFORMED'
  | 'PASS'
  | 'POSSIBLE_IMAGE_MANIPULATION'
  | 'POSSIBLE_ONLINE_DUPLICATE'
  | 'SUSPICIOUS_WORDS_FOUND'
  | 'UNAVAILABLE';

export type DocumentType =
  | 'DRIVER_LICENSE'
  | 'IDENTIFICATION_CARD'
  | 'IDENTITY_CARD'
  | 'PASSPORT'
  | 'PASSPORT_CARD'
  | 'RESIDENCE_PERMIT'
  | 'UNKNOWN';

export type EventType =
  | 'API_KEY_CREATED'
  | 'API_KEY_REVOKED'
  | 'CLIENT_CREATED'
  | 'CLIENT_SECRET_ROTATED'
  | 'IDENTIFICATION_ATTEMPTED'
  | 'IDENTIFICATION_CLOSED'
  | 'IDENTIFICATION_CREATED'
  | 'IDENTIFICATION_EXPIRED'
  | 'IDENTIFICATION_REJECTED'
  | 'IDENTIFICATION_VALIDATED'
  | 'IDENTITY_CREATED'
  | 'IDENTITY_ERASED'
  | 'IDENTITY_LINKED'
  | 'IDENTITY_UPDATED'
  | 'ORGANIZATION_CREATED'
  | 'ORGANIZATION_UPDATED'
  | 'PROVIDER_CONFIGURED'
  | 'PROVIDER_STATUS_CHANGED'
  | 'REQUIREMENTS_UPDATED'
  | 'SANCTIONS_EXCEPTED'
  | 'SANCTIONS_EXCEPTION_REVOKED'
  | 'SCORING_CLOSED'
  | 'SCORING_COMPARED'
  | 'SCORING_CREATED'
  | 'SCORING_DELEGATED'
  | 'SCORING_EXPIRED'
  | 'SCORING_FAILED'
  | 'SCORING_PROCESSING'
  | 'SCORING_SCORED'
  | 'SESSION_BLOCKED'
  | 'SESSION_CANCELLED'
  | 'SESSION_CAPTURE_ANALYZED'
  | 'SESSION_COMPLETED'
  | 'SESSION_CONSENT_DECLINED'
  | 'SESSION_CONSENT_GIVEN'
  | 'SESSION_CONSENT_WITHDRAWN'
  | 'SESSION_CREATED'
  | 'SESSION_DECISION_OVERRIDDEN'
  | 'SESSION_DOCUMENT_BACK_ADDED'
  | 'SESSION_DOCUMENT_FRONT_ADDED'
  | 'SESSION_DOCUMENT_TYPE_SET'
  | 'SESSION_ERASED'
  | 'SESSION_EVIDENCE_DOWNLOADED'
  | 'SESSION_EXPIRED'
  | 'SESSION_FINALIZE_REQUESTED'
  | 'SESSION_LIVENESS_FAILED'
  | 'SESSION_LIVENESS_PASSED'
  | 'SESSION_LIVENESS_STARTED'
  | 'SESSION_METADATA_UPDATED'
  | 'SESSION_PROVIDER_FAILED'
  | 'SESSION_PROVIDER_SWITCHED'
  | 'SESSION_SOURCE_RETRIED'
  | 'SESSION_SOURCE_UNAVAILABLE'
  | 'SESSION_TEST_OVERRIDDEN'
  | 'SESSION_VERDICT_CHANGED'
  | 'SESSION_VERDICT_PROVISIONAL'
  | 'WEBHOOK_CREATED'
  | 'WEBHOOK_DELETED'
  | 'WEBHOOK_DELIVERY_FAILED'
  | 'WEBHOOK_DISABLED'
  | 'WEBHOOK_SECRET_ROTATED'
  | 'WEBHOOK_TEST'
  | 'WEBHOOK_UPDATED'
  | 'WEIGHTS_UPDATED';

/** A test harness, SANDBOX only: each true flag makes that test fail. */
export type FinalizeSettingsInput = {
  docBackImageManipulationFail?: boolean;
  docBackIsIdentityDocumentFail?: boolean;
  docBackOnlineDuplicationFail?: boolean;
  docBackSuspiciousWordsFail?: boolean;
  docFrontImageManipulationFail?: boolean;
  docFrontIsIdentityDocumentFail?: boolean;
  docFrontOnlineDuplicationFail?: boolean;
  docFrontSuspiciousWordsFail?: boolean;
  ocrAddressMatchFail?: boolean;
  ocrDocumentNumberMatchFail?: boolean;
  ocrNameMatchFail?: boolean;
};

export type GateName =
  | 'ACTIVE_STEPS'
  | 'CONSENT'
  | 'DOCUMENT_EXPIRY'
  | 'EVIDENCE'
  | 'FACE_MATCH'
  | 'LIVENESS'
  | 'REQUIREMENTS'
  | 'SANCTIONS';

export type LivenessMode =
  | 'PASSIVE'
  | 'PASSIVE_ACTIVE';

export type LivenessProvider =
  | 'AZURE'
  | 'INTERNAL';

export type LivenessStep =
  | 'BLINK'
  | 'LOOK_DOWN'
  | 'LOOK_STRAIGHT'
  | 'LOOK_UP'
  | 'SMILE'
  | 'TURN_LEFT'
  | 'TURN_RIGHT';

/** What the key that made an object allows: SANDBOX objects take test overrides and enter no statistics. */
export type Mode =
  | 'LIVE'
  | 'SANDBOX';

/** Who verifies. All four serve scorings, identifications and sessions through one adapter interface. */
export type Provider =
  | 'EXTERNAL'
  | 'GOOGLE'
  | 'INTERNAL'
  | 'VERIDAS';

export type Role =
  | 'ADMIN'
  | 'OPERATOR'
  | 'VIEWER';

export type SessionStatus =
  | 'COMPLETE'
  | 'EXPIRED'
  | 'IN_PROGRESS'
  | 'TEMPORARILY_BLOCKED'
  | 'TEMPORARILY_COMPLETE'
  | 'UNKNOWN';

export type SessionStatusReason =
  | 'ATTEMPT_COOLDOWN'
  | 'CANCELLED'
  | 'CONSENT_WITHDRAWN'
  | 'DMV_UNAVAILABLE'
  | 'MANUAL_REVIEW'
  | 'PROVIDER_UNAVAILABLE'
  | 'RETRY_WINDOW_ENDED'
  | 'TIME_TO_LIVE';

export type SessionUpdateFilter = {
  clientId?: string | number | null | undefined;
  events?: Array<EventType> | null | undefined;
  organizationId?: string | number | null | undefined;
  status?: Array<SessionStatus> | null | undefined;
};

/** What was seen in one image. */
export type StorageFileType =
  | 'DRIVER_LICENSE_BACK'
  | 'DRIVER_LICENSE_FRONT'
  | 'IDENTITY_CARD_BACK'
  | 'IDENTITY_CARD_FRONT'
  | 'LIVENESS_ACTIVE_STEP_1'
  | 'LIVENESS_ACTIVE_STEP_2'
  | 'LIVENESS_ACTIVE_STEP_3'
  | 'LIVENESS_ACTIVE_STEP_4'
  | 'LIVENESS_PASSIVE'
  | 'PASSPORT_CARD_BACK'
  | 'PASSPORT_CARD_FRONT'
  | 'PASSPORT_FRONT'
  | 'RESIDENCE_PERMIT_BACK'
  | 'RESIDENCE_PERMIT_FRONT'
  | 'SELFIE'
  | 'STATE_ID_CARD_BACK'
  | 'STATE_ID_CARD_FRONT'
  | 'UNKNOWN';

export type TestName =
  | 'AAMVA'
  | 'ADDRESS_CROSSCHECK'
  | 'AGE'
  | 'DIRECTION'
  | 'DOCUMENT_EXPIRY'
  | 'DOCUMENT_FUZZY_MATCH'
  | 'DOCUMENT_NUMBER_CROSSCHECK'
  | 'DOCUMENT_REQUIREMENTS'
  | 'DOC_BACK_IMAGE_MANIPULATION'
  | 'DOC_BACK_IS_IDENTITY_DOCUMENT'
  | 'DOC_BACK_ONLINE_DUPLICATION'
  | 'DOC_BACK_SUSPICIOUS_WORDS'
  | 'DOC_FRONT_IMAGE_MANIPULATION'
  | 'DOC_FRONT_IS_IDENTITY_DOCUMENT'
  | 'DOC_FRONT_ONLINE_DUPLICATION'
  | 'DOC_FRONT_SUSPICIOUS_WORDS'
  | 'EXPRESSION'
  | 'FACE_MATCH'
  | 'GENDER'
  | 'LIVENESS'
  | 'MRZ_CHECK_DIGITS'
  | 'NAME_CROSSCHECK'
  | 'OFAC';

export type TestOutcome =
  | 'FAIL'
  | 'INCONCLUSIVE'
  | 'NOT_APPLICABLE'
  | 'NOT_PERFORMED'
  | 'PASS'
  | 'UNAVAILABLE';

export type VerificationSettingsInput = {
  aamvaRetry?: AamvaRetry;
  collectIpData?: boolean;
  collectLocationData?: boolean;
  performAamvaTest?: boolean;
  performAgeTest?: boolean;
  performGenderTest?: boolean;
  performImageManipulationTest?: boolean;
  performLivenessTest?: boolean;
  performOfacTest?: boolean;
};

export type WeightsField =
  | 'AAMVA_MATCH_TOLERANCE'
  | 'AAMVA_MATCH_WEIGHT'
  | 'AGE_TOLERANCE'
  | 'AGE_WEIGHT'
  | 'DIRECTION_TOLERANCE'
  | 'DRIVER_LICENSE_FUZZY_MATCH_TOLERANCE'
  | 'DRIVER_LICENSE_FUZZY_MATCH_WEIGHT'
  | 'EXPRESSION_TOLERANCE'
  | 'GENDER_PROBABILITY_TOLERANCE'
  | 'GENDER_WEIGHT'
  | 'IDV_SESSION_TOLERANCE'
  | 'IMAGE_MANIPULATION_WEIGHT'
  | 'IS_IDENTITY_DOCUMENT_WEIGHT'
  | 'MINIMUM_COVERAGE'
  | 'MINIMUM_LIVENESS_TOLERANCE'
  | 'OFAC_FUZZY_MATCH_TOLERANCE'
  | 'OFAC_FUZZY_MATCH_WEIGHT'
  | 'ONBOARDING_FACE_ENCODING_TOLERANCE'
  | 'ONLINE_DUPLICATION_WEIGHT'
  | 'PASSIVE_ACTIVE_SKIP_TOLERANCE'
  | 'PASSPORT_CARD_FUZZY_MATCH_TOLERANCE'
  | 'PASSPORT_CARD_FUZZY_MATCH_WEIGHT'
  | 'PASSPORT_FUZZY_MATCH_TOLERANCE'
  | 'PASSPORT_FUZZY_MATCH_WEIGHT'
  | 'STATE_ID_FUZZY_MATCH_TOLERANCE'
  | 'STATE_ID_FUZZY_MATCH_WEIGHT'
  | 'SUSPICIOUS_WORDS_WEIGHT'
  | 'VERIFIED_ACCOUNT_FACE_ENCODING_TOLERANCE';

export type SessionStateFragment = { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } };

export type CreateSessionMutationVariables = Exact<{
  input: CreateVerificationSessionInput;
}>;


export type CreateSessionMutation = { createVerificationSession: { sdkToken: string, session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type GiveConsentMutationVariables = Exact<{
  sessionId: string | number;
  consented: boolean;
}>;


export type GiveConsentMutation = { giveConsent: { session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type SetDocumentTypeMutationVariables = Exact<{
  sessionId: string | number;
  documentType: DocumentType;
  reset?: boolean;
}>;


export type SetDocumentTypeMutation = { setDocumentType: { session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type AddFrontMutationVariables = Exact<{
  sessionId: string | number;
  image: Blob;
}>;


export type AddFrontMutation = { addDocumentFront: { capture: { id: string, fileType: StorageFileType, contentType: string, width: number, height: number, sha256: string }, quality: { acceptable: boolean, reasons: Array<string> }, session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type AddBackMutationVariables = Exact<{
  sessionId: string | number;
  image: Blob;
}>;


export type AddBackMutation = { addDocumentBack: { capture: { id: string, fileType: StorageFileType }, quality: { acceptable: boolean, reasons: Array<string> }, session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type StartLivenessMutationVariables = Exact<{
  sessionId: string | number;
}>;


export type StartLivenessMutation = { generateLivenessSession: { liveness: { token: string, provider: LivenessProvider, steps: Array<LivenessStep>, expiresAt: string } } };

export type ProcessLivenessMutationVariables = Exact<{
  sessionId: string | number;
  token: string;
  selfie: Blob;
}>;


export type ProcessLivenessMutation = { processLivenessSession: { livenessDetected: boolean, token: string, session: { id: string, selfieGiven: boolean } } };

export type FinalizeMutationVariables = Exact<{
  sessionId: string | number;
  settings?: FinalizeSettingsInput | null | undefined;
}>;


export type FinalizeMutation = { finalizeVerification: { verified: boolean | null, session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, client: { id: string } } } };

export type CancelMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelMutation = { cancelSession: { session: { id: string, status: SessionStatus, statusReason: SessionStatusReason | null } } };

export type UpdateMetadataMutationVariables = Exact<{
  sessionId: string | number;
  sdkMetadata: Record<string, unknown>;
}>;


export type UpdateMetadataMutation = { updateSdkMetadata: { session: { id: string, sdkMetadata: Record<string, unknown> } } };

export type ReadSessionQueryVariables = Exact<{
  id: string | number;
}>;


export type ReadSessionQuery = { verificationSession: { metadata: Record<string, unknown>, firstName: string | null, lastName: string | null, birthDate: string | null, id: string, status: SessionStatus, statusReason: SessionStatusReason | null, mode: Mode, documentType: DocumentType, consented: boolean, documentFrontGiven: boolean, documentBackGiven: boolean, selfieGiven: boolean, livenessDetected: boolean, verified: boolean | null, organization: { id: string } | null, score: { value: number, threshold: number, coverage: number, verified: boolean, contributions: Array<{ test: TestName, field: WeightsField, weight: number, confidence: number | null, contribution: number, loss: number }>, gates: Array<{ name: GateName, passed: boolean, reasons: Array<string> }> } | null, tests: Array<{ name: TestName, outcome: TestOutcome, confidence: number | null, metric: number | null, reasons: Array<string>, source: string }> | null, document: { dataSource: DataSource, documentNumber: string | null, lastName: string | null } | null, documents: { totalCount: number, nodes: Array<{ dataSource: DataSource, documentNumber: string | null, lastName: string | null, raw: string | null }> }, captures: Array<{ id: string, fileType: StorageFileType, downloadUrl: string | null, coordinates: { latitude: number, longitude: number } | null }>, testReport: { documentFront: { isIdentityDocument: DocumentSignal, suspiciousWords: DocumentSignal }, crosschecks: { documentNumber: boolean | null, name: boolean | null } } | null, history: Array<{ sequence: number, cursor: string | null, event: EventType, endpoint: string | null }> | null, client: { id: string } } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { viewer: { role: Role, mode: Mode, organization: { id: string, latestCursor: string | null }, apiKeys: Array<{ name: string, prefix: string }> } };

export type SessionUpdatesSubscriptionVariables = Exact<{
  sessionId?: string | number | null | undefined;
  after?: string | null | undefined;
  filter?: SessionUpdateFilter | null | undefined;
}>;


export type SessionUpdatesSubscription = { sessionUpdated: { cursor: string, event: EventType, session: { id: string, status: SessionStatus } } };

export const SessionStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<SessionStateFragment, unknown>;
export const CreateSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateVerificationSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createVerificationSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sdkToken"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<CreateSessionMutation, CreateSessionMutationVariables>;
export const GiveConsentDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"GiveConsent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"consented"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"giveConsent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"consented"},"value":{"kind":"Variable","name":{"kind":"Name","value":"consented"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<GiveConsentMutation, GiveConsentMutationVariables>;
export const SetDocumentTypeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetDocumentType"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"documentType"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentType"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setDocumentType"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"documentType"},"value":{"kind":"Variable","name":{"kind":"Name","value":"documentType"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"reset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reset"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<SetDocumentTypeMutation, SetDocumentTypeMutationVariables>;
export const AddFrontDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddFront"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"image"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Upload"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addDocumentFront"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"coordinates"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"FloatValue","value":"40.4"}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"FloatValue","value":"-3.7"}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"image"},"value":{"kind":"Variable","name":{"kind":"Name","value":"image"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fileType"}},{"kind":"Field","name":{"kind":"Name","value":"contentType"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quality"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptable"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<AddFrontMutation, AddFrontMutationVariables>;
export const AddBackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddBack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"image"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Upload"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addDocumentBack"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"coordinates"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"FloatValue","value":"40.4"}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"FloatValue","value":"-3.7"}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"image"},"value":{"kind":"Variable","name":{"kind":"Name","value":"image"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"capture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fileType"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quality"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptable"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<AddBackMutation, AddBackMutationVariables>;
export const StartLivenessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartLiveness"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generateLivenessSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"coordinates"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"FloatValue","value":"40.4"}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"FloatValue","value":"-3.7"}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"steps"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]}}]} as unknown as DocumentNode<StartLivenessMutation, StartLivenessMutationVariables>;
export const ProcessLivenessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ProcessLiveness"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"selfie"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Upload"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processLivenessSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"coordinates"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"latitude"},"value":{"kind":"FloatValue","value":"40.4"}},{"kind":"ObjectField","name":{"kind":"Name","value":"longitude"},"value":{"kind":"FloatValue","value":"-3.7"}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"frames"},"value":{"kind":"ListValue","values":[{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"image"},"value":{"kind":"Variable","name":{"kind":"Name","value":"selfie"}}}]}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}}]}}]}}]}}]} as unknown as DocumentNode<ProcessLivenessMutation, ProcessLivenessMutationVariables>;
export const FinalizeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Finalize"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"settings"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FinalizeSettingsInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"finalizeVerification"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"settings"},"value":{"kind":"Variable","name":{"kind":"Name","value":"settings"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<FinalizeMutation, FinalizeMutationVariables>;
export const CancelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Cancel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}}]}}]}}]}}]} as unknown as DocumentNode<CancelMutation, CancelMutationVariables>;
export const UpdateMetadataDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateMetadata"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sdkMetadata"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"JSONObject"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSdkMetadata"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"sdkMetadata"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sdkMetadata"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sdkMetadata"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateMetadataMutation, UpdateMetadataMutationVariables>;
export const ReadSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verificationSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionState"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"birthDate"}},{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"contributions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"contribution"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"source"}}]}},{"kind":"Field","name":{"kind":"Name","value":"document"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataSource"}},{"kind":"Field","name":{"kind":"Name","value":"documentNumber"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"documents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataSource"}},{"kind":"Field","name":{"kind":"Name","value":"documentNumber"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"captures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fileType"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"coordinates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"testReport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"documentFront"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isIdentityDocument"}},{"kind":"Field","name":{"kind":"Name","value":"suspiciousWords"}}]}},{"kind":"Field","name":{"kind":"Name","value":"crosschecks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"documentNumber"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"endpoint"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerificationSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"consented"}},{"kind":"Field","name":{"kind":"Name","value":"documentFrontGiven"}},{"kind":"Field","name":{"kind":"Name","value":"documentBackGiven"}},{"kind":"Field","name":{"kind":"Name","value":"selfieGiven"}},{"kind":"Field","name":{"kind":"Name","value":"livenessDetected"}},{"kind":"Field","name":{"kind":"Name","value":"verified"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<ReadSessionQuery, ReadSessionQueryVariables>;
export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"latestCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}}]}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const SessionUpdatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"SessionUpdates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SessionUpdateFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"sessionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sessionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<SessionUpdatesSubscription, SessionUpdatesSubscriptionVariables>;