import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Dmv, handInLicense, SCENARIO } from '../support/dmv.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { readyForImages } from '../support/subject.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const attempt = { signal: new AbortController().signal, isLast: () => false };

const dmv = new Dmv();
let gateway: Gateway;
let moved = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + moved), {}, undefined, [dmv.installed]);
});
afterAll(() => gateway.close());
afterEach(() => Object.assign(dmv, { isDown: false, confirms: true, questions: 0 }));

async function read(id: string) {
  const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  return verificationSession;
}
const eventsOf = async (id: string) => (await read(id)).history?.map(({ event }) => event) ?? [];

const handIn = (aamvaRetry: api.AamvaRetry) => handInLicense(gateway, aamvaRetry);

/** Goes to the time of the next retry, and lets it happen. */
async function retry(id: string): Promise<void> {
  const { retryAt } = await read(id);
  if (!retryAt) throw new Error('the session waits for nothing');
  moved = Date.parse(retryAt) - Date.now() + 1;
  const { organization } = (await gateway.get(api.MeDocument, {}, operator)).viewer;
  await gateway.services.verdicts.retry(organization.id, id, attempt);
}

describe('a DMV that answers', () => {
  it('is told of, field by field', async () => {
    const session = await read(await handIn('TEMPORARILY_BLOCKED'));
    expect(session).toMatchObject({ status: 'COMPLETE', verified: false, dmvStatus: 'MATCH', statusReason: null });
    expect(session.testReport?.dmv).toMatchObject({ documentNumber: true, lastName: true });
    expect(dmv.questions).toBe(1);
  });

  it('may contradict, which is an answer and is not asked again', async () => {
    dmv.confirms = false;
    const session = await read(await handIn('TEMPORARILY_BLOCKED'));
    expect(session).toMatchObject({ status: 'COMPLETE', dmvStatus: 'MISMATCH', retryAt: null });
    expect(session.testReport?.dmv.documentNumber).toBe(false);
  });
});

describe('a DMV that cannot be asked', () => {
  it('is done without under SKIP', async () => {
    dmv.isDown = true;
    const id = await handIn('SKIP');
    expect(await read(id)).toMatchObject({ status: 'COMPLETE', dmvStatus: 'UNAVAILABLE', retryAt: null });
    expect((await eventsOf(id)).slice(-2)).toEqual(['SESSION_SOURCE_UNAVAILABLE', 'SESSION_COMPLETED']);
  });

  it.each([
    ['TEMPORARILY_BLOCKED', { verified: null, score: null, provisional: false, statusReason: 'DMV_UNAVAILABLE' }],
    ['TEMPORARILY_COMPLETE', { verified: false, provisional: true, completedAt: null, statusReason: null }],
  ] as const)('is waited for in %s, and settles it with its answer', async (policy, waiting) => {
    dmv.isDown = true;
    const id = await handIn(policy);
    expect(await read(id)).toMatchObject({ status: policy, ...waiting });
    await retry(id);
    expect(await read(id)).toMatchObject({ status: policy });
    dmv.isDown = false;
    await retry(id);
    expect(await read(id)).toMatchObject({
      status: 'COMPLETE',
      verified: false,
      provisional: false,
      dmvStatus: 'MATCH',
    });
    const begun = policy === 'TEMPORARILY_BLOCKED' ? 'SESSION_BLOCKED' : 'SESSION_VERDICT_PROVISIONAL';
    expect((await eventsOf(id)).slice(-5)).toEqual([
      'SESSION_SOURCE_UNAVAILABLE',
      begun,
      'SESSION_SOURCE_RETRIED',
      'SESSION_SOURCE_RETRIED',
      'SESSION_COMPLETED',
    ]);
  });

  it('is asked after 1, 5, 15 and 60 minutes, then hourly, for 72 hours', async () => {
    dmv.isDown = true;
    const id = await handIn('TEMPORARILY_BLOCKED');
    const begun = Date.parse((await read(id)).retryAt ?? '') - MINUTE;
    const pauses: number[] = [];
    for (let before = begun, session = await read(id); session.retryAt; session = await read(id)) {
      const at = Date.parse(session.retryAt);
      pauses.push(at - before);
      before = at;
      await retry(id);
    }
    const expected = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];
    expect(pauses.slice(0, 6).map((pause, place) => Math.round((pause - (expected[place] ?? HOUR)) / 1000))).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect(Math.round(pauses.reduce((sum, pause) => sum + pause, 0) / HOUR)).toBe(72);
    expect(await read(id)).toMatchObject({
      status: 'COMPLETE',
      statusReason: 'RETRY_WINDOW_ENDED',
      verified: false,
      dmvStatus: 'UNAVAILABLE',
    });
  }, 180_000);

  it('need not be waited for by who decides', async () => {
    dmv.isDown = true;
    const id = await handIn('TEMPORARILY_BLOCKED');
    const decision = { sessionId: id, verified: true, reason: 'known to us' };
    const { overrideDecision } = await gateway.get(api.OverrideDecisionDocument, decision, operator);
    expect(overrideDecision.session).toMatchObject({ status: 'COMPLETE', verified: true, retryAt: null });
    const { decisions } = await read(id);
    expect(decisions).toMatchObject([{ verified: true, reason: 'known to us', note: 'looked at the card itself' }]);
  });
});

describe('a decision by a person', () => {
  it('waits for a verdict, a waiting session, and somebody who may decide', async () => {
    const { sessionId, headers } = await readyForImages(gateway);
    const decision = { sessionId, verified: true, reason: 'known to us' };
    expect(await gateway.refusal(api.OverrideDecisionDocument, decision, headers)).toBe('FORBIDDEN');
    expect(await gateway.refusal(api.OverrideDecisionDocument, decision, operator)).toBe('CONFLICT');
    expect(await gateway.refusal(api.OverrideDecisionDocument, { ...decision, reason: ' ' }, operator)).toBe(
      'BAD_USER_INPUT',
    );
    dmv.isDown = true;
    const provisional = { ...decision, sessionId: await handIn('TEMPORARILY_COMPLETE') };
    expect(await gateway.refusal(api.OverrideDecisionDocument, provisional, operator)).toBe('CONFLICT');
  });

  it('turns a verdict around, and back', async () => {
    const sessionId = await handIn('SKIP');
    for (const verified of [true, false]) {
      const decision = { sessionId, verified, reason: 'looked again' };
      const { overrideDecision } = await gateway.get(api.OverrideDecisionDocument, decision, operator);
      expect(overrideDecision.session).toMatchObject({ status: 'COMPLETE', verified });
      expect(overrideDecision.session.verifiedAt !== null).toBe(verified);
    }
    expect((await read(sessionId)).decisions).toHaveLength(2);
  });
});

describe('a structured test case', () => {
  it('must be one that AAMVA has', async () => {
    const { sessionId, headers } = await readyForImages(gateway, 'DRIVER_LICENSE');
    const harness = { sessionId, settings: { aamvaTestScenario: 'NOBODY' } };
    const { errors } = await gateway.ask(api.FinalizeDocument, harness, headers);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain(SCENARIO);
  });
});
