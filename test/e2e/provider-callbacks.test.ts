import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCallback } from '../../adapters/kit/signed-callback.js';
import { EXTERNAL_SECRETS, externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openScoring, readScoring } from '../support/scoring.js';

const vendor = await startExternal();
let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' });
  const settings = externalSettings(vendor.url);
  const input = { organizationId: 'demo', adapter: 'external', enabled: true, settings };
  await gateway.get(api.ConfigureProviderDocument, { input }, operator);
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

/** A call-back as the vendor signs it; what comes back is its status. */
async function call(jobId: string, { secret = EXTERNAL_SECRETS.callback, at = new Date(), id = 'msg_1', to = 'external?organization=demo' } = {}) {
  const data = { job_id: jobId, session_id: 'x', status: 'COMPLETED', revision: 2 };
  const body = JSON.stringify({ type: 'job.completed', timestamp: at.toISOString(), data });
  const headers = { 'content-type': 'application/json', ...signCallback(secret, id, at, body) };
  return (await fetch(`${gateway.address}/callbacks/${to}`, { method: 'POST', headers, body })).status;
} // prettier-ignore

describe('the call-back of a provider', () => {
  it('has the truth fetched at once, however often it comes', async () => {
    const id = await openScoring(gateway, { provider: 'EXTERNAL' });
    const { delegateScoring } = await gateway.get(api.DelegateScoringDocument, { id }, operator);
    const { credentials } = delegateScoring.delegation;
    const updates = gateway.subscribe(api.ScoringUpdatesDocument, { scoringId: id }, operator);
    const scored = untilScored(updates);
    const [delegated] = (await gateway.services.scorings.service.delegated('demo')).flatMap(
      (one) => one.delegation ?? [],
    );
    if (!delegated) throw new Error('nothing was delegated');
    expect(await call(delegated.reference, { id: 'msg_early' })).toBe(204);
    const capture = `${externalSettings(vendor.url).url}/jobs/${delegated.reference}/capture`;
    const headers = { authorization: `Bearer ${String(credentials['value'])}` };
    expect((await fetch(capture, { method: 'POST', headers, body: '{}' })).status).toBe(200);
    expect(await call(delegated.reference)).toBe(204);
    expect(await call(delegated.reference)).toBe(204);
    await scored;
    expect(await readScoring(gateway, id)).toMatchObject({ status: 'SCORED', scoredBy: 'EXTERNAL', attempts: 1 });
  });

  it.each([
    ['forged', { secret: EXTERNAL_SECRETS.request, id: 'msg_2' }, 401],
    ['too old', { at: new Date(Date.now() - 3600_000), id: 'msg_3' }, 401],
    ['for nobody', { to: 'external?organization=nobody', id: 'msg_4' }, 404],
    ['for an organization that it does not name', { to: 'external', id: 'msg_5' }, 404],
    ['of an adapter that takes none', { to: 'internal?organization=demo', id: 'msg_6' }, 404],
    ['about a case that nobody knows', { id: 'msg_7' }, 204],
  ])('%s', async (_, how, status) => {
    expect(await call('job_unknown', how)).toBe(status);
  });

  it('is refused where it says nothing that can be read', async () => {
    const body = 'no JSON';
    const headers = { 'content-type': 'text/plain', ...signCallback(EXTERNAL_SECRETS.callback, 'msg_8', new Date(), body) };
    const { status } = await fetch(`${gateway.address}/callbacks/external?organization=demo`, { method: 'POST', headers, body });
    expect(status).toBe(400);
  }); // prettier-ignore
});

async function untilScored(
  updates: AsyncIterable<{ data?: api.ScoringUpdatesSubscription | null | undefined }>,
): Promise<void> {
  for await (const { data } of updates) if (data?.scoringUpdated.event === 'SCORING_SCORED') return;
}
