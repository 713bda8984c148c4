import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, newKey, newTenant, platform, PLATFORM_KEY, type Tenant } from '../support/tenant.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

let gateway: Gateway;
let tenant: Tenant;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PLATFORM_API_KEY: PLATFORM_KEY });
  tenant = await newTenant(gateway);
});
afterAll(() => gateway.close());

const readAs = async (headers = tenant.admin, id = tenant.id) =>
  (await gateway.get(api.ReadOrganizationDocument, { id }, headers)).organization;
const viewer = (headers = tenant.admin) => gateway.ask(api.ViewerDocument, {}, headers);
const update = (policy: api.OrganizationPolicyInput, headers = tenant.admin, id = tenant.id) =>
  gateway.ask(api.UpdateOrganizationDocument, { input: { id, policy } }, headers);

describe('an organization', () => {
  it('begins with the platform’s key, and a key of its own that can do everything', async () => {
    const input = { id: 'yoigo', name: ' Yoigo ' };
    const { createOrganization } = await gateway.get(api.CreateOrganizationDocument, { input }, platform);
    expect(createOrganization.organization).toMatchObject({ id: 'yoigo', name: 'Yoigo' });
    expect(createOrganization.apiKey).toMatchObject({ role: 'ADMIN', mode: 'LIVE', client: null, revokedAt: null });
    expect(createOrganization.secret).toMatch(/^sk_live_/);
    const own = bearer(createOrganization.secret);
    expect((await viewer(own)).data?.viewer).toMatchObject({ role: 'ADMIN', organization: { name: 'Yoigo' } });
    expect(await gateway.refusal(api.CreateOrganizationDocument, { input }, platform)).toBe('CONFLICT');
    expect(await readAs(own, 'yoigo')).toMatchObject({ policy: { rateLimit: null }, clients: [] });
    expect(await gateway.refusal(api.ReadOrganizationDocument, { id: 'yoigo' }, platform)).toBe('FORBIDDEN');
  });

  it('is made by nobody else, and not under every name', async () => {
    const input = { id: 'other', name: 'Other' };
    for (const headers of [operator, tenant.admin])
      expect(await gateway.refusal(api.CreateOrganizationDocument, { input }, headers)).toBe('FORBIDDEN');
    expect(await gateway.refusal(api.CreateOrganizationDocument, { input })).toBe('UNAUTHENTICATED');
    for (const id of ['', 'a', 'Yoigo', 'a b', '-a', 'a--b', 'ñandú', '*', 'x'.repeat(64)])
      expect(await gateway.refusal(api.CreateOrganizationDocument, { input: { id, name: 'X' } }, platform), id).toBe(
        'BAD_USER_INPUT',
      );
    expect(await gateway.refusal(api.CreateSessionDocument, { input: {} }, platform)).toBe('FORBIDDEN');
  });

  it('is not there for another tenant, and tells the subjects’ apps its name alone', async () => {
    expect(await readAs(operator, tenant.id)).toBeNull();
    expect((await update({ rateLimit: 5 }, operator)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const subject = await openSession(gateway);
    const { data, errors } = await gateway.ask(api.ClientOfSessionDocument, { id: subject.sessionId }, subject.headers);
    expect([data?.verificationSession, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  it('decides its policy: what is left out stays, and null clears', async () => {
    const own = await newTenant(gateway);
    const policyAfter = async (policy: api.OrganizationPolicyInput) =>
      (await update(policy, own.admin, own.id)).data?.updateOrganization.organization.policy;
    const given = {
      sanctionsGate: 'REVIEW',
      stopWhenDecided: true,
      evidenceRetention: 'P30D',
      rateLimit: 500,
    } as const;
    const trusted = { tokenIssuer: 'https://id.example.com', jwksUrl: 'https://id.example.com/jwks' };
    expect(await policyAfter({ ...given, ...trusted })).toEqual({ ...given, ...trusted });
    expect(await policyAfter({ rateLimit: 600 })).toEqual({ ...given, ...trusted, rateLimit: 600 });
    expect(
      await policyAfter({
        sanctionsGate: null,
        evidenceRetention: null,
        rateLimit: null,
        tokenIssuer: null,
        jwksUrl: null,
      }),
    ).toEqual({
      sanctionsGate: 'BLOCK',
      stopWhenDecided: true,
      evidenceRetention: null,
      rateLimit: null,
      tokenIssuer: null,
      jwksUrl: null,
    });
  });

  it.each([
    [{ rateLimit: 0 }, 'input.policy.rateLimit'],
    [{ evidenceRetention: 'P4000D' }, 'input.policy.evidenceRetention'],
    [{ tokenIssuer: 'https://id.example.com' }, 'input.policy.jwksUrl'],
    [{ tokenIssuer: 'x', jwksUrl: 'http://id.example.com/jwks' }, 'input.policy.jwksUrl'],
    [{ tokenIssuer: 'x', jwksUrl: 'https://127.0.0.1/jwks' }, 'input.policy.jwksUrl'],
    [{ tokenIssuer: 'x', jwksUrl: 'https://[::ffff:10.0.0.1]/jwks' }, 'input.policy.jwksUrl'],
    [{ tokenIssuer: 'x', jwksUrl: 'https://metadata.internal/jwks' }, 'input.policy.jwksUrl'],
  ])('refuses the policy %j with the path', async (policy, path) => {
    const { errors } = await update(policy);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
  });
});

describe('applications and keys', () => {
  it('are made by an ADMIN, and stand in the history with who made them', async () => {
    const own = await newTenant(gateway);
    const made = { input: { organizationId: own.id, name: 'App' } };
    const { createClient } = await gateway.get(api.CreateClientDocument, made, own.admin);
    const clientId = createClient.client.id;
    expect(createClient.client).toMatchObject({ name: 'App', organization: { id: own.id } });
    const key = await newKey(gateway, own, { clientId, role: 'OPERATOR', name: 'of the app' });
    await gateway.get(api.RevokeApiKeyDocument, { id: key.id }, own.admin);
    await update({ stopWhenDecided: true }, own.admin, own.id);
    const rotated = await gateway.get(api.RotateClientWebhookSecretDocument, { clientId }, own.admin);
    expect(rotated.rotateClientWebhookSecret.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);

    const organization = await readAs(own.admin, own.id);
    expect(organization?.clients).toEqual([{ id: clientId, name: 'App' }]);
    expect(organization?.history.nodes.map(({ sequence, event, actor }) => [sequence, event, actor])).toEqual([
      [7, 'CLIENT_SECRET_ROTATED', own.keyId],
      [6, 'ORGANIZATION_UPDATED', own.keyId],
      [5, 'API_KEY_REVOKED', own.keyId],
      [4, 'API_KEY_CREATED', own.keyId],
      [3, 'CLIENT_CREATED', own.keyId],
      [2, 'API_KEY_CREATED', 'platform'],
      [1, 'ORGANIZATION_CREATED', 'platform'],
    ]);
    expect(organization?.history.totalCount).toBe(7);
    expect(organization?.history.nodes[1]?.data).toEqual({ fields: ['stopWhenDecided'] });
    expect(JSON.stringify(organization)).not.toContain('whsec_');
  });

  it('are read in pages', async () => {
    const page = async (variables: { first: number; after?: string | null }) =>
      (await gateway.get(api.ReadOrganizationDocument, { id: tenant.id, ...variables }, tenant.admin)).organization
        ?.history;
    const first = await page({ first: 1 });
    const second = await page({ first: 1, after: first?.pageInfo.endCursor ?? null });
    expect([first?.nodes[0]?.event, first?.pageInfo.hasNextPage]).toEqual(['API_KEY_CREATED', true]);
    expect([second?.nodes[0]?.event, second?.pageInfo.hasNextPage]).toEqual(['ORGANIZATION_CREATED', false]);
  });

  it('show themselves to an ADMIN without their secrets', async () => {
    const own = await newTenant(gateway);
    const test = await newKey(gateway, own, { mode: 'SANDBOX', name: 'try' });
    const names = async (headers = own.admin) =>
      (await viewer(headers)).data?.viewer.apiKeys.map(({ name, mode }) => `${name} ${mode}`);
    expect(await names()).toEqual(['First key LIVE', 'try SANDBOX']);
    expect(await names(test.headers)).toEqual(['try SANDBOX']);
    const reader = await newKey(gateway, own, { role: 'VIEWER' });
    expect(await names(reader.headers)).toEqual([]);
    const keys = (await viewer(own.admin)).data?.viewer.apiKeys ?? [];
    expect(keys.find(({ id }) => id === test.id)?.lastUsedAt).toMatch(/^\d{4}-/);
    expect(keys.every(({ prefix }) => prefix.length === 12)).toBe(true);
  });

  it('of a test key are test keys alone', async () => {
    const test = await newKey(gateway, tenant, { mode: 'SANDBOX' });
    const made = (mode: api.Mode) => ({
      input: { organizationId: tenant.id, name: 'more', role: 'ADMIN', mode } as const,
    });
    expect(await gateway.refusal(api.CreateApiKeyDocument, made('LIVE'), test.headers)).toBe('FORBIDDEN');
    const { createApiKey } = await gateway.get(api.CreateApiKeyDocument, made('SANDBOX'), test.headers);
    expect(createApiKey.secret).toMatch(/^sk_test_/);
    expect(await gateway.refusal(api.RevokeApiKeyDocument, { id: tenant.keyId }, test.headers)).toBe('NOT_FOUND');
    await gateway.get(api.RevokeApiKeyDocument, { id: createApiKey.apiKey.id }, test.headers);
  });

  it('end at once when they are revoked, and only in their own organization', async () => {
    const key = await newKey(gateway, tenant);
    expect((await viewer(key.headers)).errors).toBeUndefined();
    expect(await gateway.refusal(api.RevokeApiKeyDocument, { id: key.id }, operator)).toBe('NOT_FOUND');
    const { revokeApiKey } = await gateway.get(api.RevokeApiKeyDocument, { id: key.id }, tenant.admin);
    expect(revokeApiKey.apiKey.revokedAt).toMatch(/^\d{4}-/);
    expect((await viewer(key.headers)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const again = await gateway.get(api.RevokeApiKeyDocument, { id: key.id }, tenant.admin);
    expect(again.revokeApiKey.apiKey.revokedAt).toBe(revokeApiKey.apiKey.revokedAt);
    expect(await gateway.refusal(api.RevokeApiKeyDocument, { id: 'no-id' }, tenant.admin)).toBe('NOT_FOUND');
  });

  it.skipIf(!process.env['TEST_DATABASE_URL'])('end within a second on other instances', async () => {
    const other = await Gateway.start(undefined, {
      DATABASE_URL: gateway.databaseUrl ?? '',
      DATA_DIR: gateway.folder,
    });
    const key = await newKey(gateway, tenant);
    expect((await other.ask(api.ViewerDocument, {}, key.headers)).errors).toBeUndefined();
    await gateway.get(api.RevokeApiKeyDocument, { id: key.id }, tenant.admin);
    const refused = async () => (await other.refusal(api.ViewerDocument, {}, key.headers)) === 'UNAUTHENTICATED';
    await expect.poll(refused, { timeout: 1500, interval: 100 }).toBe(true);
    await other.close();
  });

  it('of an application choose it, and must know it', async () => {
    const own = await newTenant(gateway);
    expect(await gateway.refusal(api.CreateSessionDocument, { input: {} }, own.admin)).toBe('BAD_USER_INPUT');
    const client = async (name: string) =>
      (await gateway.get(api.CreateClientDocument, { input: { organizationId: own.id, name } }, own.admin)).createClient
        .client.id;
    const [first, second] = [await client('one'), await client('two')];
    const bound = await newKey(gateway, own, { clientId: second });
    const { createVerificationSession } = await gateway.get(api.CreateSessionDocument, { input: {} }, bound.headers);
    expect(createVerificationSession.session.client.id).toBe(second);
    expect(await gateway.refusal(api.CreateSessionDocument, { input: {} }, own.admin)).toBe('BAD_USER_INPUT');
    const named = await gateway.get(api.CreateSessionDocument, { input: { clientId: first } }, own.admin);
    expect(named.createVerificationSession.session.client.id).toBe(first);
    const foreign = { organizationId: own.id, name: 'x', role: 'ADMIN', mode: 'LIVE', clientId: tenant.keyId } as const;
    expect(await gateway.refusal(api.CreateApiKeyDocument, { input: foreign }, own.admin)).toBe('NOT_FOUND');
  });
});

describe('a limit of requests', () => {
  it('holds for each key of the organization, and says when to come back', async () => {
    const own = await newTenant(gateway);
    const key = await newKey(gateway, own);
    await update({ rateLimit: 3 }, own.admin, own.id);
    const answers = [];
    for (let request = 0; request < 5; request++) answers.push(await viewer(key.headers));
    const refused = answers.filter(({ errors }) => errors);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(refused[0]?.errors?.[0]?.extensions['retryAfter']).toBeGreaterThan(0);
    expect((await viewer(own.admin)).errors, 'another key').toBeUndefined();
  });
});
