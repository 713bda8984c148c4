import type { Bytes, TenantDb } from '../shared/database.js';

/** How an organization has set up one adapter. */
export interface ProviderSettings {
  readonly adapter: string;
  readonly enabled: boolean;
  /** Lower is asked first. */
  readonly priority: number;
  readonly shadowShare: number;
  readonly settings: Bytes;
  readonly version: number;
}

interface SettingsRow {
  organization_id: string;
  adapter: string;
  enabled: boolean;
  priority: number;
  shadow_share: number;
  settings: Bytes;
  version: number;
  updated_at: Date;
}
interface CallbackRow {
  organization_id: string;
  adapter: string;
  message_id: string;
  received_at: Date;
}

export class ProviderSettingsRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** In the order in which they are asked. */
  async list(): Promise<ProviderSettings[]> {
    return (await this.rows().orderBy(['priority', 'adapter'])).map(fromRow);
  }

  /** Held against other changes until the transaction ends. */
  async lock(adapter: string): Promise<ProviderSettings | undefined> {
    const row = await this.rows().where({ adapter }).forUpdate().first();
    return row && fromRow(row);
  }

  async save({ adapter, enabled, priority, shadowShare, settings, version }: ProviderSettings, now: Date) {
    const changing = { enabled, priority, shadow_share: shadowShare, settings, version, updated_at: now };
    await this.db('provider_settings')
      .insert({ organization_id: this.organizationId, adapter, ...changing })
      .onConflict(['organization_id', 'adapter'])
      .merge(changing);
  }

  /** What runs by these settings ends. */
  async switchOff(adapters: readonly string[], now: Date): Promise<void> {
    await this.rows()
      .whereIn('adapter', [...adapters])
      .where({ enabled: true })
      .update({ enabled: false, updated_at: now });
  }

  /** False where a message of this id was taken before. */
  async takeCallback(adapter: string, messageId: string, now: Date, keptSince: Date): Promise<boolean> {
    const callbacks = () => this.db<CallbackRow>('provider_callbacks').where('organization_id', this.organizationId);
    await callbacks().where('received_at', '<', keptSince).delete();
    const taken = await this.db('provider_callbacks')
      .insert({ organization_id: this.organizationId, adapter, message_id: messageId, received_at: now })
      .onConflict(['organization_id', 'adapter', 'message_id'])
      .ignore()
      .returning('message_id');
    return taken.length > 0;
  }

  private rows() {
    return this.db<SettingsRow>('provider_settings').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: SettingsRow): ProviderSettings => ({
  adapter: row.adapter,
  enabled: row.enabled,
  priority: row.priority,
  shadowShare: row.shadow_share,
  settings: row.settings,
  version: row.version,
});
