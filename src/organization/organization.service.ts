import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { insertOrganization, type Organization, OrganizationRepository } from './organization.repository.js';

export type { Organization };

export class OrganizationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(organizationId: string): Promise<Organization | undefined> {
    return this.database.tenant(organizationId, (db) => new OrganizationRepository(db, organizationId).find());
  }

  /** Makes the tenant where it does not exist yet. */
  async ensure(id: string, name: string): Promise<void> {
    await insertOrganization(this.database.system, id, name, this.clock());
  }
}
