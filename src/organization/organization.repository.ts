import type { Knex } from 'knex';
import type { TenantDb } from '../shared/database.js';

export interface Organization {
  /** The tenant's slug. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** The newest published cursor of its log. */
  readonly latestCursor: number;
}

interface OrganizationRow {
  id: string;
  name: string;
  cursor: number;
  created_at: Date;
}

/** Organizations are made by the installation, not by a tenant: outside row-level security. */
export async function insertOrganization(system: Knex, id: string, name: string, now: Date): Promise<void> {
  await system<OrganizationRow>('organizations').insert({ id, name, created_at: now }).onConflict('id').ignore();
}

export class OrganizationRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async find(): Promise<Organization | undefined> {
    const row = await this.db<OrganizationRow>('organizations').where('id', this.organizationId).first();
    return row && { id: row.id, name: row.name, createdAt: row.created_at, latestCursor: row.cursor };
  }
}
