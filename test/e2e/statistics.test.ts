import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dmv, handInLicense } from '../support/dmv.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

const DAY = 24 * 3_600_000;
/** Noon of a day to come, so that no day ends while the story is told. */
const NOON = Math.ceil(Date.now() / DAY) * DAY + DAY / 2;
const MIDNIGHT = NOON - DAY / 2;
const at = (time: number) => new Date(time).toISOString();

const dmv = new Dmv();
let gateway: Gateway;
let moved = NOON - Date.now();
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + moved), {}, undefined, [dmv.installed]);
  await story();
});
afterAll(() => gateway.close());

/** On one day a session that is rejected, one verified by a person, and two that wait for the DMV; on the next two that have no verdict. */
async function story(): Promise<void> {
  await handInLicense(gateway, 'SKIP');
  const sessionId = await handInLicense(gateway, 'SKIP');
  const decision = { sessionId, verified: true, reason: 'seen' };
  await gateway.get(api.OverrideDecisionDocument, decision, operator);
  dmv.isDown = true;
  await handInLicense(gateway, 'TEMPORARILY_BLOCKED');
  await handInLicense(gateway, 'TEMPORARILY_COMPLETE');
  moved += DAY;
  await openSession(gateway);
  const cancelled = await openSession(gateway);
  await gateway.get(api.CancelDocument, { id: cancelled.sessionId }, operator);
}

const PERIOD = { id: 'demo', from: at(MIDNIGHT), to: at(MIDNIGHT + 3 * DAY), mode: 'SANDBOX' } as const;
async function read(asked: Partial<api.ReadStatisticsQueryVariables> = {}) {
  const { organization } = await gateway.get(api.ReadStatisticsDocument, { ...PERIOD, ...asked }, operator);
  if (!organization) throw new Error('the organization is gone');
  return organization.statistics;
}

describe('statistics', () => {
  it('count every session once, as it stands', async () => {
    expect(await read()).toMatchObject({
      total: 6,
      verified: 1,
      rejected: 1,
      temporarilyBlocked: 1,
      temporarilyComplete: 1,
      inProgress: 1,
      expired: 1,
    });
    const { medianCompletionSeconds } = await read();
    expect(medianCompletionSeconds).toBeGreaterThan(0);
    expect(medianCompletionSeconds).toBeLessThan(600);
  });

  it('tell of every bucket of the period, empty ones too', async () => {
    const { buckets } = await read();
    expect(buckets).toEqual([
      { start: at(MIDNIGHT), created: 4, completed: 2, verified: 1 },
      { start: at(MIDNIGHT + DAY), created: 2, completed: 0, verified: 0 },
      { start: at(MIDNIGHT + 2 * DAY), created: 0, completed: 0, verified: 0 },
    ]);
    const hours = (await read({ interval: 'HOUR' })).buckets;
    expect(hours).toHaveLength(72);
    expect(hours.find(({ start }) => start === at(NOON))?.created).toBe(4);
    const weeks = (await read({ interval: 'WEEK' })).buckets;
    expect(weeks.map(({ start }) => new Date(start).getUTCDay())).toEqual(weeks.map(() => 1));
    expect(weeks.reduce((sum, { created }) => sum + created, 0)).toBe(6);
  });

  it('tell what the tests found, and how providers answered', async () => {
    const { outcomes, providers } = await read();
    const aamva = outcomes.find(({ test }) => test === 'AAMVA');
    expect(aamva).toEqual({ test: 'AAMVA', passed: 2, failed: 0, inconclusive: 0 });
    expect(providers).toMatchObject([{ provider: 'INTERNAL', calls: 8 }]);
    const [engine] = providers;
    expect(engine?.p50Milliseconds).toBeGreaterThan(0);
    expect(engine?.p99Milliseconds).toBeGreaterThanOrEqual(engine?.p50Milliseconds ?? Infinity);
  });

  it('end before `to`, and are those of one client where one is named', async () => {
    expect((await read({ to: at(MIDNIGHT + DAY) })).total).toBe(4);
    const { clients = [] } =
      (await gateway.get(api.ReadOrganizationDocument, { id: 'demo' }, operator)).organization ?? {};
    const [own] = clients;
    expect(await read({ clientId: own?.id ?? '' })).toEqual(await read());
    for (const clientId of ['nobody', '019f0000-0000-7000-8000-000000000000'])
      expect(await read({ clientId })).toMatchObject({ total: 0, outcomes: [], providers: [] });
  });

  it('tell a test key nothing of LIVE', async () => {
    expect(await read({ mode: 'LIVE' })).toMatchObject({ total: 0, medianCompletionSeconds: null, providers: [] });
  });

  it('refuse periods that are none, and more buckets than anybody reads', async () => {
    const refusal = (asked: Partial<api.ReadStatisticsQueryVariables>) =>
      gateway.refusal(api.ReadStatisticsDocument, { ...PERIOD, ...asked }, operator);
    expect(await refusal({ to: PERIOD.from })).toBe('BAD_USER_INPUT');
    expect(await refusal({ to: at(MIDNIGHT + 42 * DAY), interval: 'HOUR' })).toBe('BAD_USER_INPUT');
  });
});
