import type { WeightsValues } from '../scoring/weights.js';
import type { TenantDb } from '../shared/database.js';

/** One immutable version. */
export interface Weights {
  readonly id: string;
  readonly organizationId: string;
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
  readonly version: number;
  readonly values: WeightsValues;
  readonly createdBy: string | undefined;
  readonly createdAt: Date;
}

interface WeightsRow {
  id: string;
  organization_id: string;
  client_id: string | null;
  user_id: string | null;
  version: number;
  weights: WeightsValues;
  created_by: string | null;
  created_at: Date;
}

export class WeightsRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async findMany(ids: readonly string[]): Promise<Weights[]> {
    return (await this.weights().whereIn('id', [...ids])).map(fromRow);
  }

  /** The newest version of the narrowest scope: (client, user), client, organization. */
  async inForce(clientId: string, userId: string | undefined): Promise<Weights | undefined> {
    const row = await this.weights()
      .where((scope) => void scope.whereNull('client_id').orWhere('client_id', clientId))
      .where((scope) => void scope.whereNull('user_id').orWhere('user_id', userId ?? null))
      .orderByRaw('user_id is null, client_id is null, version desc')
      .first();
    return row && fromRow(row);
  }

  async insert(weights: Weights): Promise<void> {
    await this.db('weights').insert({
      id: weights.id,
      organization_id: this.organizationId,
      client_id: weights.clientId ?? null,
      user_id: weights.userId ?? null,
      version: weights.version,
      weights: JSON.stringify(weights.values),
      created_by: weights.createdBy ?? null,
      created_at: weights.createdAt,
    });
  }

  private weights() {
    return this.db<WeightsRow>('weights').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: WeightsRow): Weights => ({
  id: row.id,
  organizationId: row.organization_id,
  clientId: row.client_id ?? undefined,
  userId: row.user_id ?? undefined,
  version: row.version,
  values: row.weights,
  createdBy: row.created_by ?? undefined,
  createdAt: row.created_at,
});
