import { operator } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { magicPicture } from '../../support/scoring.js';
import { readyForImages } from '../../support/subject.js';
import { tellOfPicture } from './document.story.js';
import { tellOfCreation } from './session.story.js';

const SIDES = [
  ['IDENTIFICATION_CARD', 'STATE_ID_CARD_FRONT', 'STATE_ID_CARD_BACK'],
  ['PASSPORT', 'PASSPORT_FRONT', undefined],
  ['PASSPORT_CARD', 'PASSPORT_CARD_FRONT', 'PASSPORT_CARD_BACK'],
] as const;

/** Every kind of picture that a session may hold can be downloaded by its name. */
export async function tellOfCaptures(teller: Teller): Promise<void> {
  const { gateway } = teller;
  for (const [type, front, back] of SIDES) {
    const { sessionId, headers } = await readyForImages(gateway, type, { provider: 'VERIDAS' });
    await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, headers);
    await tellOfPicture(teller, sessionId, front);
    if (!back) continue;
    await gateway.get(api.AddBackDocument, { sessionId, image: await magicPicture() }, headers);
    await tellOfPicture(teller, sessionId, back);
  }
  const { sessionId: id, headers } = await tellOfCreation(teller, 'PASSIVE_ACTIVE');
  await gateway.get(api.GiveConsentDocument, { sessionId: id, consented: true }, headers);
  await takeSteps(teller, id, headers);
  for (const step of ['LIVENESS_ACTIVE_STEP_1', 'LIVENESS_ACTIVE_STEP_2', 'LIVENESS_ACTIVE_STEP_3'] as const)
    await tellOfPicture(teller, id, step);
  const nothing = { verificationSession: { capture: null } };
  await teller.tell(api.DocumentDownloadDocument, { id, fileType: 'UNKNOWN' }, nothing, operator);
}

async function takeSteps({ gateway }: Teller, sessionId: string, headers: Parameters<typeof gateway.get>[2]) {
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token, steps } = generateLivenessSession.liveness;
  const [firstStep, secondStep, thirdStep] = steps;
  if (!firstStep || !secondStep || !thirdStep) throw new Error('three steps were expected');
  const [selfie, first, second, third] = await Promise.all([
    magicPicture(),
    magicPicture(),
    magicPicture(),
    magicPicture(),
  ]);
  const frames = { selfie, firstStep, first, secondStep, second, thirdStep, third };
  await gateway.get(api.ProcessActiveLivenessDocument, { sessionId, token, ...frames }, headers);
}
