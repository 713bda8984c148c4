import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../support/documents.js';
import { Gateway, operator, sdk } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession, readyForImages } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

describe('an erased session', () => {
  it('keeps what happened, and nothing of whom', async () => {
    const input = { externalId: 'Erasmus', metadata: { order: 'erased' }, idempotencyKey: 'erased-1' };
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT', input);
    await gateway.get(api.AddFrontDocument, { sessionId, image: await picture() }, headers);
    const find = async (filter: api.VerificationSessionFilter) => {
      const { viewer } = await gateway.get(api.ListVerificationsDocument, { filter }, operator);
      return viewer.organization.verificationSessions.totalCount;
    };
    expect(await find({ searchTerm: 'erasmus' })).toBe(1);
    const link = (await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator)).verificationSession
      ?.captures[0]?.downloadUrl;

    expect(await gateway.refusal(api.EraseSessionDocument, { id: sessionId }, headers)).toBe('FORBIDDEN');
    const { eraseSession } = await gateway.get(api.EraseSessionDocument, { id: sessionId }, operator);
    expect(eraseSession).toMatchObject({ capturesErased: 1, session: { status: 'EXPIRED', metadata: {} } });
    expect(eraseSession.session.captures).toMatchObject([{ downloadUrl: null }]);
    const claims = Buffer.from(eraseSession.receipt.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({ sessionId, capturesErased: 1 });
    expect((await fetch(link ?? '')).status).toBe(404);
    expect(await find({ searchTerm: 'erasmus' })).toBe(0);
    expect(await find({ metadata: { order: 'erased' } })).toBe(0);

    expect((await openSession(gateway, input)).sessionId).not.toBe(sessionId);
    const again = await gateway.get(api.EraseSessionDocument, { id: sessionId }, operator);
    expect(again.eraseSession).toMatchObject({ capturesErased: 0 });
    const read = await gateway.get(api.ReadVerdictDocument, { id: sessionId }, operator);
    const events = read.verificationSession?.history?.map(({ event }) => event) ?? [];
    expect(events.filter((event) => event === 'SESSION_ERASED')).toHaveLength(1);
  });
});

describe('a link for a phone', () => {
  it('carries a token for this one session', async () => {
    const { sessionId } = await openSession(gateway);
    const { createCaptureLink } = await gateway.get(api.CreateCaptureLinkDocument, { sessionId }, operator);
    const url = new URL(createCaptureLink.url);
    const secret = new URLSearchParams(url.hash.slice(1));
    const headers = sdk(secret.get('token') ?? '', secret.get('client') ?? '');
    const { giveConsent } = await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    expect(giveConsent.session.consented).toBe(true);
    await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    expect(await gateway.refusal(api.CreateCaptureLinkDocument, { sessionId }, operator)).toBe('SESSION_NOT_OPEN');
  });
});

describe('where an image was taken', () => {
  it.each(['UNKNOWN', 'FRONT_DOC_IMAGE_CAPTURE'] as const)('is told by name for %s', async (captureType) => {
    const { sessionId, headers } = await readyForImages(gateway);
    await gateway.get(api.AddFrontDocument, { sessionId, image: await picture() }, headers);
    const read = await gateway.get(api.ReadLocationDocument, { id: sessionId, captureType }, operator);
    expect(read.verificationSession?.location).toMatchObject({
      collected: true,
      captureType,
      ipAddress: '127.0.0.1',
      deviceLatitude: 40.4,
      deviceLongitude: -3.7,
      deviceCountryCode: 'ES',
      deviceCountryName: 'Spain',
      deviceAdminArea: 'Madrid',
    });
    const missing = { id: sessionId, captureType: 'SELFIE_IMAGE_CAPTURE' as const };
    const { verificationSession } = await gateway.get(api.ReadLocationDocument, missing, operator);
    expect(verificationSession?.location).toBeNull();
  });

  it('is not kept where the settings say so', async () => {
    const settings = { collectLocationData: false, collectIpData: false };
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT', { settings });
    await gateway.get(api.AddFrontDocument, { sessionId, image: await picture() }, headers);
    const asked = { id: sessionId, captureType: 'FRONT_DOC_IMAGE_CAPTURE' as const };
    const { verificationSession } = await gateway.get(api.ReadLocationDocument, asked, operator);
    expect(verificationSession?.location).toMatchObject({
      collected: false,
      ipAddress: null,
      deviceLatitude: null,
      deviceLocality: null,
    });
  });
});
