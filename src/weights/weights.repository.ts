import type { WeightsValues } from '../scoring/weights.js';
import type { TenantDb } from '../shared/database.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { WeightsPlace } from './weights.states.js';

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
  async inForce({ clientId, userId }: WeightsPlace): Promise<Weights | undefined> {
    const row = await this.weights()
      .where((scope) => void scope.whereNull('client_id').orWhere('client_id', clientId ?? null))
      .where((scope) => void scope.whereNull('user_id').orWhere('user_id', userId ?? null))
      .orderByRaw('user_id is null, client_id is null, version desc')
      .first();
    return row && fromRow(row);
  }

  /** The versions of one place, newest first. */
  async page(place: WeightsPlace, request: PageRequest): Promise<Page<Weights>> {
    const query = this.at(place).orderBy('id', 'desc').limit(rowsToFetch(request));
    if (request.after) query.where('id', '<', request.after);
    return pageOf((await query).map(fromRow), request);
  }

  /** 0 where nothing was saved at this place; versions have no gaps, so it counts them too. */
  async newestVersion(place: WeightsPlace): Promise<number> {
    const row = await this.at(place).orderBy('version', 'desc').first('version');
    return row?.version ?? 0;
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

  private at({ clientId, userId }: WeightsPlace) {
    return this.weights().where({ client_id: clientId ?? null, user_id: userId ?? null });
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
