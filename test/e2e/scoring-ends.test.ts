import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStatus, SCORING_STATUSES, type ScoringStatus } from '../../src/document-scoring/scoring.states.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture, openScoring, readScoring } from '../support/scoring.js';

let gateway: Gateway;
let elapsed = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + elapsed));
});
afterAll(() => gateway.close());

const close = (id: string) => gateway.get(api.CloseScoringDocument, { id }, operator);
const score = async (scoringId: string) =>
  gateway.get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);

/** A scoring in each status, made as users make it. */
const REACHED = {
  OPEN: () => openScoring(gateway),
  SCORED: async () => {
    const id = await openScoring(gateway);
    await score(id);
    return id;
  },
  PROCESSING: async () => {
    const id = await openScoring(gateway);
    const front = await magicPicture({ scenario: 'slow' });
    await gateway.get(api.ScoreScoringDocument, { scoringId: id, front, wait: 'PT0S' }, operator);
    return id;
  },
  DELEGATED: async () => {
    const id = await openScoring(gateway);
    await gateway.get(api.DelegateScoringDocument, { id }, operator);
    return id;
  },
  CLOSED: async () => {
    const id = await openScoring(gateway);
    await close(id);
    return id;
  },
  EXPIRED: async () => {
    const id = await openScoring(gateway, { expiresIn: 'PT1M' });
    elapsed += 61_000;
    return id;
  },
} as const satisfies Record<ScoringStatus, () => Promise<string>>;

const ASKED = {
  process: async (scoringId: string) =>
    gateway.ask(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator),
  delegate: (id: string) => gateway.ask(api.DelegateScoringDocument, { id }, operator),
  close: (id: string) => gateway.ask(api.CloseScoringDocument, { id }, operator),
} as const;

const cases = SCORING_STATUSES.flatMap((status) =>
  (Object.keys(ASKED) as (keyof typeof ASKED)[]).map((trigger) => ({
    status,
    trigger,
    allowed: nextStatus(status, trigger) !== undefined,
  })),
);

describe('the table of states', () => {
  it.each(cases)('$status: $trigger is allowed: $allowed', async ({ status, trigger, allowed }) => {
    const { data, errors } = await ASKED[trigger](await REACHED[status]());
    if (allowed) expect(errors ?? data).toEqual(data);
    else expect(errors?.[0]?.extensions).toMatchObject({ code: 'SCORING_NOT_OPEN', status });
  });
});

describe('the end of a scoring', () => {
  it('keeps the last result where it is closed', async () => {
    const id = await openScoring(gateway);
    await score(id);
    const { closeScoring } = await close(id);
    expect(closeScoring.scoring).toMatchObject({ status: 'CLOSED', result: 'PASS' });
    expect(closeScoring.scoring.closedAt).not.toBeNull();
    expect((await readScoring(gateway, id)).extracted?.lastName).toBe('ERIKSSON');
  });

  it('comes by itself when its time is over', async () => {
    const id = await openScoring(gateway, { expiresIn: 'PT1M' });
    elapsed += 61_000;
    expect((await readScoring(gateway, id)).status).toMatch(/OPEN|EXPIRED/);
    expect(await gateway.refusal(api.CloseScoringDocument, { id }, operator)).toBe('SCORING_NOT_OPEN');
  });
});

describe('a comparison of providers', () => {
  it('stands side by side, keeps the scoring, and records who saw the images', async () => {
    const id = await openScoring(gateway);
    await score(id);
    const before = await readScoring(gateway, id);
    const variables = { scoringId: id, providers: ['VERIDAS' as const, 'GOOGLE' as const, 'INTERNAL' as const] };
    const { compareProviders } = await gateway.get(api.CompareProvidersDocument, variables, operator);
    expect(compareProviders.results.map(({ provider }) => provider)).toEqual(['VERIDAS', 'GOOGLE', 'INTERNAL']);
    const [veridas, google, internal] = compareProviders.results;
    expect(veridas?.extracted).toEqual(google?.extracted);
    expect(internal?.tests.find(({ name }) => name === 'DOC_FRONT_IS_IDENTITY_DOCUMENT')?.source).toBe('internal');
    expect(compareProviders.agreement).toBeGreaterThan(0.3);
    expect(compareProviders.agreement).toBeLessThan(1);
    const after = await readScoring(gateway, id);
    expect(after).toMatchObject({ result: before.result, attempts: before.attempts, scoredBy: 'VERIDAS' });
    expect(after.history?.at(-1)).toMatchObject({
      event: 'SCORING_COMPARED',
      data: { providers: ['VERIDAS', 'GOOGLE', 'INTERNAL'] },
    });
  });

  it('tells of who did not answer', async () => {
    const id = await openScoring(gateway);
    const front = await magicPicture({ scenario: 'server-error' });
    await gateway.get(api.ScoreScoringDocument, { scoringId: id, front }, operator);
    const variables = { scoringId: id, providers: ['VERIDAS' as const] };
    const { compareProviders } = await gateway.get(api.CompareProvidersDocument, variables, operator);
    expect(compareProviders.results[0]).toMatchObject({
      score: null,
      tests: [],
      extracted: null,
      failure: { code: 'PROVIDER_UNAVAILABLE', retryable: true },
    });
  });

  it('wants images, and somebody to ask', async () => {
    const id = await openScoring(gateway);
    const nobody = { scoringId: id, providers: [] };
    expect(await gateway.refusal(api.CompareProvidersDocument, nobody, operator)).toBe('BAD_USER_INPUT');
    const nothing = { scoringId: id, providers: ['VERIDAS' as const] };
    expect(await gateway.refusal(api.CompareProvidersDocument, nothing, operator)).toBe('MISSING_EVIDENCE');
  });
});

describe('lists of scorings', () => {
  it('are read from both ends, filtered and counted', async () => {
    const mine = await Promise.all([1, 2, 3].map(() => openScoring(gateway, { provider: 'EXTERNAL' })));
    const filter = { provider: ['EXTERNAL' as const] };
    const list = async (more: Partial<api.ListScoringsQueryVariables>) =>
      (await gateway.get(api.ListScoringsDocument, { filter, ...more }, operator)).viewer.organization.scorings;
    const newestFirst = mine.toSorted().toReversed();
    const all = await list({});
    expect([all.totalCount, all.nodes.map(({ id }) => id)]).toEqual([3, newestFirst]);
    const first = await list({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const rest = await list({ first: 2, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ id }) => id)).toEqual(newestFirst.slice(2));
    const last = await list({ last: 2 });
    expect(last.nodes.map(({ id }) => id)).toEqual(newestFirst.slice(1));
    const before = await list({ last: 2, before: last.pageInfo.startCursor });
    expect(before.nodes.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
    await close(mine[0] ?? '');
    expect((await list({ filter: { ...filter, status: ['CLOSED'] } })).totalCount).toBe(1);
    const later = new Date(Date.now() + elapsed + 3600_000).toISOString();
    expect((await list({ filter: { ...filter, createdFrom: later } })).totalCount).toBe(0);
    expect((await list({ filter: { ...filter, createdTo: later } })).totalCount).toBe(3);
  });
});
