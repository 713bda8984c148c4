import type { TenantDb } from '../shared/database.js';
import { DEFAULT_POLICY, type OrganizationPolicy } from './organization.states.js';

export interface Organization {
  /** The tenant's slug. */
  readonly id: string;
  readonly name: string;
  readonly policy: OrganizationPolicy;
  readonly createdAt: Date;
  /** The newest published cursor of its log. */
  readonly latestCursor: number;
}

interface OrganizationRow {
  id: string;
  name: string;
  policy: Partial<OrganizationPolicy>;
  cursor: number;
  created_at: Date;
}

export class OrganizationRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async find(): Promise<Organization | undefined> {
    const row = await this.organizations().first();
    return row && fromRow(row);
  }

  /** Holds the row against other changes until the transaction ends; what refers to it goes on being written. */
  async lock(): Promise<Organization | undefined> {
    const row = await this.organizations().forNoKeyUpdate().first();
    return row && fromRow(row);
  }

  /** False where there is one of this id; one that is just being made is waited for. */
  async insert(name: string, now: Date): Promise<boolean> {
    const inserted = await this.organizations()
      .insert({ id: this.organizationId, name, created_at: now })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async update(name: string, policy: OrganizationPolicy): Promise<void> {
    await this.db('organizations')
      .where('id', this.organizationId)
      .update({ name, policy: JSON.stringify(policy) });
  }

  private organizations() {
    return this.db<OrganizationRow>('organizations').where('id', this.organizationId);
  }
}

const fromRow = (row: OrganizationRow): Organization => ({
  id: row.id,
  name: row.name,
  policy: { ...DEFAULT_POLICY, ...row.policy },
  createdAt: row.created_at,
  latestCursor: row.cursor,
});
