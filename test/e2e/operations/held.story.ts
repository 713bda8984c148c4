import { expect } from 'vitest';
import { setUpAzure } from '../../support/azure.js';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { COORDINATES } from './persona.js';
import { tellOfCreation } from './session.story.js';

/** An app that is told whose liveness SDK it needs. */
export async function tellOfHeldLiveness(teller: Teller): Promise<void> {
  const azure = await setUpAzure(teller.gateway);
  try {
    const { sessionId, headers } = await tellOfCreation(teller, 'PASSIVE', { provider: 'GOOGLE' });
    const verificationSession = { id: sessionId, livenessProvider: 'AZURE', livenessDetected: false };
    await teller.tell(api.SdkSessionReadDocument, { id: sessionId }, { verificationSession }, headers);
    await teller.gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    const token: unknown = expect.stringMatching(/^eyJ/);
    await teller.tell(
      api.SdkLivenessSessionGenerateDocument,
      { sessionId, coordinates: COORDINATES },
      { generateLivenessSession: { liveness: { token, provider: 'AZURE', steps: [] } } },
      headers,
    );
  } finally {
    await azure.close();
  }
}
