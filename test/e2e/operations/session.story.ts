import { type Headers, sdk } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import { ID, type Teller, TIME } from '../../support/operations/teller.js';
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
    webhookUrl: 'https://customer.example.com/webhooks',
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
  const { verificationSession } = await teller.tell(
    api.IdvSessionReadDocument,
    { id },
    { verificationSession: { ...session, webhookUrl: 'https://customer.example.com/webhooks', settings: SETTINGS } },
  );
  await tellOfHistory(teller, id, verificationSession?.history?.length ?? 0);
  const identityId = verificationSession?.identity?.id ?? '';
  await tellOfList(teller, session, { clientId: [clientId], userId: [USER], identityId: [identityId] });
  return identityId;
}

async function tellOfHistory(teller: Teller, id: string, length: number): Promise<void> {
  const first = { event: 'SESSION_CREATED', endpoint: 'Mutation.createVerificationSession' };
  const history = [first, ...Array.from({ length: length - 1 }, () => ({}))];
  await teller.tell(api.IdvSessionReadDocument, { id }, { verificationSession: { history } });
}

async function tellOfList(teller: Teller, session: { readonly id: string }, one: api.VerificationSessionFilter) {
  const filter = {
    ...one,
    searchTerm: 'eriks',
    createdFrom: '2020-01-01T00:00:00.000Z',
    createdTo: '2100-01-01T00:00:00.000Z',
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
