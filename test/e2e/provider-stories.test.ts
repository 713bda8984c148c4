import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAamva } from '../../tools/vendors/aamva/vendor.js';
import { externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { startGoogle } from '../../tools/vendors/google/vendor.js';
import { startVeridas } from '../../tools/vendors/veridas/vendor.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { vendorPicture } from '../support/plain-picture.js';
import { magicPicture, openScoring, readScoring, settledScoring } from '../support/scoring.js';
import { readyForImages } from '../support/subject.js';

/** The first story waits for the engine, which a busy machine brings up slowly. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const [google, veridas, external, aamva] = await Promise.all([
  startGoogle(),
  startVeridas(),
  startExternal(),
  startAamva(),
]);
let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([google, veridas, external, aamva].map((vendor) => vendor.close()));
});

const configure = async (adapter: string, settings: Record<string, unknown>, enabled = true) => {
  const input = { organizationId: 'demo', adapter, enabled, settings };
  return (await gateway.get(api.ConfigureProviderDocument, { input }, operator)).configureProvider.status;
};
const score = async (input: Partial<api.CreateScoringInput>, front: Blob) => {
  const scoringId = await openScoring(gateway, input);
  await gateway.get(api.ScoreScoringDocument, { scoringId, front }, operator);
  return settledScoring(gateway, scoringId);
};
const pictured = async (scenario: string) => blobOf(await vendorPicture(scenario)());
const testOf = (tests: readonly { name: string }[] | null | undefined, name: string) =>
  tests?.find((test) => test.name === name);
const lastEvent = ({ history }: Awaited<ReturnType<typeof readScoring>>) => history?.at(-1);

describe('GOOGLE', () => {
  it('finds a specimen, and is quoted word for word', async () => {
    expect(await configure('google', google.settings())).toMatchObject({ provider: 'GOOGLE', circuit: 'CLOSED' });
    const asked = { provider: 'GOOGLE', document: { type: 'PASSPORT', country: 'US' } } as const;
    const scoring = await score(asked, await pictured('specimen'));
    expect(scoring).toMatchObject({ status: 'SCORED', scoredBy: 'GOOGLE', result: 'FAIL' });
    expect(testOf(scoring.tests, 'DOC_FRONT_SUSPICIOUS_WORDS')).toMatchObject({ outcome: 'FAIL', source: 'google' });
    expect(testOf(scoring.tests, 'DOC_FRONT_ONLINE_DUPLICATION')).toMatchObject({ outcome: 'FAIL', source: 'google' });
    expect(scoring.providerResponses).toMatchObject([{ source: 'google', operation: 'analyzeDocument' }]);
    expect(JSON.stringify(scoring.providerResponses?.[0]?.body)).toContain('SUSPICIOUS_WORDS_FOUND');
    expect(lastEvent(scoring)).toMatchObject({
      event: 'SCORING_SCORED',
      data: { scoredBy: 'GOOGLE', sources: ['google'], route: [{ source: 'google', reason: 'NAMED' }] },
    });
  });

  it('hands its token to the client’s own SDK', async () => {
    const id = await openScoring(gateway, { provider: 'GOOGLE', document: { type: 'PASSPORT', country: 'US' } });
    const { delegateScoring } = await gateway.get(api.DelegateScoringDocument, { id }, operator);
    expect(delegateScoring.delegation.credentials).toMatchObject({ type: 'oauth2_access_token', token_type: 'Bearer' });
    const looks = (await gateway.services.jobs.counts()).find(({ queue }) => queue === 'scoring-collection');
    expect(looks, 'it tells nothing of what the client does').toMatchObject({ planned: 0, waiting: 0, active: 0 });
    expect(await readScoring(gateway, id)).toMatchObject({ status: 'DELEGATED', failure: null });
    await gateway.get(api.CloseScoringDocument, { id }, operator);
  });
});

describe('VERIDAS', () => {
  const CARD = { provider: 'VERIDAS', document: { type: 'IDENTITY_CARD', country: 'ES' } } as const;

  it('reads a card, and sees that it is shown on a screen', async () => {
    await configure('veridas', veridas.settings());
    const genuine = await score(CARD, await magicPicture());
    expect(genuine).toMatchObject({ scoredBy: 'VERIDAS', extracted: { documentNumber: 'BAA000589' } });
    expect(testOf(genuine.tests, 'DOC_FRONT_IMAGE_MANIPULATION')).toMatchObject({ outcome: 'PASS', source: 'veridas' });
    const shown = await score(CARD, await pictured('attack'));
    expect(testOf(shown.tests, 'DOC_FRONT_IMAGE_MANIPULATION')).toMatchObject({ outcome: 'FAIL', source: 'veridas' });
  });

  it('captures by itself, and is believed about the face that it has seen', async () => {
    const id = await openScoring(gateway, CARD);
    await gateway.get(api.DelegateScoringDocument, { id }, operator);
    const delegated = (await gateway.services.scorings.service.delegated('demo')).find((one) => one.id === id);
    const reference = delegated?.delegation?.reference ?? '';
    veridas.capture(reference, await vendorPicture('captured')());
    const { callbackToken } = veridas.settings();
    const call = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ id: reference, status: 'finished', timestamp: '2026-01-01T00:00:00Z' });
      return (await fetch(`${gateway.address}/callbacks/veridas?organization=demo`, { method: 'POST', headers, body }))
        .status;
    };
    expect([await call('a guess'), await call(callbackToken), await call(callbackToken)]).toEqual([401, 204, 204]);
    let scoring = await readScoring(gateway, id);
    while (scoring.status === 'DELEGATED') scoring = await readScoring(gateway, id);
    expect(scoring).toMatchObject({ status: 'SCORED', scoredBy: 'VERIDAS' });
    expect(testOf(scoring.tests, 'FACE_MATCH')).toMatchObject({ outcome: 'PASS', source: 'veridas' });
    expect(scoring.score?.gates).toContainEqual({ name: 'FACE_MATCH', passed: true });
    expect(scoring.score?.gates).toContainEqual({ name: 'LIVENESS', passed: true });
  });
});

describe('EXTERNAL', () => {
  it('gives way to the fallback, and the history tells why', async () => {
    await configure('external', externalSettings(external.faulty('server_error')));
    const asked = { provider: 'EXTERNAL', document: { type: 'PASSPORT', country: 'ES' } } as const;
    const scoring = await score({ ...asked, fallbacks: ['VERIDAS', 'GOOGLE'] }, await magicPicture());
    expect(scoring).toMatchObject({ status: 'SCORED', scoredBy: 'VERIDAS' });
    expect(lastEvent(scoring)?.data).toMatchObject({
      route: [
        { source: 'external', reason: 'NAMED', failure: 'internal' },
        { source: 'veridas', reason: 'FALLBACK' },
      ],
    });
  });

  it('fails alone where nobody else may be asked, and nothing is spent', async () => {
    const others = [['google', google.settings()], ['veridas', veridas.settings()]] as const; // prettier-ignore
    for (const [adapter, settings] of others) await configure(adapter, settings, false);
    const scoring = await score({ provider: 'EXTERNAL' }, await magicPicture());
    expect(scoring).toMatchObject({ status: 'OPEN', attempts: 0, failure: { code: 'PROVIDER_UNAVAILABLE' } });
    expect(lastEvent(scoring)).toMatchObject({
      event: 'SCORING_FAILED',
      data: { provider: 'external', route: [{ source: 'external', reason: 'NAMED', failure: 'internal' }] },
    });
  });

  it('is passed over in a session as well, for the engine', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT', { provider: 'EXTERNAL' });
    await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, headers);
    const events = async () => {
      const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id: sessionId }, operator);
      return verificationSession?.history ?? [];
    };
    let told = await events();
    while (!told.some(({ event }) => event === 'SESSION_CAPTURE_ANALYZED')) told = await events();
    const dataOf = (name: string) => told.find(({ event }) => event === name)?.data;
    expect(dataOf('SESSION_PROVIDER_FAILED')).toMatchObject({
      source: 'external',
      reason: 'NAMED',
      failure: 'internal',
    });
    expect(dataOf('SESSION_PROVIDER_SWITCHED')).toMatchObject({ from: 'external', to: 'internal', reason: 'LAST' });
    await configure('external', externalSettings(external.url), false);
  });
});

describe('AAMVA', () => {
  it('is asked about a licence that the engine has read, and does not know it', async () => {
    await configure('aamva', aamva.settings());
    const settings = { performAamvaTest: true, performOfacTest: false };
    const { sessionId, verified } = await handInAndFinalize(gateway, { settings });
    expect(verified).toBe(false);
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(testOf(verificationSession?.tests, 'AAMVA')).toMatchObject({
      outcome: 'FAIL',
      source: 'aamva',
      reasons: ['not_found'],
    });
    const { verificationSession: judged } = await gateway.get(api.ReadVerdictDocument, { id: sessionId }, operator);
    expect(judged).toMatchObject({ dmvStatus: 'MISMATCH' });
  });
});

describe('the sandbox', () => {
  it.each([
    ['server-error', 'PROVIDER_UNAVAILABLE'],
    ['malformed', 'PROVIDER_ERROR'],
    ['refused', 'PROVIDER_ERROR'],
  ])('fails in a provider’s name as it is told: %s', async (scenario, code) => {
    const scoring = await score({ provider: 'VERIDAS' }, await magicPicture({ scenario }));
    expect(scoring).toMatchObject({ status: 'OPEN', attempts: 0, failure: { code } });
    expect(lastEvent(scoring)?.data).toMatchObject({ route: [{ source: 'sandbox', reason: 'STANDS_IN' }] });
  });
});
