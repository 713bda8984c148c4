import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture } from '../support/scoring.js';
import { readyForImages } from '../support/subject.js';
import { newKey, newTenant, PLATFORM_KEY } from '../support/tenant.js';

let gateway: Gateway;
let elapsed = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + elapsed), { PLATFORM_API_KEY: PLATFORM_KEY });
});
afterAll(() => gateway.close());

/** Of VERIDAS, which nobody has configured: the sandbox answers in its name. */
const ready = (type: api.DocumentType = 'IDENTITY_CARD') => readyForImages(gateway, type, { provider: 'VERIDAS' });
async function read(id: string) {
  const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  return verificationSession;
}
const eventsOf = async (id: string) => ((await read(id)).history ?? []).map(({ event }) => event);

describe('the sides of a document', () => {
  it('come in any order', async () => {
    const { sessionId, headers } = await ready();
    await gateway.get(api.AddBackDocument, { sessionId, image: await magicPicture() }, headers);
    await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, headers);
    const { captures, documentFrontGiven, documentBackGiven } = await read(sessionId);
    expect([documentFrontGiven, documentBackGiven]).toEqual([true, true]);
    expect(captures.map(({ fileType }) => fileType)).toEqual(['IDENTITY_CARD_BACK', 'IDENTITY_CARD_FRONT']);
  });

  it('are not taken as the bytes of a picture that has failed', async () => {
    const { sessionId, headers } = await ready();
    const image = await magicPicture({ scenario: 'not-an-id' });
    await gateway.get(api.AddFrontDocument, { sessionId, image }, headers);
    await expect.poll(() => eventsOf(sessionId), { timeout: 20_000 }).toContain('SESSION_CAPTURE_ANALYZED');
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image }, headers)).toBe('IMAGE_ALREADY_FAILED');
    const another = await magicPicture({ scenario: 'not-an-id' });
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image: another }, headers)).toBe('NO_REFUSAL');
  });

  it('are shown ten times each, at most', async () => {
    const { sessionId, headers } = await ready();
    for (let attempt = 0; attempt < 10; attempt++)
      await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, headers);
    const image = await magicPicture();
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image }, headers)).toBe('ATTEMPTS_EXHAUSTED');
    expect(await gateway.refusal(api.AddBackDocument, { sessionId, image }, headers)).toBe('NO_REFUSAL');
  });
});

describe('the token of a liveness session', () => {
  it('is of its own session alone, and works for its time alone', async () => {
    const [mine, other] = [await ready('PASSPORT'), await ready('PASSPORT')];
    const { sessionId, headers } = mine;
    const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
    const { token, expiresAt } = generateLivenessSession.liveness;
    const shown = { token, selfie: await magicPicture() };
    const process = (subject: typeof mine) =>
      gateway.refusal(api.ProcessLivenessDocument, { sessionId: subject.sessionId, ...shown }, subject.headers);
    expect(await process(other)).toBe('LIVENESS_SESSION_REQUIRED');
    elapsed += Date.parse(expiresAt) - Date.now() - elapsed;
    expect(await process(mine)).toBe('LIVENESS_TOKEN_EXPIRED');
  });
});

describe('the harness of finalize', () => {
  it('is for SANDBOX alone', async () => {
    const tenant = await newTenant(gateway);
    await gateway.get(api.CreateClientDocument, { input: { organizationId: tenant.id, name: 'app' } }, tenant.admin);
    const { headers } = await newKey(gateway, tenant, { role: 'OPERATOR', mode: 'LIVE' });
    const { createVerificationSession } = await gateway.get(api.CreateSessionDocument, { input: {} }, headers);
    const { id: sessionId } = createVerificationSession.session;
    const finalize = (settings: api.FinalizeSettingsInput | null) =>
      gateway.refusal(api.FinalizeDocument, { sessionId, settings }, headers);
    expect(await finalize({})).toBe('TEST_OVERRIDES_NOT_ALLOWED');
    expect(await finalize(null)).toBe('MISSING_EVIDENCE');
  });
});
