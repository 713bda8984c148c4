import type { EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { AdapterDefinition } from '../provider/contract.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import { organizationVersions } from '../shared/cache/versions.js';
import type { Database } from '../shared/database.js';
import { type MasterKey, seal, unseal } from '../shared/encryption.js';
import { badInput, badInputs } from '../shared/errors.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import { type ProviderSettings, ProviderSettingsRepository } from './provider-settings.repository.js';

export type { ProviderSettings };

const ENDPOINT = 'Mutation.configureProvider';
const USUAL_PRIORITY = 100;
const LOWEST_PRIORITY = 1_000_000;

export interface NewProviderSettings {
  readonly organizationId: string;
  readonly adapter: string;
  readonly enabled: boolean;
  readonly priority?: number | null;
  readonly shadowShare?: number | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Which providers an organization has, with which settings, and in which order. */
export class ProviderSettingsService {
  private readonly cache: ReadThrough<readonly ProviderSettings[]>;

  constructor(
    private readonly definitions: readonly AdapterDefinition<unknown>[],
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly master: MasterKey,
    caches: Caches,
  ) {
    this.cache = caches.of<readonly ProviderSettings[]>({
      name: 'provider_settings',
      versions: organizationVersions,
      sealedBy: 'installation',
      load: async (organizationId) => {
        const settings = await this.database.tenant(organizationId, (db) =>
          new ProviderSettingsRepository(db, organizationId).list(),
        );
        return new Map([[organizationId, settings]]);
      },
    });
  }

  /** In the order in which they are asked. */
  async of(organizationId: string): Promise<readonly ProviderSettings[]> {
    return (await this.cache.find(organizationId, organizationId)) ?? [];
  }

  /** What the adapter is to be made with: for those who make it, and nobody else. */
  open(organizationId: string, { adapter, settings }: ProviderSettings): Record<string, unknown> {
    const plain = unseal(this.master.derive('provider'), settings, contextOf(organizationId, adapter));
    return JSON.parse(plain.toString()) as Record<string, unknown>;
  }

  definitionOf(adapter: string): AdapterDefinition<unknown> | undefined {
    return this.definitions.find(({ id }) => id === adapter);
  }

  /**
   * Of an adapter that is set up already, the secrets that are left out stay. Of one provider one adapter is in use: the
   * last that was set up. Returns its id.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT
   */
  async configure(operator: Operator, asked: NewProviderSettings): Promise<string> {
    const organizationId = ownOrganization(operator, asked.organizationId);
    const { definition, input } = this.chosenBy(asked);
    checkPlace(definition, input);
    const others = this.definitions.filter(
      ({ id, provider }) => id !== definition.id && provider === definition.provider,
    );
    const replaced = definition.provider === undefined ? [] : others.map(({ id }) => id);
    await this.log.change(organizationId, async ({ db, now, append }) => {
      const repository = new ProviderSettingsRepository(db, organizationId);
      const before = await repository.lock(definition.id);
      const settings = withKeptSecrets(definition, input.settings, before && this.open(organizationId, before));
      checkSettings(definition, settings);
      const { enabled } = input;
      const priority = input.priority ?? before?.priority ?? USUAL_PRIORITY;
      const shadowShare = input.shadowShare ?? before?.shadowShare ?? 0;
      const sealed = seal(
        this.master.derive('provider'),
        Buffer.from(JSON.stringify(settings)),
        contextOf(organizationId, definition.id),
      );
      const version = (before?.version ?? 0) + 1;
      if (enabled) await repository.switchOff(replaced, now);
      await repository.save({ adapter: definition.id, enabled, priority, shadowShare, settings: sealed, version }, now);
      const cause = { actor: operator.keyId, mode: operator.mode, endpoint: ENDPOINT };
      const data = { adapter: definition.id, enabled, priority, shadowShare, settings: Object.keys(settings) };
      await append(organizationEvent(organizationId, cause, 'PROVIDER_CONFIGURED', data));
    });
    return definition.id;
  }

  /** The adapter that is named; or the one that its settings name in its place, of the same provider. */
  private chosenBy(input: NewProviderSettings) {
    const definition = this.definitionOf(input.adapter);
    if (!definition) throw mustBeOneOf('input.adapter', this.definitions);
    const { adapter, ...settings } = input.settings;
    if (adapter === undefined || adapter === null) return { definition, input };
    const others = this.definitions.filter((other) => other.provider === definition.provider && other !== definition);
    const named = others.find(({ id }) => id === adapter);
    if (!named || definition.provider === undefined) throw mustBeOneOf('input.settings.adapter', others);
    return { definition: named, input: { ...input, settings } };
  }
}

const mustBeOneOf = (path: string, definitions: readonly AdapterDefinition<unknown>[]) =>
  badInput(path, `must be one of ${definitions.map(({ id }) => id).join(', ')}`);

const contextOf = (organizationId: string, adapter: string): string => `${organizationId}/${adapter}/provider-settings`;

function checkPlace(
  { isShared }: AdapterDefinition<unknown>,
  { enabled, priority, settings }: NewProviderSettings,
): void {
  if (typeof priority === 'number' && (priority < 0 || priority > LOWEST_PRIORITY))
    throw badInput('input.priority', `must be from 0 to ${LOWEST_PRIORITY}`);
  if (!isShared) return;
  if (!enabled) throw badInput('input.enabled', 'this adapter is always there');
  if (Object.keys(settings).length > 0)
    throw badInput('input.settings', 'must be empty: the installation itself sets this adapter up');
}

/** Secrets are never shown, so nobody could send them again; null clears one. */
function withKeptSecrets(
  { secrets }: AdapterDefinition<unknown>,
  given: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const kept = Object.entries(before ?? {}).filter(([name]) => secrets.includes(name));
  const merged = { ...Object.fromEntries(kept), ...given };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function checkSettings({ options }: AdapterDefinition<unknown>, settings: Readonly<Record<string, unknown>>): void {
  const parsed = options.safeParse(settings);
  if (parsed.success) return;
  throw badInputs(
    parsed.error.issues.map(({ path, message }) => ({
      path: ['input.settings', ...path.map(String)].join('.'),
      message,
    })),
  );
}
