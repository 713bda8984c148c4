import { type AdapterFacts, type AdapterTools, installAdapter, type InstalledAdapter } from '../provider/contract.js';
import type { CircuitBoard } from '../provider/circuit-board.js';
import type { GuardedAdapter, Installations } from '../provider/registry.js';
import type { ProviderSettings, ProviderSettingsService } from './provider-settings.service.js';

/** An adapter whose settings were changed ends once the calls that go through it have had their time. */
const LAST_CALLS_MILLISECONDS = 70_000;

interface Running {
  readonly version: number;
  readonly installed: InstalledAdapter;
}

/** Makes an organization's adapters of its settings, when they are first wanted, and anew when these change. */
export class InstallationService implements Installations {
  private readonly running = new Map<string, Running>();
  private readonly ending = new Map<InstalledAdapter, NodeJS.Timeout>();

  constructor(
    readonly shared: readonly InstalledAdapter[],
    private readonly settings: ProviderSettingsService,
    private readonly circuits: CircuitBoard,
    private readonly tools: (organizationId: string, adapter: AdapterFacts) => AdapterTools,
  ) {}

  async of(organizationId: string | undefined): Promise<readonly GuardedAdapter[]> {
    const rows = organizationId === undefined ? [] : await this.settings.of(organizationId);
    const own = rows.flatMap((row) => (organizationId && row.enabled ? this.ownOf(organizationId, row) : []));
    const others = this.shared.filter(({ definition }) => !own.some((one) => one.definition.id === definition.id));
    const forAll = others.map((installed) => ({
      ...this.guarded(organizationId, installed),
      priority: undefined,
      shadowShare: 0,
    }));
    return [...own, ...forAll];
  }

  async close(): Promise<void> {
    for (const timer of this.ending.values()) clearTimeout(timer);
    const all = [
      ...this.shared,
      ...this.ending.keys(),
      ...[...this.running.values()].map(({ installed }) => installed),
    ];
    await Promise.all(all.map(async ({ adapter }) => adapter.close?.()));
  }

  private ownOf(organizationId: string, row: ProviderSettings): GuardedAdapter[] {
    const { priority, shadowShare } = row;
    const shared = this.shared.find(({ definition }) => definition.id === row.adapter && definition.isShared);
    const installed = shared ?? this.installed(organizationId, row);
    return installed ? [{ ...this.guarded(organizationId, installed), priority, shadowShare }] : [];
  }

  private guarded(organizationId: string | undefined, installed: InstalledAdapter) {
    return { ...installed, guard: this.circuits.guardOf(organizationId, installed.definition.id) };
  }

  /** Undefined where settings that once fitted fit no more, after an upgrade: the adapter then is as if not configured. */
  private installed(organizationId: string, row: ProviderSettings): InstalledAdapter | undefined {
    const key = `${organizationId}/${row.adapter}`;
    const known = this.running.get(key);
    if (known?.version === row.version) return known.installed;
    if (known) this.end(known.installed);
    this.running.delete(key);
    const definition = this.settings.definitionOf(row.adapter);
    if (!definition) return undefined;
    const tools = this.tools(organizationId, definition);
    try {
      const installed = installAdapter(definition, this.settings.open(organizationId, row), tools);
      this.running.set(key, { version: row.version, installed });
      return installed;
    } catch (error) {
      tools.log.error({ err: error, organizationId, adapter: row.adapter }, 'a provider cannot be installed');
      return undefined;
    }
  }

  private end(installed: InstalledAdapter): void {
    const timer = setTimeout(() => {
      this.ending.delete(installed);
      void installed.adapter.close?.().catch(() => undefined);
    }, LAST_CALLS_MILLISECONDS);
    timer.unref();
    this.ending.set(installed, timer);
  }
}
