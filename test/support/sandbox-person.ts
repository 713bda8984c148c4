import type { CreateVerificationSessionInput } from './generated/operations.js';
import * as api from './generated/operations.js';
import { type Gateway, operator } from './gateway.js';
import { magicPicture } from './scoring.js';
import { readyForImages } from './subject.js';

/** A licence of Virginia, as the sandbox reads it in the name of VERIDAS. */
const LICENSE = { documentNumber: 'D12345678', issuingCountry: 'US', issuingState: 'VA', state: 'VA' };

/** Where the estimators of age and gender are not wanted, nor lists of people. */
export const FACE_AND_DOCUMENT = { performAgeTest: false, performGenderTest: false, performOfacTest: false } as const;

/**
 * Verifies the sandbox's person, who is quick: nothing is looked at but what the pictures say of themselves.
 * @param selfie the scenario of the selfie
 */
export async function verifyInSandbox(
  gateway: Gateway,
  input: CreateVerificationSessionInput,
  { fields = {}, selfie = 'pass' }: { fields?: Readonly<Record<string, string>>; selfie?: string } = {},
): Promise<string> {
  const { sessionId, headers } = await readyForImages(gateway, 'DRIVER_LICENSE', { provider: 'VERIDAS', ...input });
  const magic = { fields: { ...LICENSE, ...fields } };
  await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture(magic) }, headers);
  await gateway.get(api.AddBackDocument, { sessionId, image: await magicPicture(magic) }, headers);
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token } = generateLivenessSession.liveness;
  const shown = { sessionId, token, selfie: await magicPicture({ scenario: selfie }) };
  await gateway.get(api.ProcessLivenessDocument, shown, headers);
  await gateway.get(api.FinalizeDocument, { sessionId, settings: null }, headers);
  return sessionId;
}

/** How a session stands, what was decided on it, and whose it is. */
export async function readOutcome(gateway: Gateway, id: string) {
  const { verificationSession } = await gateway.get(api.ReadOutcomeDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  return verificationSession;
}
