import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EXTERNAL_SECRETS, externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { Gateway, type Headers, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture, openScoring, readScoring } from '../support/scoring.js';
import { newKey, newTenant, platform, PLATFORM_KEY, type Tenant } from '../support/tenant.js';

const vendor = await startExternal();
let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, {
    PLATFORM_API_KEY: PLATFORM_KEY,
    PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128',
  });
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

type Input = Partial<api.ConfigureProviderInput>;
const inputOf = (organizationId: string, input: Input): api.ConfigureProviderInput => ({
  organizationId,
  adapter: 'external',
  enabled: true,
  settings: externalSettings(vendor.url),
  ...input,
});
const configure = async (input: Input = {}, organizationId = 'demo', headers: Headers = operator) => {
  const asked = { input: inputOf(organizationId, input) };
  return (await gateway.get(api.ConfigureProviderDocument, asked, headers)).configureProvider.status;
};
const refusalOf = async (input: Input, organizationId = 'demo', headers: Headers = operator) => {
  const asked = { input: inputOf(organizationId, input) };
  return (await gateway.ask(api.ConfigureProviderDocument, asked, headers)).errors?.[0]?.extensions;
};
const read = async (id = 'demo', headers: Headers = operator) => {
  const { organization } = await gateway.get(api.ReadProvidersDocument, { id }, headers);
  if (!organization) throw new Error('the organization is gone');
  return organization;
};
const score = async (input: Partial<api.CreateScoringInput>) => {
  const scoringId = await openScoring(gateway, input);
  await gateway.get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);
  return readScoring(gateway, scoringId);
};
afterEach(() => configure({ enabled: false }));

describe('a provider that an organization sets up', () => {
  it('answers from then on, instead of the sandbox', async () => {
    const before = await score({ provider: 'EXTERNAL' });
    expect(before.providerResponses?.map(({ source }) => source)).not.toContain('external');
    const status = await configure({ priority: 7 });
    expect(status).toMatchObject({
      adapter: 'external',
      provider: 'EXTERNAL',
      enabled: true,
      priority: 7,
      configured: true,
      circuit: 'CLOSED',
      health: 'HEALTHY',
    });
    const after = await score({ provider: 'EXTERNAL' });
    expect(after).toMatchObject({ status: 'SCORED', scoredBy: 'EXTERNAL' });
    expect(after.tests?.find(({ name }) => name === 'DOC_FRONT_IS_IDENTITY_DOCUMENT')).toMatchObject({
      source: 'external',
      provider: 'EXTERNAL',
    });
    const { providers } = await read();
    const external = providers.find(({ adapter }) => adapter === 'external');
    expect(external).toMatchObject({ errorRate: 0 });
    expect(external?.p99Milliseconds).toBeGreaterThanOrEqual(external?.p50Milliseconds ?? Infinity);
  });

  it('keeps its secrets to itself, in answers and in the history', async () => {
    await configure({ priority: 7 });
    const told = JSON.stringify(await read());
    expect(told).not.toContain(EXTERNAL_SECRETS.request);
    expect(told).not.toContain(EXTERNAL_SECRETS.callback);
    const { history } = await read();
    expect(history.nodes[0]).toEqual({
      event: 'PROVIDER_CONFIGURED',
      data: {
        adapter: 'external',
        enabled: true,
        priority: 7,
        shadowShare: 0,
        settings: ['requestSecret', 'callbackSecret', 'url'],
      },
    });
  });

  it('keeps the secrets that an update leaves out', async () => {
    await configure();
    await configure({ settings: { url: externalSettings(vendor.url).url } });
    expect(await score({ provider: 'EXTERNAL' })).toMatchObject({ scoredBy: 'EXTERNAL' });
  });

  it('is there no more once it is switched off', async () => {
    await configure();
    await configure({ enabled: false });
    const { tests } = await score({ provider: 'EXTERNAL' });
    expect(tests?.map(({ source }) => source)).not.toContain('external');
    const { providers } = await read();
    expect(providers.find(({ adapter }) => adapter === 'external')).toMatchObject({ enabled: false });
  });

  it('is nobody else’s', async () => {
    await configure();
    const other = await newTenant(gateway);
    const { providers } = await read(other.id, other.admin);
    expect(providers.map(({ adapter, configured }) => [adapter, configured])).toEqual([
      ['internal', false],
      ['sandbox', false],
    ]);
  });
});

describe('settings that are refused', () => {
  it.each([
    ['an adapter that nobody knows', { adapter: 'nobody' }, 'input.adapter'],
    [
      'a setting of the wrong form',
      { settings: { ...externalSettings('http://x'), url: 'nowhere' } },
      'input.settings.url',
    ],
    ['a setting that is missing', { adapter: 'google', settings: {} }, expect.stringMatching(/^input\.settings\./)],
    ['one that is not in the schema', { settings: { ...externalSettings('http://x'), speed: 1 } }, 'input.settings'],
    ['a place that is none', { priority: -1 }, 'input.priority'],
    ['the engine switched off', { adapter: 'internal', enabled: false, settings: {} }, 'input.enabled'],
    ['the engine set up by a tenant', { adapter: 'internal', settings: { workers: 64 } }, 'input.settings'],
  ])('%s', async (_, input, path) => {
    expect(await refusalOf(input)).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it('those of an organization that is not the caller’s own, or by a lesser role', async () => {
    const tenant: Tenant = await newTenant(gateway);
    expect(await refusalOf({}, tenant.id)).toMatchObject({ code: 'NOT_FOUND' });
    const { headers } = await newKey(gateway, tenant, { role: 'OPERATOR' });
    expect(await refusalOf({}, tenant.id, headers)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf({}, tenant.id, platform)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a provider that does not answer', () => {
  it('is replaced at once, spared after a while, and asked again when it is back', async () => {
    await configure({ settings: externalSettings(vendor.faulty('server_error')) });
    const { latestCursor: after } = await read();
    const changes = gateway.subscribe(api.FollowProvidersDocument, { organizationId: 'demo', after }, operator);
    const next = async () => {
      const { value } = await changes.next();
      return (value as { data: api.FollowProvidersSubscription }).data.providerStatusChanged;
    };
    for (let times = 0; times < 5; times++)
      expect(await score({ provider: 'EXTERNAL', fallbacks: ['VERIDAS'] })).toMatchObject({ scoredBy: 'VERIDAS' });
    expect(await next()).toMatchObject({
      event: 'PROVIDER_STATUS_CHANGED',
      status: { adapter: 'external', circuit: 'OPEN' },
    });
    const { failure } = await score({ provider: 'EXTERNAL' });
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    const down = (await read()).providers.find(({ adapter }) => adapter === 'external');
    expect(down).toMatchObject({ health: 'UNHEALTHY', errorRate: expect.any(Number) });
    await configure();
    let by: string | null | undefined;
    while (by !== 'EXTERNAL') by = (await score({ provider: 'EXTERNAL', fallbacks: ['VERIDAS'] })).scoredBy;
    expect(await next()).toMatchObject({ status: { adapter: 'external', circuit: 'CLOSED' } });
    await changes.end();
  });
});
