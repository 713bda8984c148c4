import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { PERSON } from '../../tools/specimen/person.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator, sdk } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { mirroredSelfieOfAnna, portraitOfAnna, selfieOfBerta } from '../support/sample-faces.js';
import { openSession, type Subject } from '../support/subject.js';

let gateway: Gateway;
let anna: string;
let minutesLater = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + minutesLater * 60_000));
  anna = await verify('person-7');
}, 120_000);
afterAll(() => gateway.close());

async function verify(externalId: string, person = PERSON): Promise<string> {
  const subject = await handInAndFinalize(gateway, { settings: { performOfacTest: false }, externalId }, { person });
  expect(subject.verified).toBe(true);
  return identityOf(subject);
}
async function identityOf({ sessionId: id }: Subject): Promise<string> {
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id }, operator);
  return verificationSession?.identity?.id ?? '';
}
type Input = Omit<api.CreateAuthenticationSessionInput, 'identityId'>;
async function open(identityId: string, input: Input = {}): Promise<Subject> {
  const wanted = { input: { identityId, ...input } };
  const { createAuthenticationSession } = await gateway.get(api.CreateAuthenticationDocument, wanted, operator);
  const { session, sdkToken } = createAuthenticationSession;
  return { sessionId: session.id, headers: sdk(sdkToken, session.client.id) };
}
async function show({ sessionId, headers }: Subject, face: () => Promise<Buffer>): Promise<boolean> {
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const selfie = { sessionId, token: generateLivenessSession.liveness.token, selfie: blobOf(await face()) };
  const { processLivenessSession } = await gateway.get(api.ProcessLivenessDocument, selfie, headers);
  return processLivenessSession.livenessDetected;
}
const finalize = async ({ sessionId, headers }: Subject) =>
  (await gateway.get(api.FinalizeAuthenticationDocument, { sessionId }, headers)).finalizeAuthentication;
async function read({ sessionId: id }: Subject) {
  const { authenticationSession } = await gateway.get(api.ReadAuthenticationDocument, { id }, operator);
  if (!authenticationSession) throw new Error('the session is gone');
  return authenticationSession;
}
const list = async (filter: api.AuthenticationSessionFilter) =>
  (await gateway.get(api.ListAuthenticationsDocument, { filter }, operator)).viewer.organization.authenticationSessions;
const refusalOf = (input: api.CreateAuthenticationSessionInput) =>
  gateway.refusal(api.CreateAuthenticationDocument, { input }, operator);

/** Judged by the face alone: the estimators of age and gender are coarse. */
const faceAlone = { settings: { performAgeTest: false, performGenderTest: false } };

describe('a person who was verified', () => {
  it('is known again by another image, and the verdict explains itself', async () => {
    const subject = await open(anna, { ...faceAlone, userId: 'user-1', metadata: { door: 'north' } });
    expect(await read(subject)).toMatchObject({ status: 'IN_PROGRESS', authenticated: null, identity: { id: anna } });
    expect(await show(subject, mirroredSelfieOfAnna)).toBe(true);
    const { authenticated, session } = await finalize(subject);
    expect(authenticated).toBe(true);
    expect(session).toMatchObject({ status: 'COMPLETE', authenticated: true, firstName: 'ANNA', lastName: 'LINDGREN' });

    const known = await read(subject);
    expect(known.captures).toEqual([{ fileType: 'SELFIE' }]);
    expect(known.score?.verified).toBe(true);
    expect(known.score?.gates.map(({ name, passed }) => [name, passed])).toEqual([
      ['FACE_MATCH', true],
      ['LIVENESS', true],
    ]);
    const events = known.history?.map(({ event }) => event);
    expect(events).toEqual([
      'SESSION_CREATED',
      'SESSION_LIVENESS_STARTED',
      'SESSION_LIVENESS_PASSED',
      'SESSION_FINALIZE_REQUESTED',
      'SESSION_COMPLETED',
    ]);
    expect(known.history?.at(-1)?.data).toMatchObject({ authenticated: true });
  });

  it('has their age and gender looked at, unless that is switched off', async () => {
    const subject = await open(anna);
    await show(subject, mirroredSelfieOfAnna);
    const { authenticated } = await finalize(subject);
    const { tests, score, settings } = await read(subject);
    expect(settings).toEqual({ performAgeTest: true, performGenderTest: true });
    const asked = (tests ?? []).filter(({ name }) => name === 'AGE' || name === 'GENDER');
    expect(asked).toHaveLength(2);
    expect(score?.contributions.map(({ test }) => test)).toEqual(['AGE', 'GENDER']);
    expect(authenticated).toBe(asked.every(({ outcome }) => outcome === 'PASS'));
    expect(score?.gates.every(({ passed }) => passed)).toBe(true);
  });

  it('gets the same verdict for the same finalize, and reads it in the app too', async () => {
    const subject = await open(anna, faceAlone);
    await show(subject, mirroredSelfieOfAnna);
    const [one, two] = await Promise.all([finalize(subject), finalize(subject)]);
    expect(two).toEqual(one);
    const own = await gateway.get(api.ReadAuthenticationDocument, { id: subject.sessionId }, subject.headers);
    expect(own.authenticationSession).toMatchObject({ authenticated: true, score: null, tests: null });
  });
});

