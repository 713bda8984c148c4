import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { reader } from '../support/reader.js';
import { magicPicture, openIdentification, openScoring, readScoring, VERIDAS_CARD } from '../support/scoring.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, {}, undefined, [reader]);
});
afterAll(() => gateway.close());

const byReader = (document: api.DocumentSpecInput) => ({ provider: 'GOOGLE' as const, document });
const score = async (scoringId: string, more: Partial<api.ScoreScoringMutationVariables> = {}) => {
  const variables = { scoringId, front: await magicPicture(), wait: 'PT30S', ...more };
  return (await gateway.get(api.ScoreScoringDocument, variables, operator)).scoreScoring.scoring;
};

describe('what a create asks for', () => {
  it.each([
    ['a life of a month', { expiresIn: 'P1M' }, 'BAD_USER_INPUT'],
    ['a life of a year', { expiresIn: 'P1Y' }, 'BAD_USER_INPUT'],
    ['a life of a second', { expiresIn: 'PT1S' }, 'BAD_USER_INPUT'],
    ['a life of 31 days', { expiresIn: 'P31D' }, 'BAD_USER_INPUT'],
    ['no attempt', { maxScoreRetries: 0 }, 'BAD_USER_INPUT'],
    ['no document', { document: { type: 'UNKNOWN' as const, country: 'ES' } }, 'BAD_USER_INPUT'],
    ['a country in small letters', { document: { type: 'PASSPORT' as const, country: 'es' } }, 'BAD_USER_INPUT'],
    ['somebody else’s organization', { organizationId: 'somebody-else' }, 'NOT_FOUND'],
    ['a type that the provider does not read', byReader({ type: 'PASSPORT', country: 'ES' }), 'PROVIDER_UNSUPPORTED'],
    ['a country that it does not read', byReader({ type: 'IDENTITY_CARD', country: 'SE' }), 'PROVIDER_UNSUPPORTED'],
  ])('refuses %s', async (_name, input, code) => {
    const asked = { input: { ...VERIDAS_CARD, ...input } };
    expect(await gateway.refusal(api.CreateScoringDocument, asked, operator)).toBe(code);
  });

  it('lives from a minute to thirty days', async () => {
    for (const expiresIn of ['PT1M', 'P30D']) await openScoring(gateway, { expiresIn });
  });

  it('makes one scoring for one idempotency key, whoever is first', async () => {
    const input = { idempotencyKey: 'card-1' };
    const [one, two] = await Promise.all([openScoring(gateway, input), openScoring(gateway, input)]);
    expect(two).toBe(one);
    const other = { input: { ...VERIDAS_CARD, ...input, expiresIn: 'P2D' } };
    expect(await gateway.refusal(api.CreateScoringDocument, other, operator)).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('what a score asks for', () => {
  it('wants a side, at least', async () => {
    const scoringId = await openScoring(gateway);
    const { errors } = await gateway.ask(api.ScoreScoringDocument, { scoringId }, operator);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MISSING_EVIDENCE', missing: ['document_front'] });
    const selfie = await magicPicture();
    expect(await gateway.refusal(api.ScoreScoringDocument, { scoringId, selfie }, operator)).toBe('MISSING_EVIDENCE');
  });

  it('knows that a passport has no back', async () => {
    const scoringId = await openScoring(gateway, { document: { type: 'PASSPORT', country: 'SE' } });
    const back = await magicPicture();
    expect(await gateway.refusal(api.ScoreScoringDocument, { scoringId, back }, operator)).toBe(
      'DOCUMENT_SIDE_NOT_APPLICABLE',
    );
    expect(await score(scoringId)).toMatchObject({ result: 'PASS' });
  });

  it('counts attempts', async () => {
    const scoringId = await openScoring(gateway, { maxScoreRetries: 1 });
    await score(scoringId);
    const front = await magicPicture();
    expect(await gateway.refusal(api.ScoreScoringDocument, { scoringId, front }, operator)).toBe('ATTEMPTS_EXHAUSTED');
  });

  it('spends one attempt for one idempotency key', async () => {
    const scoringId = await openScoring(gateway, { maxScoreRetries: 1 });
    const front = await magicPicture();
    const once = () => score(scoringId, { front, idempotencyKey: 'try-1' });
    const [one, two] = await Promise.all([once(), once()]);
    expect([one.attempts, two.attempts]).toEqual([1, 1]);
    expect(await once()).toMatchObject({ id: scoringId, attempts: 1, result: 'PASS' });
    const other = { scoringId, front: await magicPicture(), idempotencyKey: 'try-1' };
    expect(await gateway.refusal(api.ScoreScoringDocument, other, operator)).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('takes steps only with the token that asked for them', async () => {
    const scoringId = await openScoring(gateway);
    const [front, selfie, frame] = await Promise.all([magicPicture(), magicPicture(), magicPicture()]);
    const steps = { step1: 'SMILE', step2: 'LOOK_UP', step3: 'TURN_LEFT', step4: 'TURN_RIGHT' } as const;
    const frames = { one: frame, two: frame, three: frame, four: frame };
    const shown = { scoringId, front, selfie, ...frames, ...steps };
    expect(await gateway.refusal(api.ScoreWithStepsDocument, shown, operator)).toBe('LIVENESS_SESSION_REQUIRED');
    expect(await gateway.refusal(api.StartScoringLivenessDocument, { scoringId }, operator)).toBe('TEST_DISABLED');
  });

  it('shows the steps of a token in a scoring that asks for liveness', async () => {
    const { scoringId, headers } = await openIdentification(gateway, { configurationName: 'HIGH' });
    const { generateScoringLiveness } = await gateway.get(api.StartScoringLivenessDocument, { scoringId }, headers);
    const { token, steps, provider } = generateScoringLiveness.liveness;
    expect(provider).toBe('INTERNAL');
    const [front, back, selfie] = await Promise.all([magicPicture(), magicPicture(), magicPicture()]);
    const [step1, step2, step3, step4] = steps;
    if (!step1 || !step2 || !step3 || !step4) throw new Error('fewer steps than four');
    const frames = { one: selfie, two: selfie, three: selfie, four: selfie };
    const variables = { scoringId, livenessToken: token, front, back, selfie, ...frames, step1, step2, step3, step4 };
    const wrong = { ...variables, step1: step2 };
    expect(await gateway.refusal(api.ScoreWithStepsDocument, wrong, headers)).toBe('BAD_USER_INPUT');
    const { scoreScoring } = await gateway.get(api.ScoreWithStepsDocument, variables, headers);
    expect(scoreScoring.scoring.status).toBe('SCORED');
    const { tests, captures } = await readScoring(gateway, scoringId);
    expect(tests?.find(({ name }) => name === 'LIVENESS')?.outcome).toBe('PASS');
    expect(captures.map(({ fileType }) => fileType)).toContain('LIVENESS_ACTIVE_STEP_4');
  });
});
