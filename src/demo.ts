import type { ClientService } from './client/client.service.js';
import type { FoundingService } from './key/founding.service.js';
import type { KeyService } from './key/key.service.js';
import type { WeightsService } from './weights/weights.service.js';

const DEMO = { id: 'demo', name: 'Demo', client: 'Demo app', key: 'demo' } as const;

interface Services {
  readonly founding: FoundingService;
  readonly clients: ClientService;
  readonly keys: KeyService;
  readonly weights: WeightsService;
}

/**
 * Has the organization `demo` with one client, one ADMIN test key and weights, so that the first query works within a
 * minute. Returns the key's secret where it was made or given now: it is told once.
 */
export const createDemo =
  ({ founding, clients, keys, weights }: Services) =>
  async (givenKey: string | undefined): Promise<{ secret: string | undefined; prefix: string }> => {
    await founding.ensure(DEMO.id, DEMO.name);
    await clients.ensure(DEMO.id, DEMO.client);
    await weights.ensure(DEMO.id);
    const known = (await keys.list(DEMO.id)).find(({ name, revokedAt }) => name === DEMO.key && !revokedAt);
    if (givenKey !== undefined && (await keys.find(givenKey)))
      return { secret: givenKey, prefix: givenKey.slice(0, 12) };
    if (known && givenKey === undefined) return { secret: undefined, prefix: known.prefix };
    const cause = { actor: 'platform', mode: 'SANDBOX' } as const;
    if (known) await keys.end(DEMO.id, known.id, cause);
    const made = { organizationId: DEMO.id, name: DEMO.key, role: 'ADMIN', mode: 'SANDBOX' } as const;
    const { key, secret } = await keys.issue(made, cause, givenKey);
    return { secret, prefix: key.prefix };
  };
