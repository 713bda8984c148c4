import { type Headers, operator } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import { LINK, type Teller } from '../../support/operations/teller.js';
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
  for (const step of await takeSteps(teller, id, headers)) await tellOfPicture(teller, id, step);
  // Passive liveness is judged on the selfie.
  const capture = { fileType: 'SELFIE', downloadUrl: LINK };
  const passive = { id, fileType: 'LIVENESS_PASSIVE' } as const;
  await teller.tell(api.DocumentDownloadDocument, passive, { verificationSession: { capture } });
  const nothing = { verificationSession: { capture: null } };
  await teller.tell(api.DocumentDownloadDocument, { id, fileType: 'UNKNOWN' }, nothing, operator);
}

async function takeSteps({ gateway }: Teller, sessionId: string, headers: Headers) {
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token, steps } = generateLivenessSession.liveness;
  const [firstStep, secondStep, thirdStep, fourthStep] = steps;
  if (!firstStep || !secondStep || !thirdStep || !fourthStep) throw new Error('four steps were expected');
  const [selfie, first, second, third, fourth] = await Promise.all([
    magicPicture(),
    magicPicture(),
    magicPicture(),
    magicPicture(),
    magicPicture(),
  ]);
  const frames = { selfie, firstStep, first, secondStep, second, thirdStep, third, fourthStep, fourth };
  await gateway.get(api.ProcessActiveLivenessDocument, { sessionId, token, ...frames }, headers);
  return ([1, 2, 3, 4] as const).map((step) => `LIVENESS_ACTIVE_STEP_${step}` as const);
}