describe('somebody else', () => {
  it('may have a portrait of them: it is their face, and nobody is there', async () => {
    const subject = await open(anna, faceAlone);
    expect(await show(subject, portraitOfAnna)).toBe(false);
    expect((await finalize(subject)).authenticated).toBe(false);
    const gates = (await read(subject)).score?.gates.map(({ name, passed }) => [name, passed]);
    expect(gates).toEqual([
      ['FACE_MATCH', true],
      ['LIVENESS', false],
    ]);
  });

  it('is not taken for them, and stays without a name', async () => {
    const subject = await open(anna, faceAlone);
    expect(await show(subject, selfieOfBerta)).toBe(true);
    const { authenticated, session } = await finalize(subject);
    expect(authenticated).toBe(false);
    expect(session).toMatchObject({ status: 'COMPLETE', firstName: null, lastName: null });
    const { tests, score } = await read(subject);
    const face = tests?.find(({ name }) => name === 'FACE_MATCH');
    expect(face?.outcome).toBe('FAIL');
    expect(face?.metric).toBeGreaterThan(face?.threshold ?? Infinity);
    expect(score?.nearestFlip?.test).toBe('FACE_MATCH');
  });

  it('has five tries in a quarter of an hour', async () => {
    const clara = await verify('person-9', { ...PERSON, documentNumber: 'T64218368' });
    const subjects = await Promise.all(Array.from({ length: 6 }, () => open(clara, faceAlone)));
    for (const subject of subjects) await show(subject, selfieOfBerta);
    const [last, ...five] = subjects;
    if (!last) throw new Error('no subject');
    for (const subject of five) expect((await finalize(subject)).authenticated).toBe(false);
    const finalizeLast = () =>
      gateway.refusal(api.FinalizeAuthenticationDocument, { sessionId: last.sessionId }, last.headers);
    expect(await finalizeLast()).toBe('ATTEMPT_COOLDOWN');
    expect(await refusalOf({ identityId: clara })).toBe('ATTEMPT_COOLDOWN');
    expect(await refusalOf({ identityId: anna })).toBe('NO_REFUSAL');
    minutesLater = 16;
    expect((await finalize(last)).authenticated).toBe(false);
    minutesLater = 0;
  });
});

