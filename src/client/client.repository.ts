import type { Bytes, TenantDb } from '../shared/database.js';

/** An application of an organization: what X-Client-Id names. */
export interface Client {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: Date;
}

interface ClientRow {
  id: string;
  organization_id: string;
  name: string;
  created_at: Date;
  webhook_secret: Bytes | null;
}

export class ClientRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async list(): Promise<Client[]> {
    return (await this.clients().orderBy('id')).map(fromRow);
  }

  async findMany(ids: readonly string[]): Promise<Client[]> {
    return (await this.clients().whereIn('id', [...ids])).map(fromRow);
  }

  async insert(client: Client): Promise<void> {
    await this.clients().insert({
      id: client.id,
      organization_id: this.organizationId,
      name: client.name,
      created_at: client.createdAt,
    });
  }

  /** The sealed secret; undefined where there is no such client or it has none. */
  async webhookSecret(id: string): Promise<Bytes | undefined> {
    const row = await this.clients().where({ id }).first('webhook_secret');
    return row?.webhook_secret ?? undefined;
  }

  async saveWebhookSecret(id: string, sealed: Bytes): Promise<void> {
    await this.clients().where({ id }).update({ webhook_secret: sealed });
  }

  private clients() {
    return this.db<ClientRow>('clients').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: ClientRow): Client => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  createdAt: row.created_at,
});
