import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession, readyForImages } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

describe('what a session asks for, in its order', () => {
  it('wants consent before anything else', async () => {
    const { sessionId, headers } = await openSession(gateway);
    const image = await picture();
    expect(await gateway.refusal(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, headers)).toBe(
      'CONSENT_REQUIRED',
    );
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image }, headers)).toBe('CONSENT_REQUIRED');
    expect(await gateway.refusal(api.StartLivenessDocument, { sessionId }, headers)).toBe('CONSENT_REQUIRED');
  });

  it('records a refusal of consent, and lets the subject think again', async () => {
    const { sessionId, headers } = await openSession(gateway);
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: false }, headers);
    expect(await gateway.refusal(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, headers)).toBe(
      'CONSENT_REQUIRED',
    );
    const { giveConsent } = await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    expect(giveConsent.session).toMatchObject({ status: 'IN_PROGRESS', consented: true });
  });

  it('wants the document type before images, and knows which has no back', async () => {
    const { sessionId, headers } = await openSession(gateway);
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    const image = await picture();
    expect(await gateway.refusal(api.AddFrontDocument, { sessionId, image }, headers)).toBe('DOCUMENT_TYPE_REQUIRED');
    expect(await gateway.refusal(api.SetDocumentTypeDocument, { sessionId, documentType: 'UNKNOWN' }, headers)).toBe(
      'BAD_USER_INPUT',
    );
    await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, headers);
    expect(await gateway.refusal(api.AddBackDocument, { sessionId, image }, headers)).toBe(
      'DOCUMENT_SIDE_NOT_APPLICABLE',
    );
  });

  it('locks the type once a side is there, until it is reset', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'IDENTITY_CARD');
    await gateway.get(api.AddFrontDocument, { sessionId, image: await picture() }, headers);
    const change = { sessionId, documentType: 'DRIVER_LICENSE' as const };
    expect(await gateway.refusal(api.SetDocumentTypeDocument, change, headers)).toBe('DOCUMENT_TYPE_LOCKED');
    const { setDocumentType } = await gateway.get(api.SetDocumentTypeDocument, { ...change, reset: true }, headers);
    expect(setDocumentType.session).toMatchObject({ documentType: 'DRIVER_LICENSE', documentFrontGiven: false });
  });

  it('names what is missing, and changes nothing', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'IDENTITY_CARD');
    const { errors } = await gateway.ask(api.FinalizeDocument, { sessionId }, headers);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'MISSING_EVIDENCE',
      missing: ['document_front', 'document_back', 'liveness'],
      retryable: false,
    });
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, headers);
    expect(verificationSession?.status).toBe('IN_PROGRESS');
  });

  it('takes no more once it was cancelled, and can still be read', async () => {
    const { sessionId, headers } = await readyForImages(gateway);
    expect(await gateway.refusal(api.CancelDocument, { id: sessionId }, headers)).toBe('FORBIDDEN');
    const { cancelSession } = await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    expect(cancelSession.session).toMatchObject({ status: 'EXPIRED', statusReason: 'CANCELLED' });
    const { errors } = await gateway.ask(api.StartLivenessDocument, { sessionId }, headers);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SESSION_NOT_OPEN', status: 'EXPIRED' });
    expect(await gateway.refusal(api.CancelDocument, { id: sessionId }, operator)).toBe('SESSION_NOT_OPEN');
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, headers);
    expect(verificationSession?.status).toBe('EXPIRED');
  });

  it('destroys the evidence when consent is withdrawn', async () => {
    const { sessionId, headers } = await readyForImages(gateway);
    const { addDocumentFront } = await gateway.get(
      api.AddFrontDocument,
      { sessionId, image: await picture() },
      headers,
    );
    const before = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    const link = before.verificationSession?.captures[0]?.downloadUrl ?? '';
    expect((await fetch(link)).status).toBe(200);
    const { giveConsent } = await gateway.get(api.GiveConsentDocument, { sessionId, consented: false }, headers);
    expect(giveConsent.session).toMatchObject({ status: 'EXPIRED', statusReason: 'CONSENT_WITHDRAWN' });
    expect((await fetch(link)).status).toBe(404);
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(verificationSession?.captures[0]).toMatchObject({ id: addDocumentFront.capture.id, coordinates: null });
  });
});

describe('a withdrawal', () => {
  it('destroys images that a reset has dropped, too', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'IDENTITY_CARD');
    await gateway.get(api.AddFrontDocument, { sessionId, image: await picture() }, headers);
    const change = { sessionId, documentType: 'PASSPORT' as const, reset: true };
    await gateway.get(api.SetDocumentTypeDocument, change, headers);
    const { giveConsent } = await gateway.get(api.GiveConsentDocument, { sessionId, consented: false }, headers);
    expect(giveConsent.session).toMatchObject({ status: 'EXPIRED', statusReason: 'CONSENT_WITHDRAWN' });
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(verificationSession?.captures).toMatchObject([{ downloadUrl: null, coordinates: null }]);
  });
});

describe('what a create asks for', () => {
  it.each([
    ['a life of a year', { expiresIn: 'P1Y' }, 'BAD_USER_INPUT'],
    ['a life of a second', { expiresIn: 'PT1S' }, 'BAD_USER_INPUT'],
    ['a client of nobody', { clientId: '019f0000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['a number as metadata', { metadata: { order: 1 } }, 'BAD_USER_INPUT'],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      'BAD_USER_INPUT',
    ],
    ['a link that is none', { webhookUrl: 'javascript:alert(1)' }, 'BAD_USER_INPUT'],
    ['a link to this machine', { webhookUrl: 'http://169.254.169.254/latest' }, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_name, input, code) => {
    expect(await gateway.refusal(api.CreateSessionDocument, { input }, operator)).toBe(code);
  });

  it('makes one session for one idempotency key, whoever is first', async () => {
    const input = { idempotencyKey: 'order-1', externalId: 'p1' };
    const create = () => gateway.get(api.CreateSessionDocument, { input }, operator);
    const [one, two] = await Promise.all([create(), create()]);
    expect(one.createVerificationSession.session.id).toBe(two.createVerificationSession.session.id);
    const other = { input: { ...input, externalId: 'p2' } };
    expect(await gateway.refusal(api.CreateSessionDocument, other, operator)).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
