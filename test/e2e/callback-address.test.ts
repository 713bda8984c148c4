import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { Gateway, type Headers, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openScoring, readScoring, settledScoring } from '../support/scoring.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const vendor = await startExternal();
afterAll(() => vendor.close());

const start = (environment: Headers, now = () => new Date()) =>
  Gateway.start(now, { PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128', ...environment });
const configure = async (gateway: Gateway, adapter: string, settings: Record<string, unknown>) => {
  const input = { organizationId: 'demo', adapter, enabled: true, settings };
  await gateway.get(api.ConfigureProviderDocument, { input }, operator);
};
const delegate = async (gateway: Gateway, provider: api.Provider) => {
  const id = await openScoring(gateway, { provider });
  await gateway.get(api.DelegateScoringDocument, { id }, operator);
  return id;
};

describe('a provider is told where to call back', () => {
  it.each([
    ['never at an address of one instance alone', {}, undefined],
    ['at the address of all instances', { PUBLIC_URL: 'https://id.example' }, 'https://id.example/callbacks/external?organization=demo'],
  ] as const)('%s', async (_, environment, expected) => {
    const gateway = await start(environment);
    await configure(gateway, 'external', externalSettings(vendor.url));
    const id = await delegate(gateway, 'EXTERNAL');
    expect(vendor.callbackUrls()).toEqual([expected]);
    await gateway.get(api.CloseScoringDocument, { id }, operator);
    await expect.poll(() => vendor.held(), { timeout: 60_000 }).toBe(0);
    await gateway.close();
  }); // prettier-ignore
});

describe('the sandbox', () => {
  let gateway: Gateway;
  /** Nobody asks for what the client captured before tomorrow: only a call-back can have it fetched. */
  const TOMORROW = 24 * 3600_000;
  beforeAll(async () => {
    gateway = await start({ PRIVATE_DESTINATIONS: '' }, () => new Date(Date.now() + TOMORROW));
  });
  afterAll(() => gateway.close());

  it.each(['pass', 'callback-twice', 'callback-forged'])('calls the gateway itself back: %s', async (scenario) => {
    await configure(gateway, 'sandbox', { scenario, captureMilliseconds: 200 });
    const id = await delegate(gateway, 'VERIDAS');
    await expect.poll(async () => (await readScoring(gateway, id)).status, { timeout: 60_000 }).toBe('SCORED');
    expect(await settledScoring(gateway, id)).toMatchObject({ scoredBy: 'VERIDAS', attempts: 1 });
  });
});
