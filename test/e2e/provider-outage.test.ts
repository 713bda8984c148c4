import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGoogle } from '../../tools/vendors/google/vendor.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture, openScoring, readScoring } from '../support/scoring.js';

const google = await startGoogle();
let isDown = false;
/** The line to Google, which can be cut: what is on its way is lost. */
const line = createServer((incoming, outgoing) => {
  if (isDown) return void incoming.socket.destroy();
  const { method, headers, url: path } = incoming;
  const onward = ask(google.url, { method, headers, path }, (answer) => {
    if (isDown) return void incoming.socket.destroy();
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(onward);
});
let gateway: Gateway;
beforeAll(async () => {
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  gateway = await Gateway.start(undefined, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' });
  const settings = google.settings(`http://127.0.0.1:${(line.address() as AddressInfo).port}`);
  const input = { organizationId: 'demo', adapter: 'google', enabled: true, settings };
  await gateway.get(api.ConfigureProviderDocument, { input }, operator);
});
afterAll(async () => {
  await gateway.close();
  line.close();
  await google.close();
});

/** By Google, else by the engine; the scoring once it has ended. */
async function score() {
  const document = { type: 'PASSPORT', country: 'US' } as const;
  const scoringId = await openScoring(gateway, { provider: 'GOOGLE', fallbacks: ['INTERNAL'], document });
  await gateway.get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);
  let scoring = await readScoring(gateway, scoringId);
  while (scoring.status === 'PROCESSING') scoring = await readScoring(gateway, scoringId);
  return scoring;
}
type Scored = Awaited<ReturnType<typeof score>>;
const atOnce = (count: number) => Array.from({ length: count }, score);
const lookerAt = ({ tests }: Scored) => tests?.find(({ name }) => name === 'DOC_FRONT_IS_IDENTITY_DOCUMENT')?.source;

it('goes on by the engine when Google dies under load, loses no scoring, and goes back when it is there again', async () => {
  const before = await Promise.all(atOnce(3));
  expect(before.map(({ scoredBy }) => scoredBy)).toEqual(['GOOGLE', 'GOOGLE', 'GOOGLE']);
  const under = atOnce(4);
  isDown = true;
  const during = [...(await Promise.all(under)), await score()];
  expect(during.at(-1)).toMatchObject({ scoredBy: 'INTERNAL' });
  isDown = false;
  const after: Scored[] = [];
  while (after.at(-1)?.scoredBy !== 'GOOGLE') after.push(await score());
  for (const scoring of [...before, ...during, ...after]) {
    expect(scoring).toMatchObject({ status: 'SCORED', attempts: 1, failure: null, provider: 'GOOGLE' });
    // Whoever is named has looked at the picture, and the history tells why it was not somebody else.
    expect(lookerAt(scoring)).toBe(scoring.scoredBy?.toLowerCase());
    const { data } = scoring.history?.at(-1) ?? {};
    const named = { source: 'google', reason: 'NAMED' };
    const route = data?.['route'];
    if (scoring.scoredBy === 'GOOGLE') expect(route).toEqual([named]);
    else
      expect(route).toEqual([
        { ...named, failure: expect.stringMatching(/^(unreachable|circuit_open)$/) },
        { source: 'internal', reason: 'FALLBACK' },
      ]);
  }
}, 180_000);
