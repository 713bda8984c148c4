import { expect } from 'vitest';
import { sdk } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import { ID, inDays, type Teller, TIME } from '../../support/operations/teller.js';
import { magicPicture } from '../../support/scoring.js';
import { COORDINATES, NAMES } from './persona.js';
import type { Opened } from './session.story.js';

const SETTINGS = { performAgeTest: true, performGenderTest: true };
const METADATA = { door: 'north' };
const USER = 'user-2';
const WEBHOOK = 'https://customer.example.com/authentications';

/** Somebody comes back, and shows the face by which they are known. */
export async function tellOfAuthentication(teller: Teller, identityId: string): Promise<Opened> {
  const input = {
    identityId,
    userId: USER,
    provider: 'VERIDAS',
    livenessMode: 'PASSIVE',
    webhookUrl: WEBHOOK,
    metadata: METADATA,
    settings: SETTINGS,
  } as const;
  const told = await teller.tell(
    api.IdaSessionCreateDocument,
    { input },
    { createAuthenticationSession: { session: { id: ID, status: 'IN_PROGRESS' } } },
  );
  const { session, sdkToken } = told.createAuthenticationSession;
  const opened = { sessionId: session.id, clientId: session.client.id, headers: sdk(sdkToken, session.client.id) };
  await tellOfFace(teller, opened);
  await tellOfReadings(teller, opened, identityId);
  return opened;
}

async function tellOfFace(teller: Teller, { sessionId, headers }: Opened): Promise<void> {
  const sdkMetadata = { device: 'Pixel 9' };
  await teller.tell(
    api.SdkIdaMetadataUpdateDocument,
    { sessionId, sdkMetadata },
    { updateSdkMetadata: { session: { id: sessionId, sdkMetadata } } },
    headers,
  );
  const { generateLivenessSession } = await teller.tell(
    api.SdkIdaLivenessSessionGenerateDocument,
    { sessionId, coordinates: COORDINATES },
    {
      generateLivenessSession: { liveness: { token: expect.any(String) as unknown, provider: 'INTERNAL', steps: [] } },
    },
    headers,
  );
  const { token } = generateLivenessSession.liveness;
  await teller.tell(
    api.SdkIdaLivenessSessionProcessDocument,
    { sessionId, coordinates: COORDINATES, token, selfie: await magicPicture() },
    { processLivenessSession: { livenessDetected: true, token } },
    headers,
  );
  const finalized = { authenticated: true, session: { id: sessionId, status: 'COMPLETE' } };
  await teller.tell(api.IdaFinalizeDocument, { sessionId }, { finalizeAuthentication: finalized }, headers);
}

async function tellOfReadings(teller: Teller, { sessionId: id, clientId, headers }: Opened, identityId: string) {
  const shown = {
    id,
    userId: USER,
    client: { id: clientId },
    identity: { id: identityId },
    status: 'COMPLETE',
    ...NAMES,
    livenessDetected: true,
    livenessDetectedAt: TIME,
    selfieGiven: true,
    selfieGivenAt: TIME,
    authenticated: true,
  };
  const inTheApp = { ...shown, livenessProvider: 'INTERNAL', sdkMetadata: { device: 'Pixel 9' } };
  await teller.tell(api.SdkIdaSessionReadDocument, { id }, { authenticationSession: inTheApp }, headers);
  const session = { ...shown, weights: { id: ID }, createdAt: TIME, completedAt: TIME, metadata: METADATA };
  const history = [
    { event: 'SESSION_CREATED', endpoint: 'Mutation.createAuthenticationSession' },
    { event: 'SESSION_METADATA_UPDATED', endpoint: 'Mutation.updateSdkMetadata' },
    { event: 'SESSION_LIVENESS_STARTED', endpoint: 'Mutation.generateLivenessSession' },
    { event: 'SESSION_LIVENESS_PASSED', endpoint: 'Mutation.processLivenessSession' },
    { event: 'SESSION_FINALIZE_REQUESTED', endpoint: 'Mutation.finalizeAuthentication' },
    { event: 'SESSION_COMPLETED', endpoint: 'Mutation.finalizeAuthentication' },
  ];
  const known = { ...session, webhookUrl: WEBHOOK, settings: SETTINGS, history };
  await teller.tell(api.IdaSessionReadDocument, { id }, { authenticationSession: known });
  await tellOfList(teller, session, { clientId: [clientId], identityId: [identityId] });
}

async function tellOfList(teller: Teller, session: object, one: api.AuthenticationSessionFilter): Promise<void> {
  const filter = {
    ...one,
    userId: [USER],
    searchTerm: 'eriks',
    verified: true,
    status: ['COMPLETE'],
    createdFrom: inDays(-1),
    createdTo: inDays(1),
    metadata: METADATA,
  } satisfies api.AuthenticationSessionFilter;
  const expected = (nodes: readonly object[]) => ({
    viewer: { organization: { authenticationSessions: { totalCount: nodes.length, nodes } } },
  });
  await teller.tell(api.IdaSessionListDocument, { filter, first: 10, skip: 0 }, expected([session]));
  const nobody = { filter: { ...filter, verified: false }, first: 10, skip: 0 };
  await teller.tell(api.IdaSessionListDocument, nobody, expected([]));
}
