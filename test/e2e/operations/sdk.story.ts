import { expect } from 'vitest';
import { operator } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { magicPicture } from '../../support/scoring.js';
import { COORDINATES, PERSONA } from './persona.js';
import type { Opened } from './session.story.js';

const coordinates = COORDINATES;
const GOOD = { quality: { acceptable: true } };

/** The app on the subject's device: from consent to a finished capture. */
export async function tellOfHandingIn(teller: Teller, { sessionId, headers, clientId }: Opened): Promise<void> {
  const sdkMetadata = { device: 'Pixel 9' };
  await teller.tell(
    api.SdkMetadataUpdateDocument,
    { sessionId, sdkMetadata },
    { updateSdkMetadata: { session: { id: sessionId, sdkMetadata } } },
    headers,
  );
  const consented = { giveConsent: { session: { consented: true } } };
  await teller.tell(api.SdkAddIdentityConsentDocument, { sessionId, consented: true }, consented, headers);
  await tellOfDocument(teller, { sessionId, headers });
  await tellOfLiveness(teller, { sessionId, headers });
  const verificationSession = {
    id: sessionId,
    client: { id: clientId },
    documentType: 'DRIVER_LICENSE',
    consented: true,
    documentFrontGiven: true,
    documentBackGiven: true,
    livenessDetected: true,
    selfieGiven: true,
    livenessProvider: 'INTERNAL',
    sdkMetadata,
    settings: {
      performImageManipulationTest: true,
      performAamvaTest: true,
      performOfacTest: true,
      performAgeTest: true,
      performGenderTest: true,
      performLivenessTest: true,
    },
  };
  await teller.tell(api.SdkSessionReadDocument, { id: sessionId }, { verificationSession }, headers);
}

async function tellOfDocument(teller: Teller, { sessionId, headers }: Omit<Opened, 'clientId'>): Promise<void> {
  const setType = api.SdkDocumentTypeUpdateDocument;
  for (const documentType of [
    'DRIVER_LICENSE',
    'IDENTIFICATION_CARD',
    'PASSPORT',
    'PASSPORT_CARD',
    'DRIVER_LICENSE',
  ] as const) {
    const expected = { setDocumentType: { session: { id: sessionId, documentType } } };
    await teller.tell(setType, { sessionId, documentType }, expected, headers);
  }
  await teller.refuse(setType, { sessionId, documentType: 'UNKNOWN' }, 'BAD_USER_INPUT', headers);
  const image = await magicPicture({ fields: PERSONA });
  await teller.tell(
    api.SdkDocumentFrontImageAddDocument,
    { sessionId, coordinates, image },
    { addDocumentFront: { capture: { fileType: 'DRIVER_LICENSE_FRONT' }, ...GOOD } },
    headers,
  );
  await untilAnalyzed(teller, sessionId, 1);
  await teller.tell(
    api.SdkDocumentBackImageAddDocument,
    { sessionId, coordinates, image: await magicPicture({ fields: PERSONA }) },
    { addDocumentBack: { capture: { fileType: 'DRIVER_LICENSE_BACK' }, ...GOOD } },
    headers,
  );
  await untilAnalyzed(teller, sessionId, 2);
}

/** Pictures are looked at in the background: what comes next in the history waits for that. */
async function untilAnalyzed({ gateway }: Teller, id: string, pictures: number): Promise<void> {
  const analyzed = async () => {
    const { verificationSession } = await gateway.get(api.IdvSessionReadDocument, { id }, operator);
    return verificationSession?.history?.filter(({ event }) => event === 'SESSION_CAPTURE_ANALYZED').length;
  };
  await expect.poll(analyzed, { timeout: 20_000 }).toBe(pictures);
}

async function tellOfLiveness(teller: Teller, { sessionId, headers }: Omit<Opened, 'clientId'>): Promise<void> {
  const text: unknown = expect.any(String);
  const { generateLivenessSession } = await teller.tell(
    api.SdkLivenessSessionGenerateDocument,
    { sessionId, coordinates },
    { generateLivenessSession: { liveness: { token: text } } },
    headers,
  );
  const { token } = generateLivenessSession.liveness;
  await teller.tell(
    api.SdkLivenessSessionProcessDocument,
    { sessionId, coordinates, token, selfie: await magicPicture() },
    { processLivenessSession: { livenessDetected: true, token } },
    headers,
  );
}

/** A verdict on what was handed in, and one that the harness forces. */
export async function tellOfFinalizing(
  teller: Teller,
  { sessionId, headers }: Omit<Opened, 'clientId'>,
  settings: api.FinalizeSettingsInput | null,
): Promise<void> {
  const variables = { sessionId, settings };
  const verified = settings === null;
  await teller.tell(api.SdkIdvFinalizationDocument, variables, { finalizeVerification: { verified } }, headers);
  // Who is on a list is for operators: they get the same result again, with it.
  const seen = { finalizeVerification: { verified, onSanctionList: false } };
  await teller.tell(api.SdkIdvFinalizationDocument, variables, seen);
}

export const ALL_FAIL: api.FinalizeSettingsInput = {
  docFrontSuspiciousWordsFail: true,
  docFrontImageManipulationFail: true,
  docFrontOnlineDuplicationFail: true,
  docFrontIsIdentityDocumentFail: true,
  docBackSuspiciousWordsFail: true,
  docBackImageManipulationFail: true,
  docBackOnlineDuplicationFail: true,
  docBackIsIdentityDocumentFail: true,
  ocrNameMatchFail: true,
  ocrAddressMatchFail: true,
  ocrDocumentNumberMatchFail: true,
  aamvaTestScenario: 'DLDVSTRUCTUREDTEST22',
};
