import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { type Magic, magicPicture } from '../support/scoring.js';
import { readyForImages } from '../support/subject.js';
import { weightsValues } from '../support/weights.js';

let gateway: Gateway;
let doubtful: string;
let manipulated: string;
beforeAll(async () => {
  gateway = await Gateway.start();
  await judged({});
  doubtful = await judged({ scenario: 'suspicious-words' });
  manipulated = await judged({ scenario: 'manipulated' });
}, 60_000);
afterAll(() => gateway.close());

/** A card that the sandbox, in the name of VERIDAS, judges so. */
async function judged(magic: Magic): Promise<string> {
  const settings = { performOfacTest: false };
  const { sessionId, headers } = await readyForImages(gateway, 'IDENTITY_CARD', { provider: 'VERIDAS', settings });
  const [front, back, selfie] = await Promise.all([magicPicture(magic), magicPicture(magic), magicPicture()]);
  await gateway.get(api.AddFrontDocument, { sessionId, image: front }, headers);
  await gateway.get(api.AddBackDocument, { sessionId, image: back }, headers);
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token } = generateLivenessSession.liveness;
  await gateway.get(api.ProcessLivenessDocument, { sessionId, token, selfie }, headers);
  // The same call again waits on, where the machine is slow.
  for (let status = 'IN_PROGRESS'; status === 'IN_PROGRESS';) {
    const { finalizeVerification } = await gateway.get(api.FinalizeDocument, { sessionId }, headers);
    status = finalizeVerification.session.status;
  }
  return sessionId;
}

async function simulate(
  values: Parameters<typeof weightsValues>[0],
  more: Partial<api.SimulateWeightsInput> = {},
  page: { first?: number; after?: string | null } = {},
) {
  const input = { mode: 'SANDBOX' as const, values: weightsValues(values), ...more };
  return (await gateway.get(api.SimulateWeightsDocument, { input, ...page }, operator)).simulateWeights;
}

describe('past sessions under proposed weights', () => {
  it('stay as they were under the same ones', async () => {
    expect(await simulate({})).toMatchObject({ sessionCount: 3, unchanged: 3, flips: { nodes: [] } });
  });

  it('are verified where the weight of what failed is taken back, which is named', async () => {
    const { flips, ...counts } = await simulate({ imageManipulationWeight: 5 });
    expect(counts).toEqual({ sessionCount: 3, unchanged: 2, newlyVerified: 1, newlyRejected: 0 });
    expect(flips.nodes).toMatchObject([
      {
        session: { id: manipulated, verified: false },
        cause: 'IMAGE_MANIPULATION_WEIGHT',
        before: { verified: false },
        after: { verified: true },
      },
    ]);
  });

  it('are rejected where the bar is raised, and shown newest first and page by page', async () => {
    const stricter = { idvSessionTolerance: 0.99, suspiciousWordsWeight: 30 };
    const { flips } = await simulate(stricter);
    expect(flips.nodes.map(({ session, cause }) => [session.id, cause])).toEqual([
      [doubtful, 'SUSPICIOUS_WORDS_WEIGHT'],
    ]);
    const both = { suspiciousWordsWeight: 30, imageManipulationWeight: 0 };
    const first = await simulate(both, {}, { first: 1 });
    expect(first.flips).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(first.flips.nodes).toMatchObject([{ session: { id: manipulated }, after: { verified: true } }]);
    const rest = await simulate(both, {}, { first: 1, after: first.flips.pageInfo.endCursor ?? null });
    expect(rest.flips.nodes).toMatchObject([{ session: { id: doubtful }, after: { verified: false } }]);
  });

  it('are the newest ones of the mode and the time that are asked for', async () => {
    expect(await simulate({}, { mode: 'LIVE' })).toMatchObject({ sessionCount: 0 });
    expect(await simulate({}, { limit: 1 })).toMatchObject({ sessionCount: 1 });
    expect(await simulate({}, { to: '2020-01-01T00:00:00Z' })).toMatchObject({ sessionCount: 0 });
    const asked = { input: { values: weightsValues(), limit: 0 } };
    expect(await gateway.refusal(api.SimulateWeightsDocument, asked, operator)).toBe('BAD_USER_INPUT');
  });
});
