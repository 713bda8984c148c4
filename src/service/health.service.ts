import type { ProviderRegistry } from '../provider/registry.js';
import type { BlobStore } from '../shared/blob-store.js';
import type { Database } from '../shared/database.js';
import type { HealthCheck, HealthReport, HealthState } from '../shared/health.js';
import type { Pingable } from '../shared/redis.js';

const PATIENCE_MILLISECONDS = 2000;

/** Whether the service can serve: it needs its database and storage; a cache or provider that is down only slows it. */
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    private readonly cache: Pingable | undefined,
    private readonly providers: ProviderRegistry,
  ) {}

  async report(): Promise<HealthReport> {
    const [database, storage, cache, ...providers] = await Promise.all([
      check(() => this.database.system.raw('select 1'), 'UNHEALTHY'),
      check(() => this.blobs.check(), 'UNHEALTHY'),
      this.cache ? check(() => this.cache?.ping(), 'DEGRADED') : IN_PROCESS,
      ...this.providers.adapters.map(({ adapter }) =>
        check(() => adapter.health(AbortSignal.timeout(PATIENCE_MILLISECONDS)), 'DEGRADED'),
      ),
    ]);
    const named = this.providers.adapters.map(({ definition }, place) => [definition.id, providers[place]] as const);
    const externalServices = Object.fromEntries(named.flatMap(([id, found]) => (found ? [[id, found]] : [])));
    const checks = Object.entries({ database, storage, cache, ...externalServices });
    const status = STATES.find((wanted) => checks.some(([, { state }]) => state === wanted)) ?? 'HEALTHY';
    return { status, database, storage, cache, externalServices, error: errorOf(checks) };
  }
}

const STATES: readonly HealthState[] = ['UNHEALTHY', 'DEGRADED'];
const IN_PROCESS: HealthCheck = { state: 'HEALTHY', milliseconds: null, detail: 'in process' };

/** In words, which of them ail. */
function errorOf(checks: readonly (readonly [string, HealthCheck])[]): string | null {
  const ailing = checks.flatMap(([name, { state, detail }]) => (state === 'HEALTHY' ? [] : [`${name} ${detail}`]));
  return ailing.length === 0 ? null : ailing.join(', ');
}

async function check(ask: () => unknown, otherwise: HealthState): Promise<HealthCheck> {
  const start = performance.now();
  const silence = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), PATIENCE_MILLISECONDS).unref();
  });
  try {
    await Promise.race([ask(), silence]);
    return { state: 'HEALTHY', milliseconds: performance.now() - start, detail: null };
  } catch {
    return { state: otherwise, milliseconds: performance.now() - start, detail: 'does not answer' };
  }
}
