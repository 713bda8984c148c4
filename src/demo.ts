import type { ClientService } from './client/client.service.js';
import type { KeyService } from './key/key.service.js';
import type { OrganizationService } from './organization/organization.service.js';
import type { WeightsService } from './weights/weights.service.js';

const DEMO = { id: 'demo', name: 'Demo', client: 'Demo app', key: 'demo' } as const;

interface Services {
  readonly organizations: OrganizationService;
  readonly clients: ClientService;
  readonly keys: KeyService;
  readonly weights: WeightsService;
}

/**
 * Has the organization `demo` with one client, one ADMIN test key and weights, so that the first query works within a
 * minute. Returns the key's secret where it was made or given now: it is told once.
 */
export const createDemo =
  ({ organizations, clients, keys, weights }: Services) =>
  async (givenKey: string | undefined): Promise<{ secret: string | undefined; prefix: string }> => {
    await organizations.ensure(DEMO.id, DEMO.name);
    await clients.ensure(DEMO.id, DEMO.client);
    await weights.ensure(DEMO.id);
    const known = (await keys.list(DEMO.id)).find(({ name, revokedAt }) => name === DEMO.key && !revokedAt);
    if (givenKey !== undefined && (await keys.find(givenKey)))
      return { secret: givenKey, prefix: givenKey.slice(0, 12) };
    if (known && givenKey === undefined) return { secret: undefined, prefix: known.prefix };
    if (known) await keys.revokeNamed(DEMO.id, DEMO.key);
    const made = { organizationId: DEMO.id, name: DEMO.key, role: 'ADMIN', mode: 'SANDBOX' } as const;
    const { key, secret } = await keys.create(made, givenKey);
    return { secret, prefix: key.prefix };
  };
