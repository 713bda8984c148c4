import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portrait, selfie } from '../../tools/specimen/faces.js';
import { drawSpecimen, type SpecimenType } from '../../tools/specimen/documents.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { selfieOfBerta } from '../support/sample-faces.js';
import { readyForImages, type Subject } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

const settings = { performOfacTest: false };

/** Everything that a subject hands in, up to the point where the app finalizes. */
async function handIn(
  type: SpecimenType,
  face: () => Promise<Buffer>,
  wanted: { performOfacTest: boolean } = settings,
) {
  const subject = await readyForImages(gateway, type, { settings: wanted, externalId: 'person-7' });
  const { sessionId, headers } = subject;
  const { front, back } = await drawSpecimen(type, new Date());
  await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(front) }, headers);
  if (back) await gateway.get(api.AddBackDocument, { sessionId, image: blobOf(back) }, headers);
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token } = generateLivenessSession.liveness;
  const processed = await gateway.get(
    api.ProcessLivenessDocument,
    { sessionId, token, selfie: blobOf(await face()) },
    headers,
  );
  return { ...subject, livenessDetected: processed.processLivenessSession.livenessDetected };
}

const finalize = ({ sessionId, headers }: Subject, forced?: api.FinalizeSettingsInput) =>
  gateway.get(api.FinalizeDocument, { sessionId, settings: forced ?? null }, headers);
async function readSession({ sessionId: id }: Subject) {
  const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  return verificationSession;
}
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('a person who shows a valid document and their own face', () => {
  it('is verified, and the verdict explains itself', async () => {
    const subject = await handIn('DRIVER_LICENSE', selfie);
    expect(subject.livenessDetected).toBe(true);
    const { finalizeVerification } = await finalize(subject);
    expect(finalizeVerification).toMatchObject({ verified: true, session: { status: 'COMPLETE' } });

    const session = await readSession(subject);
    expect(session).toMatchObject({ firstName: 'ANNA', lastName: 'LINDGREN', birthDate: '1996-04-17' });
    expect(session.documents.nodes.map(({ dataSource }) => dataSource)).toEqual(
      expect.arrayContaining(['FRONT_OCR', 'BARCODE']),
    );
    const barcode = session.documents.nodes.find(({ dataSource }) => dataSource === 'BARCODE');
    expect(barcode?.raw).toContain('ANSI ');
    expect(session.score?.gates.every(({ passed }) => passed)).toBe(true);
    expect(sumOf(session.score?.contributions.map(({ contribution }) => contribution) ?? [])).toBeCloseTo(
      session.score?.value ?? -1,
      6,
    );
    expect(session.history?.map(({ sequence }) => sequence)).toEqual(session.history?.map((_, place) => place + 1));
    expect(session.history?.at(-1)?.event).toBe('SESSION_COMPLETED');
    expect(session.captures.map(({ fileType }) => fileType).toSorted()).toEqual([
      'DRIVER_LICENSE_BACK',
      'DRIVER_LICENSE_FRONT',
      'SELFIE',
    ]);
  });

  it('has the machine-readable zone of a passport read', async () => {
    const subject = await handIn('PASSPORT', selfie);
    await finalize(subject);
    const session = await readSession(subject);
    expect(session.document).toMatchObject({ documentNumber: 'PK4071836', lastName: 'LINDGREN' });
    expect(session.tests?.find(({ name }) => name === 'MRZ_CHECK_DIGITS')?.outcome).toBe('PASS');
    expect(session.tests?.find(({ name }) => name === 'DOC_BACK_SUSPICIOUS_WORDS')?.outcome).toBe('NOT_APPLICABLE');
  });

  it('gets the same result for the same finalize, and no other one', async () => {
    const subject = await handIn('DRIVER_LICENSE', selfie);
    const [one, two] = await Promise.all([finalize(subject), finalize(subject)]);
    expect(two).toEqual(one);
    const events = (await readSession(subject)).history?.map(({ event }) => event) ?? [];
    expect(events.filter((event) => event === 'SESSION_COMPLETED')).toHaveLength(1);
    const other = { sessionId: subject.sessionId, settings: { ocrNameMatchFail: true } };
    expect(await gateway.refusal(api.FinalizeDocument, other, subject.headers)).toBe('ALREADY_FINALIZED');
  });
});