describe('an authentication is refused', () => {
  it('of nobody, of the unverified, and of a session that is none', async () => {
    expect(await refusalOf({ identityId: '0190b0a0-0000-7000-8000-000000000000' })).toBe('NOT_FOUND');
    const impostor = await handInAndFinalize(
      gateway,
      { settings: { performOfacTest: false }, externalId: 'person-8' },
      { face: selfieOfBerta },
    );
    expect(impostor.verified).toBe(false);
    expect(await refusalOf({ identityId: await identityOf(impostor) })).toBe('IDENTITY_NOT_VERIFIED');
    const { sessionId, headers } = await openSession(gateway);
    expect(await gateway.refusal(api.FinalizeAuthenticationDocument, { sessionId }, headers)).toBe('NOT_FOUND');
  });

  it('before a selfie is there, and takes no step of a verification', async () => {
    const { sessionId, headers } = await open(anna);
    const refuse = <Data, Variables>(
      document: Parameters<typeof gateway.refusal<Data, Variables>>[0],
      variables: Variables,
    ) => gateway.refusal(document, variables, headers);
    expect(await refuse(api.FinalizeAuthenticationDocument, { sessionId })).toBe('MISSING_EVIDENCE');
    expect(await refuse(api.GiveConsentDocument, { sessionId, consented: true })).toBe('NOT_FOUND');
    expect(await refuse(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' })).toBe('NOT_FOUND');
    expect(await refuse(api.FinalizeDocument, { sessionId, settings: null })).toBe('NOT_FOUND');
  });

  it('of a person whose sessions never showed a face', async () => {
    const faceless = await verifyWithoutFace();
    expect(await refusalOf({ identityId: faceless })).toBe('NO_ENROLLED_FACE');
  });
});

describe('an operator', () => {
  it('opens one session for one key, whatever happens since', async () => {
    const input = { identityId: anna, idempotencyKey: 'door-1', ...faceAlone };
    const create = async () =>
      (await gateway.get(api.CreateAuthenticationDocument, { input }, operator)).createAuthenticationSession;
    const [one, two] = [await create(), await create()];
    expect(two.session.id).toBe(one.session.id);
    expect(await refusalOf({ ...input, userId: 'another' })).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('lists them by whose they are and how they ended', async () => {
    const confirmed = await list({ identityId: [anna], verified: true, metadata: { door: 'north' } });
    expect(confirmed).toMatchObject({ totalCount: 1, nodes: [{ authenticated: true }] });
    expect((await list({ userId: ['user-1'], status: ['COMPLETE'] })).totalCount).toBe(1);
    expect((await list({ searchTerm: 'lindgren', verified: false })).totalCount).toBe(0);
    expect((await list({ verified: false, identityId: [anna] })).totalCount).toBeGreaterThan(0);
    const { identity } = await gateway.get(api.AuthenticationsOfDocument, { id: anna }, operator);
    expect(identity?.authenticationSessions.totalCount).toBe((await list({ identityId: [anna] })).totalCount);
    expect(identity?.verificationSessions.totalCount).toBe(1);
  });

  it('erases one, and with it all that is personal', async () => {
    const subject = await open(anna, { ...faceAlone, metadata: { door: 'south' } });
    await show(subject, mirroredSelfieOfAnna);
    await finalize(subject);
    const { eraseSession } = await gateway.get(api.EraseSessionDocument, { id: subject.sessionId }, operator);
    expect(eraseSession.capturesErased).toBe(1);
    expect(await read(subject)).toMatchObject({ authenticated: true, firstName: null, metadata: {} });
    expect((await list({ metadata: { door: 'south' } })).totalCount).toBe(0);
  });
});

/** Without liveness there is no selfie, hence nothing to enroll. */
async function verifyWithoutFace(): Promise<string> {
  const session = await openSession(gateway, {
    externalId: 'person-faceless',
    settings: { performOfacTest: false, performLivenessTest: false },
  });
  const { sessionId, headers } = session;
  await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
  await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'DRIVER_LICENSE' }, headers);
  const { front, back } = await drawSpecimen('DRIVER_LICENSE', new Date(), {
    ...PERSON,
    documentNumber: 'T64218376',
  });
  await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(front) }, headers);
  if (back) await gateway.get(api.AddBackDocument, { sessionId, image: blobOf(back) }, headers);
  const { finalizeVerification } = await gateway.get(api.FinalizeDocument, { sessionId, settings: null }, headers);
  expect(finalizeVerification.verified).toBe(true);
  return identityOf(session);
}
