import { randomBytes } from 'node:crypto';
import * as api from './generated/operations.js';
import type { Gateway, Headers } from './gateway.js';

export const PLATFORM_KEY = 'platform-key-of-the-stories';
export const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
export const platform = bearer(PLATFORM_KEY);

/** An organization of its own, with its first key. */
export interface Tenant {
  readonly id: string;
  readonly keyId: string;
  readonly admin: Headers;
}

/** Needs a gateway with `PLATFORM_API_KEY: PLATFORM_KEY`. */
export async function newTenant(gateway: Gateway, name = 'Tenant'): Promise<Tenant> {
  const id = `tenant-${randomBytes(4).toString('hex')}`;
  const { createOrganization } = await gateway.get(api.CreateOrganizationDocument, { input: { id, name } }, platform);
  return { id, keyId: createOrganization.apiKey.id, admin: bearer(createOrganization.secret) };
}

/** The credentials of a new key of the tenant. */
export async function newKey(
  gateway: Gateway,
  tenant: Tenant,
  key: Partial<api.CreateApiKeyInput> = {},
): Promise<{ id: string; headers: Headers }> {
  const input = { organizationId: tenant.id, name: 'key', role: 'ADMIN', mode: 'LIVE', ...key } as const;
  const { createApiKey } = await gateway.get(api.CreateApiKeyDocument, { input }, tenant.admin);
  return { id: createApiKey.apiKey.id, headers: bearer(createApiKey.secret) };
}
