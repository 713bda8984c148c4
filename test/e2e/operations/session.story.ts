import { type Headers, sdk } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import { ID, inDays, type Teller, TIME } from '../../support/operations/teller.js';
import { NAMES, PERSONA } from './persona.js';

const SETTINGS = {
  performImageManipulationTest: true,
  performAamvaTest: true,
  performOfacTest: true,
  performAgeTest: true,
  performGenderTest: true,
  performLivenessTest: true,
  collectIpData: true,
  collectLocationData: true,
  aamvaRetry: 'SKIP',
} as const;
const WEBHOOK = 'https://customer.example.com/webhooks';
const METADATA = { campaign: 'spring' };
const USER = 'user-1';

export interface Opened {
  readonly sessionId: string;
  readonly clientId: string;
  readonly headers: Headers;
}

export async function tellOfCreation(
  teller: Teller,
  livenessMode: api.LivenessMode,
  more: Partial<api.CreateVerificationSessionInput> = {},
): Promise<Opened> {
  const input = {
    livenessMode,
    webhookUrl: WEBHOOK,
    metadata: METADATA,
    settings: SETTINGS,
    provider: 'VERIDAS',
    userId: USER,
    externalId: `person-${livenessMode}`,
    ...more,
  } as const;
  const told = await teller.tell(
    api.IdvSessionCreateDocument,
    { input },
    { createVerificationSession: { session: { id: ID, status: 'IN_PROGRESS' } } },
  );
  const { session, sdkToken } = told.createVerificationSession;
  return { sessionId: session.id, clientId: session.client.id, headers: sdk(sdkToken, session.client.id) };
}

/** What an operator reads of a verification that is complete. */
export async function tellOfReading(teller: Teller, { sessionId: id, clientId }: Opened): Promise<string> {
  const session = {
    id,
    userId: USER,
    client: { id: clientId },
    weights: { id: ID },
    status: 'COMPLETE',
    documentType: 'DRIVER_LICENSE',
    createdAt: TIME,
    completedAt: TIME,
    ...NAMES,
    gender: PERSONA.gender,
    birthDate: PERSONA.birthDate,
    consented: true,
    consentedAt: TIME,
    documentFrontGiven: true,
    documentFrontGivenAt: TIME,
    documentBackGiven: true,
    documentBackGivenAt: TIME,
    livenessDetected: true,
    livenessDetectedAt: TIME,
    selfieGiven: true,
    selfieGivenAt: TIME,
    ofacStatus: 'CLEAR',
    ofacDetectedAt: TIME,
    dmvStatus: 'MATCH',
    dmvDetectedAt: TIME,
    verified: true,
    verifiedAt: TIME,
    identity: { id: ID },
    metadata: METADATA,
    score: { value: 1 },
  };
  const known = { ...session, webhookUrl: WEBHOOK, settings: SETTINGS, history: HISTORY };
  const told = await teller.tell(api.IdvSessionReadDocument, { id }, { verificationSession: known });
  const identityId = told.verificationSession?.identity?.id ?? '';
  await tellOfList(teller, session, { clientId: [clientId], userId: [USER], identityId: [identityId] });
  return identityId;
}

const by = (endpoint: string | null, ...events: api.EventType[]) =>
  events.map((event) => ({ event, endpoint: endpoint && `Mutation.${endpoint}`, occurredAt: TIME }));
const typeSet = by('setDocumentType', 'SESSION_DOCUMENT_TYPE_SET');
const analyzed = by(null, 'SESSION_CAPTURE_ANALYZED');
/** Of what the app hands in, in the story of that. */
const HISTORY = [
  ...by('createVerificationSession', 'SESSION_CREATED'),
  ...by('updateSdkMetadata', 'SESSION_METADATA_UPDATED'),
  ...by('giveConsent', 'SESSION_CONSENT_GIVEN'),
  ...Array.from({ length: 5 }, () => typeSet).flat(),
  ...by('addDocumentFront', 'SESSION_DOCUMENT_FRONT_ADDED'),
  ...analyzed,
  ...by('addDocumentBack', 'SESSION_DOCUMENT_BACK_ADDED'),
  ...analyzed,
  ...by('generateLivenessSession', 'SESSION_LIVENESS_STARTED'),
  ...by('processLivenessSession', 'SESSION_LIVENESS_PASSED'),
  ...by('finalizeVerification', 'SESSION_FINALIZE_REQUESTED', 'SESSION_COMPLETED'),
];

async function tellOfList(teller: Teller, session: { readonly id: string }, one: api.VerificationSessionFilter) {
  const filter = {
    ...one,
    searchTerm: 'eriks',
    createdFrom: inDays(-1),
    createdTo: inDays(1),
    metadata: METADATA,
    status: ['COMPLETE'],
  } satisfies api.VerificationSessionFilter;
  const expected = (nodes: readonly object[], totalCount: number) => ({
    viewer: { organization: { verificationSessions: { totalCount, nodes } } },
  });
  await teller.tell(api.IdvSessionListDocument, { filter, first: 10, skip: 0 }, expected([session], 1));
  for (const status of ['UNKNOWN', 'TEMPORARILY_BLOCKED', 'TEMPORARILY_COMPLETE', 'EXPIRED'] as const)
    await teller.tell(api.IdvSessionListDocument, { filter: { ...one, status: [status] } }, expected([], 0));
  await teller.tell(
    api.IdvSessionListDocument,
    { filter: { ...one, status: ['IN_PROGRESS'] }, first: 1 },
    expected([], 0),
  );
}
