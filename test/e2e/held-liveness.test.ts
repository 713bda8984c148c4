import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Behaviour } from '../../tools/vendors/azure/vendor.js';
import { setUpAzure } from '../support/azure.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator, sdk } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { mirroredSelfieOfAnna, selfieOfBerta } from '../support/sample-faces.js';
import type { Subject } from '../support/subject.js';

/** The first story waits for the engine, which a busy machine brings up slowly. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let gateway: Gateway;
let azure: Awaited<ReturnType<typeof setUpAzure>>;
let anna: string;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' });
  azure = await setUpAzure(gateway);
  const { sessionId: id } = await handInAndFinalize(gateway, { settings: { performOfacTest: false } });
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id }, operator);
  anna = verificationSession?.identity?.id ?? '';
});
afterAll(async () => {
  await gateway.close();
  await azure.close();
});

/** Judged by the face alone: the estimators of age and gender are coarse. */
const settings = { performAgeTest: false, performGenderTest: false };
async function open(livenessMode: api.LivenessMode = 'PASSIVE'): Promise<Subject> {
  const input = { identityId: anna, provider: 'GOOGLE', settings, livenessMode } as const;
  const told = await gateway.get(api.CreateAuthenticationDocument, { input }, operator);
  const { session, sdkToken } = told.createAuthenticationSession;
  return { sessionId: session.id, headers: sdk(sdkToken, session.client.id) };
}
async function begin({ sessionId, headers }: Subject) {
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  return generateLivenessSession.liveness;
}
/** The app's SDK sends its frames to Azure, then says that it is done. */
async function show(subject: Subject, behaviour: Behaviour, face: () => Promise<Buffer> = mirroredSelfieOfAnna) {
  const { token } = await begin(subject);
  azure.attempt(token, behaviour, await face());
  return process(subject, token);
}
const process = async ({ sessionId, headers }: Subject, token: string) =>
  (await gateway.get(api.ProcessHeldLivenessDocument, { sessionId, token }, headers)).processLivenessSession;
const refusalOf = ({ sessionId, headers }: Subject, token: string) =>
  gateway.refusal(api.ProcessHeldLivenessDocument, { sessionId, token }, headers);
const finalize = async ({ sessionId, headers }: Subject) =>
  (await gateway.get(api.FinalizeAuthenticationDocument, { sessionId }, headers)).finalizeAuthentication.authenticated;
async function read({ sessionId: id }: Subject) {
  const { authenticationSession } = await gateway.get(api.ReadAuthenticationDocument, { id }, operator);
  if (!authenticationSession) throw new Error('the session is gone');
  return authenticationSession;
}

describe('liveness at a provider that holds the frames', () => {
  it('is begun there, decided there, and the face in its frame is compared here', async () => {
    const subject = await open();
    const seen = await show(subject, 'real');
    expect(seen).toEqual({
      livenessDetected: true,
      session: { id: subject.sessionId, livenessProvider: 'AZURE', selfieGiven: true },
    });
    expect(await finalize(subject)).toBe(true);
    const { captures, tests, score } = await read(subject);
    expect(captures).toEqual([{ fileType: 'SELFIE' }]);
    expect(tests?.find(({ name }) => name === 'LIVENESS')).toMatchObject({ outcome: 'PASS', metric: null });
    expect(score?.gates.map(({ name, passed }) => [name, passed])).toEqual([
      ['FACE_MATCH', true],
      ['LIVENESS', true],
    ]);
    await expect.poll(azure.held, { timeout: 60_000 }).toBe(0);
  });

  it('asks for steps of its own, and answers for them', async () => {
    const subject = await open('PASSIVE_ACTIVE');
    expect(await begin(subject)).toMatchObject({ provider: 'AZURE', steps: [] });
    await show(subject, 'real');
    expect(await finalize(subject)).toBe(true);
    const gate = (await read(subject)).score?.gates.find(({ name }) => name === 'ACTIVE_STEPS');
    expect(gate).toMatchObject({ passed: true, metric: null });
  });

  it('tells a spoof, and somebody else, from the person', async () => {
    const spoofed = await open('PASSIVE_ACTIVE');
    expect(await show(spoofed, 'spoof')).toMatchObject({ livenessDetected: false });
    expect(await finalize(spoofed)).toBe(false);
    const other = await open();
    expect(await show(other, 'real', selfieOfBerta)).toMatchObject({ livenessDetected: true });
    expect(await finalize(other)).toBe(false);
  });

  it('forgets an earlier look where the last one has no picture', async () => {
    const subject = await open();
    await show(subject, 'real');
    expect(await show(subject, 'masked')).toMatchObject({ livenessDetected: false, session: { selfieGiven: false } });
    const { sessionId } = subject;
    expect(await gateway.refusal(api.FinalizeAuthenticationDocument, { sessionId }, subject.headers)).toBe(
      'MISSING_EVIDENCE',
    );
  });

  it('may be asked for until it has a result, and once then', async () => {
    const subject = await open();
    const { token } = await begin(subject);
    for (let times = 0; times < 4; times++) expect(await refusalOf(subject, token)).toBe('PROVIDER_UNAVAILABLE');
    const { sessionId, headers } = subject;
    const given = { sessionId, token, selfie: blobOf(await mirroredSelfieOfAnna()) };
    expect(await gateway.refusal(api.ProcessLivenessDocument, given, headers)).toBe('BAD_USER_INPUT');
    azure.attempt(token, 'real', await mirroredSelfieOfAnna());
    expect(await process(subject, token)).toMatchObject({ livenessDetected: true });
    expect(await refusalOf(subject, token)).toBe('ATTEMPTS_EXHAUSTED');
  });

  it('comes back to us where the provider does not answer', async () => {
    const subject = await open();
    await azure.configure(azure.settings(azure.faulty('server_error')));
    const { token, provider } = await begin(subject);
    expect(provider).toBe('INTERNAL');
    const { sessionId, headers } = subject;
    const selfie = { sessionId, token, selfie: blobOf(await mirroredSelfieOfAnna()) };
    expect(await gateway.get(api.ProcessLivenessDocument, selfie, headers)).toMatchObject({
      processLivenessSession: { livenessDetected: true },
    });
    await azure.configure(azure.settings());
  });
});
