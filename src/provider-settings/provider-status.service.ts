import type { EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Adapter, AdapterFacts, Provider, ProviderCapability } from '../provider/contract.js';
import { CIRCUIT_STATES, type CircuitState } from '../provider/circuit.states.js';
import type { GuardedAdapter } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import type { HealthState } from '../shared/health.js';
import type { Logger } from '../shared/logger.js';
import type { InstallationService } from './installation.service.js';
import type { ProviderSettingsService } from './provider-settings.service.js';

const PATIENCE_MILLISECONDS = 2000;
/** How long what a health check found is good for. */
const GOOD_FOR_MILLISECONDS = 10_000;

/** How a provider is, as its organization sees it from this instance. */
export interface ProviderStatus {
  readonly id: string;
  readonly adapter: string;
  readonly provider: Provider | undefined;
  readonly enabled: boolean;
  readonly priority: number;
  readonly configured: boolean;
  readonly capabilities: readonly ProviderCapability[];
  readonly circuit: CircuitState;
  readonly health: HealthState;
  readonly checkedAt: Date | undefined;
  readonly p50Milliseconds: number | undefined;
  readonly p99Milliseconds: number | undefined;
  readonly errorRate: number | undefined;
}
interface Finding {
  readonly health: HealthState;
  readonly checkedAt: Date;
}
const NEVER_ASKED = { circuit: 'CLOSED', p50Milliseconds: undefined, p99Milliseconds: undefined, errorRate: undefined } as const; // prettier-ignore
/** Stands behind whatever has a place in the order. */
const NO_PLACE = 2_147_483_647;

/** How the providers of an organization are. */
export class ProviderStatusService {
  private readonly findings = new WeakMap<Adapter, Promise<Finding>>();

  constructor(
    private readonly settings: ProviderSettingsService,
    private readonly installations: InstallationService,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** In the order in which they are asked; without an organization, those that are there for everybody. */
  async statuses(organizationId?: string): Promise<ProviderStatus[]> {
    const rows = organizationId === undefined ? [] : await this.settings.of(organizationId);
    const installed = await this.installations.of(organizationId);
    const idOf = (adapter: string) => `${organizationId ?? '*'}/${adapter}`;
    const configured = rows.flatMap((row) => {
      const definition = this.settings.definitionOf(row.adapter);
      const own = installed.find((one) => one.definition.id === row.adapter && one.priority !== undefined);
      const { enabled, priority } = row;
      const place = { id: idOf(row.adapter), enabled, priority, configured: true };
      return definition ? [this.describe(place, definition, own)] : [];
    });
    const forAll = installed.filter(({ definition }) => !rows.some((row) => row.adapter === definition.id));
    const others = forAll.map((own) => {
      const place = { id: idOf(own.definition.id), enabled: true, priority: NO_PLACE, configured: false };
      return this.describe(place, own.definition, own);
    });
    return Promise.all([...configured, ...others]);
  }

  /** @throws DomainError NOT_FOUND */
  async require(organizationId: string, adapter: string): Promise<ProviderStatus> {
    const status = (await this.statuses(organizationId)).find((one) => one.adapter === adapter);
    if (!status) throw new DomainError('NOT_FOUND', { message: 'There is no such provider.' });
    return status;
  }

  /** By the data of an event: the circuit as the change left it, a later one does not hide it; all else as it stands now. */
  async asTold(
    organizationId: string,
    { adapter, circuit }: Readonly<Record<string, unknown>>,
  ): Promise<ProviderStatus | undefined> {
    const status = (await this.statuses(organizationId)).find((one) => one.adapter === adapter);
    const told = CIRCUIT_STATES.find((state) => state === circuit);
    return status && told && { ...status, circuit: told };
  }

  /** Writes to the organization's log that a circuit has opened or closed. */
  tell(organizationId: string, adapter: string, circuit: CircuitState): void {
    const cause = { actor: 'gateway', mode: 'LIVE' as const };
    const event = organizationEvent(organizationId, cause, 'PROVIDER_STATUS_CHANGED', { adapter, circuit });
    this.log
      .change(organizationId, ({ append }) => append(event))
      .catch((error: unknown) => {
        this.logger.error({ err: error, organizationId, adapter }, 'a change of a provider could not be told');
      });
  }

  private async describe(
    place: Pick<ProviderStatus, 'id' | 'enabled' | 'priority' | 'configured'>,
    { id: adapter, provider, capabilities }: AdapterFacts,
    own: GuardedAdapter | undefined,
  ): Promise<ProviderStatus> {
    const facts = { ...place, adapter, provider, capabilities };
    if (!own) return { ...facts, ...NEVER_ASKED, health: 'UNHEALTHY', checkedAt: undefined };
    const circuit = own.guard.state;
    const { health, checkedAt } = await this.check(own.adapter);
    const seen = circuit === 'CLOSED' || health === 'UNHEALTHY' ? health : 'DEGRADED';
    return { ...facts, circuit, health: seen, checkedAt, ...own.guard.summary() };
  }

  /** However many look at once, the provider is asked once. */
  private async check(adapter: Adapter): Promise<Finding> {
    const known = await this.findings.get(adapter);
    const now = this.clock();
    if (known && now.getTime() - known.checkedAt.getTime() < GOOD_FOR_MILLISECONDS) return known;
    const finding = isHealthy(adapter).then((healthy) => ({
      health: healthy ? ('HEALTHY' as const) : ('UNHEALTHY' as const),
      checkedAt: now,
    }));
    this.findings.set(adapter, finding);
    return finding;
  }
}

/** Whoever does not answer in time is not well, whatever it makes of the signal. */
async function isHealthy(adapter: Adapter): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const silence = new Promise<false>((resolve) => {
    signal.addEventListener('abort', () => resolve(false));
  });
  const answer = adapter.health(signal).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, silence]);
}
