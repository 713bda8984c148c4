import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { blobOf, picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openScoring, readScoring } from '../support/scoring.js';

const vendor = await startExternal();
let gateway: Gateway;
/** What the gateway takes for chance. */
const CHANCE = 0.25;
beforeAll(async () => {
  const environment = { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' };
  gateway = await Gateway.start(undefined, environment, undefined, undefined, () => CHANCE);
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

/** EXTERNAL sees this share of what the sandbox scores in the name of VERIDAS. */
const shadow = async (shadowShare: number, url = vendor.url) => {
  const input = {
    organizationId: 'demo',
    adapter: 'external',
    enabled: true,
    shadowShare,
    settings: externalSettings(url),
  };
  await gateway.get(api.ConfigureProviderDocument, { input }, operator);
};
/** One file that says to either what it is to see. */
const pictureFor = async (sandbox: string, external: string) => {
  const plain = Buffer.from(await (await picture()).arrayBuffer());
  const marks = `\n${crypto.randomUUID()}\nproofgate-sandbox:${sandbox}\nlocal-vendor:${external}\n`;
  return blobOf(Buffer.concat([plain, Buffer.from(marks)]));
};
const score = async (sandbox = 'pass', external = 'pass') => {
  const scoringId = await openScoring(gateway, { document: { type: 'PASSPORT', country: 'ES' } });
  await gateway.get(api.ScoreScoringDocument, { scoringId, front: await pictureFor(sandbox, external) }, operator);
  return readScoring(gateway, scoringId);
};
/** What the history says of the shadow, once it does. */
const shadowOf = async (id: string) => {
  for (;;) {
    const { history, status, attempts } = await readScoring(gateway, id);
    const told = history?.find(({ event }) => event === 'SCORING_COMPARED');
    if (told) return { ...told.data, status, attempts };
  }
};

describe('an adapter that sees scorings in shadow', () => {
  it('has its answer written down, beside a verdict that it does not touch', async () => {
    await shadow(0.5);
    const scoring = await score('pass', 'fail');
    expect(scoring).toMatchObject({ status: 'SCORED', result: 'PASS', scoredBy: 'VERIDAS' });
    const told = await shadowOf(scoring.id);
    expect(told).toMatchObject({
      shadow: true,
      source: 'external',
      captures: scoring.captures?.map(({ id }) => id),
      outcomes: { DOC_FRONT_IMAGE_MANIPULATION: 'FAIL', DOC_FRONT_IS_IDENTITY_DOCUMENT: 'PASS' },
      status: 'SCORED',
      attempts: 1,
    });
    expect(JSON.stringify(told), 'what was read').not.toContain('BAA000589');
    expect(JSON.stringify(await readScoring(gateway, scoring.id).then(({ tests }) => tests))).not.toContain('external');
  });

  it('sees the share that it is given', async () => {
    await shadow(0.25);
    const spared = await score();
    await shadow(0.26);
    const seen = await score();
    // Jobs are taken in order: had the first been chosen, it would have been seen by now.
    expect(await shadowOf(seen.id)).toMatchObject({ shadow: true });
    const { history } = await readScoring(gateway, spared.id);
    expect(history?.map(({ event }) => event)).toEqual(['SCORING_CREATED', 'SCORING_PROCESSING', 'SCORING_SCORED']);
  });

  it.each(['server_error', 'garbage', 'connection_lost'] as const)('may fail, to nobody’s harm: %s', async (fault) => {
    await shadow(1, vendor.faulty(fault));
    const scoring = await score();
    expect(scoring).toMatchObject({ status: 'SCORED', result: 'PASS', scoredBy: 'VERIDAS' });
    expect(await shadowOf(scoring.id)).toMatchObject({
      shadow: true,
      failure: expect.stringMatching(/^[a-z_]+$/),
      status: 'SCORED',
    });
  });

  it('changes no verdict, whatever either says', async () => {
    const said = fc.record({
      sandbox: fc.constantFrom('pass', 'manipulated', 'not-an-id', 'expired', 'unreadable', 'suspicious-words'),
      external: fc.constantFrom('pass', 'fail', 'review', 'breaks', 'missing-test'),
    });
    const verdictOf = ({
      result,
      status,
      scoredBy,
      score,
      tests,
      extracted,
    }: Awaited<ReturnType<typeof readScoring>>) => {
      const named = tests?.toSorted((a, b) => a.name.localeCompare(b.name));
      return { result, status, scoredBy, value: score?.value, verified: score?.verified, named, extracted };
    };
    await fc.assert(
      fc.asyncProperty(said, async ({ sandbox, external }) => {
        await shadow(0);
        const alone = await score(sandbox, external);
        await shadow(1);
        const watched = await score(sandbox, external);
        await shadowOf(watched.id);
        expect(verdictOf(await readScoring(gateway, watched.id))).toEqual(verdictOf(alone));
      }),
      { numRuns: 3 },
    );
  }, 120_000);

  it('may hang, and scorings go on', async () => {
    await shadow(1, vendor.faulty('hangs'));
    for (let times = 0; times < 3; times++) expect(await score()).toMatchObject({ status: 'SCORED', result: 'PASS' });
  });
});