describe('a person who must not be verified', () => {
  it('shows the document of somebody else', async () => {
    const subject = await handIn('DRIVER_LICENSE', selfieOfBerta);
    const { finalizeVerification } = await finalize(subject);
    expect(finalizeVerification.verified).toBe(false);
    const gates = (await readSession(subject)).score?.gates ?? [];
    expect(gates.find(({ name }) => name === 'FACE_MATCH')?.passed).toBe(false);
  });

  it('shows the portrait of the document as their own face', async () => {
    const subject = await handIn('DRIVER_LICENSE', portrait);
    const { finalizeVerification } = await finalize(subject);
    expect(finalizeVerification.verified).toBe(false);
    const { tests, score } = await readSession(subject);
    expect(tests?.find(({ name }) => name === 'FACE_MATCH')).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reasons: ['same_picture'],
    });
    expect(score?.gates.find(({ name }) => name === 'FACE_MATCH')?.passed).toBe(false);
  });

  it('shows a portrait instead of a document', async () => {
    const subject = await readyForImages(gateway, 'PASSPORT', { settings });
    const { sessionId, headers } = subject;
    await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(await portrait()) }, headers);
    const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
    const { token } = generateLivenessSession.liveness;
    await gateway.get(api.ProcessLivenessDocument, { sessionId, token, selfie: blobOf(await selfie()) }, headers);
    const { finalizeVerification } = await finalize(subject);
    expect(finalizeVerification.verified).toBe(false);
    const session = await readSession(subject);
    expect(session.tests?.find(({ name }) => name === 'DOC_FRONT_IS_IDENTITY_DOCUMENT')?.outcome).not.toBe('PASS');
  });

  it('cannot be screened, where screening is asked for and no list is loaded', async () => {
    const subject = await handIn('DRIVER_LICENSE', selfie, { performOfacTest: true });
    const { finalizeVerification } = await finalize(subject);
    expect(finalizeVerification.verified).toBe(false);
    const session = await readSession(subject);
    expect(session.tests?.find(({ name }) => name === 'OFAC')).toMatchObject({
      outcome: 'UNAVAILABLE',
      reasons: ['no_sanctions_list'],
    });
  });

  it('has a test forced to fail by the harness, which the history records', async () => {
    const subject = await handIn('DRIVER_LICENSE', selfie);
    const { finalizeVerification } = await finalize(subject, {
      docFrontImageManipulationFail: true,
      ocrNameMatchFail: true,
    });
    expect(finalizeVerification.verified).toBe(false);
    const session = await readSession(subject);
    expect(session.history?.filter(({ event }) => event === 'SESSION_TEST_OVERRIDDEN')).toHaveLength(2);
    expect(session.testReport?.crosschecks.name).toBe(false);
  });
});

describe('liveness', () => {
  it('counts the tries of a token, and the tokens of a session', async () => {
    const { sessionId, headers } = await readyForImages(gateway);
    const wrong = { sessionId, token: 'nobody-gave-this', selfie: blobOf(await selfie()) };
    expect(await gateway.refusal(api.ProcessLivenessDocument, wrong, headers)).toBe('LIVENESS_SESSION_REQUIRED');
    const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
    const spend = { ...wrong, token: generateLivenessSession.liveness.token, selfie: new Blob(['no image']) };
    for (let attempt = 0; attempt < 3; attempt++)
      expect(await gateway.refusal(api.ProcessLivenessDocument, spend, headers)).toBe('IMAGE_INVALID');
    expect(await gateway.refusal(api.ProcessLivenessDocument, spend, headers)).toBe('ATTEMPTS_EXHAUSTED');
    for (let token = 1; token < 3; token++) await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
    expect(await gateway.refusal(api.StartLivenessDocument, { sessionId }, headers)).toBe('ATTEMPTS_EXHAUSTED');
  });

  it('is refused where it is switched off', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'PASSPORT', {
      settings: { performLivenessTest: false },
    });
    expect(await gateway.refusal(api.StartLivenessDocument, { sessionId }, headers)).toBe('TEST_DISABLED');
  });
});
