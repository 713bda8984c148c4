import type { WeightsValues } from '../scoring/weights.js';
import type { Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import { newId } from '../shared/id.js';
import { ImmutableRows } from '../shared/immutable-rows.js';
import { type Weights, WeightsRepository } from './weights.repository.js';

export type { Weights };

/** Versions of weights, and which of them applies. */
export class WeightsService {
  private readonly rows = new ImmutableRows<Weights>(1000, (organizationId, ids) =>
    this.database.tenant(organizationId, (db) => new WeightsRepository(db, organizationId).findMany(ids)),
  );

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly builtIn: WeightsValues,
  ) {}

  /** What a new session pins; undefined where the built-in weights apply. */
  async inForce(db: TenantDb, organizationId: string, clientId: string, userId: string | undefined) {
    return new WeightsRepository(db, organizationId).inForce(clientId, userId);
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<Weights[]> {
    return this.rows.findMany(organizationId, ids);
  }

  /** The values of a pinned version, or the built-in ones. */
  async valuesOf(organizationId: string, id: string | undefined): Promise<WeightsValues> {
    if (id === undefined) return this.builtIn;
    const [weights] = await this.findMany(organizationId, [id]);
    if (!weights) throw new Error('a pinned version of weights is gone');
    return weights.values;
  }

  /** Gives an organization a first version of its own, equal to the built-in weights. */
  async ensure(organizationId: string): Promise<void> {
    await this.database.tenant(organizationId, async (db) => {
      const weights = new WeightsRepository(db, organizationId);
      if (await weights.inForce(newId(), undefined)) return;
      await weights.insert({
        id: newId(),
        organizationId,
        clientId: undefined,
        userId: undefined,
        version: 1,
        values: this.builtIn,
        createdBy: undefined,
        createdAt: this.clock(),
      });
    });
  }

  get builtInValues(): WeightsValues {
    return this.builtIn;
  }
}
