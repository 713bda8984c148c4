import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { type Magic, magicPicture, openScoring, readScoring } from '../support/scoring.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

const score = async (scoringId: string, more: Partial<api.ScoreScoringMutationVariables> = {}) => {
  const variables = { scoringId, front: await magicPicture(), wait: 'PT30S', ...more };
  return (await gateway.get(api.ScoreScoringDocument, variables, operator)).scoreScoring.scoring;
};

describe('a document that is scored', () => {
  it('passes with both sides, and explains itself', async () => {
    const before = Date.now();
    const id = await openScoring(gateway, { maxScoreRetries: 2 });
    const scored = await score(id, { back: await magicPicture() });
    expect(scored).toMatchObject({ status: 'SCORED', result: 'PASS', scoredBy: 'VERIDAS', attempts: 1, failure: null });
    expect(Date.parse(scored.scoredAt ?? '')).toBeGreaterThanOrEqual(before);

    const scoring = await readScoring(gateway, id);
    expect(scoring).toMatchObject({
      organization: { id: 'demo' },
      document: { type: 'IDENTITY_CARD', country: 'ES' },
      provider: 'VERIDAS',
      mode: 'SANDBOX',
      maxScoreRetries: 2,
      extracted: { documentNumber: 'L898902C3', lastName: 'ERIKSSON', dataSource: 'MERGED' },
    });
    expect(Date.parse(scoring.expiresAt) - Date.parse(scoring.createdAt)).toBe(24 * 3600_000);
    expect(scoring.score?.verified).toBe(true);
    const sum = scoring.score?.contributions.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(scoring.score?.value ?? -1, 9);
    expect(scoring.score?.weights.scope).toBe('ORGANIZATION');
    expect(scoring.tests?.find(({ name }) => name === 'DOC_BACK_IMAGE_MANIPULATION')).toMatchObject({
      outcome: 'PASS',
      source: 'sandbox',
      provider: 'VERIDAS',
    });
    expect(scoring.history?.map(({ event }) => event)).toEqual([
      'SCORING_CREATED',
      'SCORING_PROCESSING',
      'SCORING_SCORED',
    ]);
    expect(scoring.providerResponses?.map(({ operation, body }) => [operation, body])).toEqual([
      ['analyzeDocument', { scenario: 'pass' }],
      ['analyzeDocument', { scenario: 'pass' }],
    ]);
  });

  it('shows its images by signed links', async () => {
    const id = await openScoring(gateway);
    const front = await magicPicture();
    await score(id, { front });
    const { captures } = await readScoring(gateway, id);
    expect(captures.map(({ fileType }) => fileType)).toEqual(['IDENTITY_CARD_FRONT']);
    const response = await fetch(captures[0]?.downloadUrl ?? '');
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(await front.arrayBuffer()))).toBe(true);
  });

  it.each([
    ['a front alone', {}, 'PASS'],
    ['a manipulated front', { scenario: 'manipulated' }, 'FAIL'],
    ['an expired document', { scenario: 'expired' }, 'FAIL'],
    ['a picture that cannot be read', { scenario: 'unreadable' }, 'INCONCLUSIVE'],
  ])('of %s gives %s', async (_name, magic: Magic, result) => {
    const id = await openScoring(gateway);
    expect(await score(id, { front: await magicPicture(magic) })).toMatchObject({ result });
  });

  it('proves nothing with its back alone', async () => {
    const id = await openScoring(gateway);
    const variables = { scoringId: id, back: await magicPicture() };
    const { scoreScoring } = await gateway.get(api.ScoreScoringDocument, variables, operator);
    expect(scoreScoring.scoring).toMatchObject({ status: 'SCORED', result: 'INCONCLUSIVE' });
    expect(await score(id)).toMatchObject({ result: 'PASS', attempts: 2 });
  });

  it('compares a selfie that comes along with its portrait', async () => {
    const id = await openScoring(gateway);
    expect(await score(id, { selfie: await magicPicture({ scenario: 'other-face' }) })).toMatchObject({
      result: 'FAIL',
    });
    expect(await score(id, { selfie: await magicPicture() })).toMatchObject({ result: 'PASS' });
    const { tests } = await readScoring(gateway, id);
    expect(tests?.find(({ name }) => name === 'FACE_MATCH')?.outcome).toBe('PASS');
  });

  it('is read by the offline engine as well', async () => {
    const id = await openScoring(gateway, { provider: 'INTERNAL' });
    const scored = await score(id);
    expect(scored).toMatchObject({ status: 'SCORED', scoredBy: 'INTERNAL' });
    expect(scored.result).not.toBe('PASS');
    const { tests } = await readScoring(gateway, id);
    expect(tests?.find(({ name }) => name === 'DOC_FRONT_IS_IDENTITY_DOCUMENT')?.source).toBe('internal');
  });
});

