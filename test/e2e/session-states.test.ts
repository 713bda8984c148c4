import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStatus, SESSION_TRANSITIONS, type StoredStatus } from '../../src/session/session.states.js';
import { Dmv, handInLicense, SCENARIO } from '../support/dmv.js';
import { picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

const dmv = new Dmv();
let gateway: Gateway;
let elapsed = 0;
let image: Blob;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + elapsed), {}, undefined, [dmv.installed]);
  image = await picture();
});
afterAll(() => gateway.close());

const begun = async (input: api.CreateVerificationSessionInput = {}) => (await openSession(gateway, input)).sessionId;
async function waiting(policy: api.AamvaRetry): Promise<string> {
  dmv.isDown = true;
  return handInLicense(gateway, policy, 'VERIDAS').finally(() => (dmv.isDown = false));
}

/** A session in each status, made as users make it. */
const REACHED = {
  IN_PROGRESS: () => begun(),
  COMPLETE: () => handInLicense(gateway, 'SKIP', 'VERIDAS'),
  TEMPORARILY_BLOCKED: () => waiting('TEMPORARILY_BLOCKED'),
  TEMPORARILY_COMPLETE: () => waiting('TEMPORARILY_COMPLETE'),
  EXPIRED: async () => {
    const id = await begun();
    await gateway.get(api.CancelDocument, { id }, operator);
    return id;
  },
} as const satisfies Record<StoredStatus, () => Promise<string>>;
const STATUSES = Object.keys(SESSION_TRANSITIONS) as StoredStatus[];

/** What a subject does with a session, all of it refused once the session has ended. */
const STEPS = {
  'give consent': (sessionId: string) => gateway.ask(api.GiveConsentDocument, { sessionId, consented: true }, operator),
  'withdraw it': (sessionId: string) => gateway.ask(api.GiveConsentDocument, { sessionId, consented: false }, operator),
  'set a type': (sessionId: string) =>
    gateway.ask(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT', reset: true }, operator),
  'show a front': (sessionId: string) => gateway.ask(api.AddFrontDocument, { sessionId, image }, operator),
  'show a back': (sessionId: string) => gateway.ask(api.AddBackDocument, { sessionId, image }, operator),
  'start liveness': (sessionId: string) => gateway.ask(api.StartLivenessDocument, { sessionId }, operator),
  'show a face': (sessionId: string) =>
    gateway.ask(api.ProcessLivenessDocument, { sessionId, token: 'any', selfie: image }, operator),
  'say what it is': (sessionId: string) =>
    gateway.ask(api.UpdateMetadataDocument, { sessionId, sdkMetadata: { app: 1 } }, operator),
  'cancel it': (id: string) => gateway.ask(api.CancelDocument, { id }, operator),
} as const;

async function expectAllRefused(id: string, status: string): Promise<void> {
  const before = await read(id);
  for (const [step, take] of Object.entries(STEPS)) {
    const { errors } = await take(id);
    expect(errors?.[0]?.extensions, step).toMatchObject({ code: 'SESSION_NOT_OPEN', status });
  }
  const { status: stands, history } = await read(id);
  expect([stands, history]).toEqual([before.status, before.history]);
}
async function read(id: string) {
  const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  return verificationSession;
}
const decide = (sessionId: string) =>
  gateway.refusal(api.OverrideDecisionDocument, { sessionId, verified: false, reason: 'seen' }, operator);

describe.each(STATUSES)('a session that is %s', (status) => {
  let id: string;
  beforeAll(async () => {
    id = await REACHED[status]();
    expect((await read(id)).status).toBe(status);
  });

  if (status !== 'IN_PROGRESS') it('takes no step, and is read as before', () => expectAllRefused(id, status));

  it('gives its verdict again to who asks as before, and to nobody else', async () => {
    const asked = (aamvaTestScenario: string) =>
      gateway.refusal(api.FinalizeDocument, { sessionId: id, settings: { aamvaTestScenario } }, operator);
    const [same, other] = [await asked(SCENARIO), await asked('DLDVSTRUCTUREDTEST12')];
    if (status === 'EXPIRED') expect([same, other]).toEqual(['SESSION_NOT_OPEN', 'SESSION_NOT_OPEN']);
    else if (status === 'IN_PROGRESS') expect([same, other]).toEqual(['MISSING_EVIDENCE', 'MISSING_EVIDENCE']);
    else expect([same, other]).toEqual(['NO_REFUSAL', 'ALREADY_FINALIZED']);
  });

  const allowed = nextStatus(status, 'decide') !== undefined;
  it(`is ${allowed ? 'decided by a person' : 'decided by nobody'}`, async () => {
    expect(await decide(id)).toBe(allowed ? 'NO_REFUSAL' : 'CONFLICT');
    expect((await read(id)).status).toBe(nextStatus(status, 'decide') ?? status);
  });
});

describe('a session whose time is over', () => {
  it('is EXPIRED for every step, before anybody has put it down', async () => {
    const id = await begun({ expiresIn: 'PT1M' });
    elapsed += 61_000;
    await expectAllRefused(id, 'EXPIRED');
  });
});

describe('a session that is in progress', () => {
  it('may be cancelled, and its metadata changed before consent', async () => {
    const id = await begun();
    const { data } = await STEPS['say what it is'](id);
    expect(data).toMatchObject({ updateSdkMetadata: { session: { id } } });
    await gateway.get(api.CancelDocument, { id }, operator);
    expect(await read(id)).toMatchObject({ status: 'EXPIRED', statusReason: 'CANCELLED' });
  });
});
