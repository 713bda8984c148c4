import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { startIssuer } from '../support/issuer.js';
import { bearer, newTenant, PLATFORM_KEY, type Tenant } from '../support/tenant.js';

let gateway: Gateway;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let tenant: Tenant;
const trust = (own: Tenant, policy: api.OrganizationPolicyInput) =>
  gateway.get(api.UpdateOrganizationDocument, { input: { id: own.id, policy } }, own.admin);
beforeAll(async () => {
  issuer = await startIssuer();
  gateway = await Gateway.start(undefined, {
    PLATFORM_API_KEY: PLATFORM_KEY,
    PRIVATE_DESTINATIONS: '127.0.0.1/32',
  });
  tenant = await newTenant(gateway);
  await trust(tenant, { tokenIssuer: issuer.issuer, jwksUrl: issuer.jwksUrl });
});
afterAll(async () => {
  await gateway.close();
  await issuer[Symbol.asyncDispose]();
});

const viewer = async (token: string) => gateway.ask(api.ViewerDocument, {}, bearer(token));
const claims = (more: Readonly<Record<string, unknown>> = {}) => ({ aud: tenant.id, role: 'ADMIN', ...more });

describe('a person with a token of the organization’s own issuer', () => {
  it('is who the token says, in the role that it says', async () => {
    const { data } = await viewer(await issuer.token(claims({ role: 'VIEWER' })));
    expect(data?.viewer).toMatchObject({
      role: 'VIEWER',
      mode: 'LIVE',
      userId: 'u-7',
      client: null,
      organization: { id: tenant.id },
    });
    const test = await viewer(await issuer.token(claims({ mode: 'SANDBOX', aud: ['x', tenant.id] })));
    expect(test.data?.viewer).toMatchObject({ role: 'ADMIN', mode: 'SANDBOX' });
    expect(issuer.asked(), 'the keys were asked for').toBe(1);
  });

  it('does what the role allows, and is named in the history', async () => {
    const input = { organizationId: tenant.id, name: 'Made by a person' };
    const admin = bearer(await issuer.token(claims()));
    await gateway.get(api.CreateClientDocument, { input }, admin);
    const lesser = bearer(await issuer.token(claims({ role: 'OPERATOR' })));
    expect(await gateway.refusal(api.CreateClientDocument, { input }, lesser)).toBe('FORBIDDEN');
    const { organization } = await gateway.get(api.ReadOrganizationDocument, { id: tenant.id, first: 1 }, admin);
    expect(organization?.history.nodes[0]).toMatchObject({ event: 'CLIENT_CREATED', actor: 'user:u-7' });
  });

  it.each([
    ['of another signature', () => issuer.forged(claims())],
    ['that has expired', () => issuer.token(claims({ exp: Math.floor(Date.now() / 1000) - 120 }))],
    ['of another issuer', () => issuer.token(claims({ iss: 'https://evil.example.com' }))],
    ['for another organization', () => issuer.token(claims({ aud: 'demo' }))],
    ['for nobody', () => issuer.token(claims({ aud: undefined }))],
    ['without a role', () => issuer.token(claims({ role: undefined }))],
    ['of a role that there is not', () => issuer.token(claims({ role: 'OWNER' }))],
    ['without a subject', () => issuer.token(claims({ sub: undefined }))],
    ['without a signature', async () => `${(await issuer.token(claims())).split('.').slice(0, 2).join('.')}.`],
  ])('with a token %s is nobody', async (_, token) => {
    expect((await viewer(await token())).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is nobody once the organization no longer trusts the issuer', async () => {
    const own = await newTenant(gateway);
    await trust(own, { tokenIssuer: issuer.issuer, jwksUrl: issuer.jwksUrl });
    const token = await issuer.token(claims({ aud: own.id }));
    expect((await viewer(token)).errors).toBeUndefined();
    await trust(own, { tokenIssuer: null, jwksUrl: null });
    expect((await viewer(token)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
