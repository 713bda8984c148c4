import { CaseService } from './case/case.service.js';
import type { Config } from './config.js';
import type { EventLog } from './event/event.service.js';
import { InstallationService } from './provider-settings/installation.service.js';
import { ProviderSettingsService } from './provider-settings/provider-settings.service.js';
import { ProviderStatusService } from './provider-settings/provider-status.service.js';
import { CircuitBoard } from './provider/circuit-board.js';
import type { AdapterDefinition, AdapterFacts, AdapterTools, InstalledAdapter } from './provider/contract.js';
import { ProviderRegistry } from './provider/registry.js';
import type { Clock } from './shared/clock.js';
import type { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import type { Outbound } from './shared/outbound.js';
import type { Storage } from './storage.js';

export interface ProviderSurroundings {
  /** The address by which other machines know all instances alike. */
  readonly config: Pick<Config, 'publicUrl'>;
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
  readonly jobs: Jobs;
  readonly ownAddress: () => string;
}

/** Providers as organizations have set them up, and the way to them. */
export function createProviderServices(
  { config, adapters, definitions, clock, log }: ProviderSurroundings,
  { database, master, redis, caches }: Pick<Storage, 'database' | 'master' | 'redis' | 'caches'>,
  { events, outbound, jobs, ownAddress }: Needed,
) {
  const providerSettings = new ProviderSettingsService(definitions, database, events, master, caches);
  const circuits = new CircuitBoard(redis, (organizationId, adapter, state) =>
    providerStatus.tell(organizationId, adapter, state),
  );
  const toolsOf = (organizationId: string, { id, isPlayed = false }: AdapterFacts): AdapterTools => {
    const address = isPlayed ? ownAddress() : config.publicUrl;
    return {
      fetch: isPlayed ? fetch : outbound.fetch.bind(outbound),
      now: clock,
      log,
      ...(address ? { callbackUrl: `${address}/callbacks/${id}?organization=${organizationId}` } : {}),
    };
  };
  const installations = new InstallationService(adapters, providerSettings, circuits, toolsOf);
  const providerStatus = new ProviderStatusService(providerSettings, installations, events, clock, log);
  const providers = new ProviderRegistry(installations);
  const cases = new CaseService(database, providers, jobs, clock, log);
  return { installations, providers, cases, providerSettings, providerStatus };
}
