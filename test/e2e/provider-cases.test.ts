import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { startVeridas } from '../../tools/vendors/veridas/vendor.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { vendorPicture } from '../support/plain-picture.js';
import { magicPicture, openScoring, readScoring, settledScoring } from '../support/scoring.js';
import { readyForImages } from '../support/subject.js';

/** The first story waits for the engine, which a busy machine brings up slowly. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const PATIENT = { timeout: 60_000, interval: 50 };
const [veridas, external] = await Promise.all([startVeridas(), startExternal()]);
let gateway: Gateway;
let ahead = 0;
beforeAll(async () => {
  const now = () => new Date(Date.now() + ahead);
  gateway = await Gateway.start(now, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' });
  await configure('veridas', veridas.settings());
  await configure('external', externalSettings(external.url));
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([veridas.close(), external.close()]);
});

const configure = async (adapter: string, settings: Record<string, unknown>, shadowShare = 0) => {
  const input = { organizationId: 'demo', adapter, enabled: true, shadowShare, settings };
  await gateway.get(api.ConfigureProviderDocument, { input }, operator);
};
const nothingHeld = () => expect.poll(() => [veridas.held(), external.held()], PATIENT).toEqual([[], 0]);

const open = (provider: api.Provider, more: Partial<api.CreateScoringInput> = {}) =>
  openScoring(gateway, { provider, document: { type: 'IDENTITY_CARD', country: 'ES' }, ...more });
const score = async (scoringId: string, front?: Blob) => {
  const back = await magicPicture();
  await gateway.get(api.ScoreScoringDocument, { scoringId, front: front ?? (await magicPicture()), back }, operator);
  return settledScoring(gateway, scoringId);
};
/** A session whose card VERIDAS has seen on both sides. */
async function shown() {
  const subject = await readyForImages(gateway, 'IDENTITY_CARD', { provider: 'VERIDAS' });
  const { sessionId, headers } = subject;
  await gateway.get(api.AddFrontDocument, { sessionId, image: await magicPicture() }, headers);
  await gateway.get(api.AddBackDocument, { sessionId, image: await magicPicture() }, headers);
  await expect.poll(() => veridas.held(), PATIENT).toEqual([['obverse', 'reverse']]);
  return subject;
}

describe('what a provider keeps', () => {
  it.each(['VERIDAS', 'EXTERNAL'] as const)('is released once a scoring by %s has its result', async (provider) => {
    expect(await score(await open(provider))).toMatchObject({ status: 'SCORED', scoredBy: provider });
    await nothingHeld();
  });

  it('is gone on with where a run has failed, until the scoring ends', async () => {
    const id = await open('VERIDAS');
    const unreadable = blobOf(await vendorPicture('unreadable')());
    expect(await score(id, unreadable)).toMatchObject({ status: 'OPEN', failure: { code: 'PROVIDER_ERROR' } });
    expect(await score(id, unreadable)).toMatchObject({ status: 'OPEN' });
    expect(veridas.held()).toEqual([[]]);
    await gateway.get(api.CloseScoringDocument, { id }, operator);
    await nothingHeld();
  });

  it('is released by who could not answer as well', async () => {
    const id = await open('EXTERNAL');
    expect(await score(id, blobOf(await vendorPicture('breaks')()))).toMatchObject({ scoredBy: 'VERIDAS' });
    await nothingHeld();
  });

  it.each(['VERIDAS', 'EXTERNAL'] as const)('is released when a delegation to %s ends', async (provider) => {
    const id = await open(provider);
    await gateway.get(api.DelegateScoringDocument, { id }, operator);
    expect(veridas.held().length + external.held()).toBe(1);
    await gateway.get(api.CloseScoringDocument, { id }, operator);
    await nothingHeld();
  });

  it('is released after a comparison, and after a shadow', async () => {
    const id = await open('INTERNAL');
    await score(id);
    const asked: api.CompareProvidersMutationVariables = { scoringId: id, providers: ['VERIDAS', 'EXTERNAL'] };
    for (let times = 0; times < 2; times++) {
      const { compareProviders } = await gateway.get(api.CompareProvidersDocument, asked, operator);
      expect(compareProviders.results.map(({ failure }) => failure)).toEqual([null, null]);
      await nothingHeld();
    }
    await configure('external', externalSettings(external.url), 1);
    const seen = (await score(await open('VERIDAS'))).id;
    const events = async () => (await readScoring(gateway, seen)).history?.map(({ event }) => event);
    await expect.poll(events, PATIENT).toContain('SCORING_COMPARED');
    await nothingHeld();
    await configure('external', externalSettings(external.url));
  });

  it('is one case for both sides of a document, until consent is withdrawn', async () => {
    const { sessionId, headers } = await shown();
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: false }, headers);
    await nothingHeld();
  });

  it('is one case though the back comes while the front is still being read', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'IDENTITY_CARD', { provider: 'VERIDAS' });
    const slow = blobOf(await vendorPicture('slow')());
    await gateway.get(api.AddFrontDocument, { sessionId, image: slow }, headers);
    await gateway.get(api.AddBackDocument, { sessionId, image: await magicPicture() }, headers);
    const read = async () => {
      const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id: sessionId }, operator);
      return verificationSession?.history?.filter(({ event }) => event === 'SESSION_CAPTURE_ANALYZED').length;
    };
    await expect.poll(read, PATIENT).toBe(2);
    expect(veridas.held()).toEqual([['obverse', 'reverse']]);
    await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    await nothingHeld();
  });

  it('is released when a session is erased, is cancelled, or shows another document', async () => {
    await gateway.get(api.EraseSessionDocument, { id: (await shown()).sessionId }, operator);
    await nothingHeld();
    await gateway.get(api.CancelDocument, { id: (await shown()).sessionId }, operator);
    await nothingHeld();
    const { sessionId, headers } = await shown();
    await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT', reset: true }, headers);
    await nothingHeld();
  });

  it('is released later where the provider is down', async () => {
    const { sessionId } = await shown();
    await configure('veridas', veridas.settings(veridas.faulty('server_error')));
    await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    const release = async () => (await gateway.services.jobs.counts()).find(({ queue }) => queue === 'case-release');
    await expect.poll(async () => (await release())?.planned, PATIENT).toBe(1);
    expect(veridas.held()).toEqual([['obverse', 'reverse']]);
    await configure('veridas', veridas.settings());
    await nothingHeld();
  });

  // The last, as the clock stays ahead of the jobs' own.
  it('is released when the time of a scoring is over', async () => {
    const id = await open('EXTERNAL', { expiresIn: 'PT1M' });
    await gateway.get(api.DelegateScoringDocument, { id }, operator);
    ahead += 120_000;
    await gateway.services.scorings.expiry.expire('demo', id);
    await nothingHeld();
  });
});