describe('a provider that does not answer', () => {
  it('spends no attempt, and says why', async () => {
    const id = await openScoring(gateway, { maxScoreRetries: 1 });
    const failed = await score(id, { front: await magicPicture({ scenario: 'server-error' }) });
    expect(failed).toMatchObject({
      status: 'OPEN',
      result: null,
      attempts: 0,
      failure: { code: 'PROVIDER_UNAVAILABLE', retryable: true },
    });
    expect((await readScoring(gateway, id)).history?.at(-1)).toMatchObject({ event: 'SCORING_FAILED' });
    expect(await score(id)).toMatchObject({ status: 'SCORED', result: 'PASS', attempts: 1, failure: null });
  });

  it('is replaced by a fallback that knows the document', async () => {
    const id = await openScoring(gateway, { fallbacks: ['INTERNAL'] });
    const scored = await score(id, { front: await magicPicture({ scenario: 'server-error' }) });
    expect(scored).toMatchObject({ status: 'SCORED', provider: 'VERIDAS', scoredBy: 'INTERNAL' });
  });

  it('is not replaced for what it answered', async () => {
    const id = await openScoring(gateway, { fallbacks: ['INTERNAL'] });
    const refused = await score(id, { front: await magicPicture({ scenario: 'refused' }) });
    expect(refused).toMatchObject({
      status: 'OPEN',
      attempts: 0,
      failure: { code: 'PROVIDER_ERROR', retryable: false },
    });
    expect(await score(id, { front: await magicPicture({ scenario: 'manipulated' }) })).toMatchObject({
      scoredBy: 'VERIDAS',
      result: 'FAIL',
    });
  });

  it('is waited for no longer than was asked', async () => {
    const id = await openScoring(gateway);
    const slow = await score(id, { front: await magicPicture({ scenario: 'slow' }), wait: 'PT0S' });
    expect(slow).toMatchObject({ status: 'PROCESSING', result: null });
    const image = await magicPicture();
    const again = { scoringId: id, front: image };
    const { errors } = await gateway.ask(api.ScoreScoringDocument, again, operator);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SCORING_NOT_OPEN', status: 'PROCESSING' });
    const stream = gateway.subscribe(api.ScoringUpdatesDocument, { scoringId: id, after: '0' }, operator);
    const events: string[] = [];
    for await (const { data } of stream) {
      if (data) events.push(data.scoringUpdated.event);
      if (events.length === 3) break;
    }
    await stream.end();
    expect(events).toEqual(['SCORING_CREATED', 'SCORING_PROCESSING', 'SCORING_SCORED']);
    expect(await readScoring(gateway, id)).toMatchObject({ status: 'SCORED', result: 'PASS' });
  });
});

describe('a delegation', () => {
  it('is returned again until it expires, and ends in what the provider says', async () => {
    const id = await openScoring(gateway);
    const first = (await gateway.get(api.DelegateScoringDocument, { id }, operator)).delegateScoring;
    expect(first.scoring.status).toBe('DELEGATED');
    expect(first.delegation).toMatchObject({ provider: 'VERIDAS', credentials: { type: 'sandbox_token' } });
    expect(first.delegation.metadata).toHaveProperty('scenario', 'pass');
    const again = (await gateway.get(api.DelegateScoringDocument, { id }, operator)).delegateScoring;
    expect(again.delegation).toEqual(first.delegation);
    const stream = gateway.subscribe(api.ScoringUpdatesDocument, { scoringId: id, after: '0' }, operator);
    const events: string[] = [];
    for await (const { data } of stream) {
      if (data) events.push(data.scoringUpdated.event);
      if (events.length === 3) break;
    }
    await stream.end();
    expect(events).toEqual(['SCORING_CREATED', 'SCORING_DELEGATED', 'SCORING_SCORED']);
    expect(await readScoring(gateway, id)).toMatchObject({
      status: 'SCORED',
      result: 'PASS',
      attempts: 1,
      extracted: { documentNumber: 'L898902C3' },
    });
  });

  it('needs a provider that can', async () => {
    const id = await openScoring(gateway, { provider: 'INTERNAL' });
    expect(await gateway.refusal(api.DelegateScoringDocument, { id }, operator)).toBe('PROVIDER_UNSUPPORTED');
  });
});
