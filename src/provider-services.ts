import type { EventLog } from './event/event.service.js';
import { InstallationService } from './provider-settings/installation.service.js';
import { ProviderSettingsService } from './provider-settings/provider-settings.service.js';
import { ProviderStatusService } from './provider-settings/provider-status.service.js';
import { CircuitBoard } from './provider/circuit-board.js';
import type { AdapterDefinition, InstalledAdapter } from './provider/contract.js';
import { ProviderRegistry } from './provider/registry.js';
import type { Clock } from './shared/clock.js';
import type { Logger } from './shared/logger.js';
import type { Outbound } from './shared/outbound.js';
import type { Storage } from './storage.js';

export interface ProviderSurroundings {
  /** Those that are there for everybody. */
  readonly adapters: readonly InstalledAdapter[];
  /** Those that an organization can set up. */
  readonly definitions: readonly AdapterDefinition<unknown>[];
  readonly clock: Clock;
  readonly log: Logger;
}
interface Needed {
  readonly events: EventLog;
  readonly outbound: Outbound;
  readonly baseUrl: () => string;
}

/** Providers as organizations have set them up, and the way to them. */
export function createProviderServices(
  { adapters, definitions, clock, log }: ProviderSurroundings,
  { database, master, redis, caches }: Pick<Storage, 'database' | 'master' | 'redis' | 'caches'>,
  { events, outbound, baseUrl }: Needed,
) {
  const providerSettings = new ProviderSettingsService(definitions, database, events, master, caches);
  const circuits = new CircuitBoard(redis, (organizationId, adapter, state) =>
    providerStatus.tell(organizationId, adapter, state),
  );
  const fetch = outbound.fetch.bind(outbound);
  const installations = new InstallationService(adapters, providerSettings, circuits, (organizationId, adapter) => ({
    fetch,
    now: clock,
    log,
    callbackUrl: `${baseUrl()}/callbacks/${adapter}?organization=${organizationId}`,
  }));
  const providerStatus = new ProviderStatusService(providerSettings, installations, events, clock, log);
  return { installations, providers: new ProviderRegistry(installations), providerSettings, providerStatus };
}
