import type { ClientService } from '../client/client.service.js';
import type { EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Database, TenantDb } from '../shared/database.js';
import { badInput, DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import { type RequirementsKind, type RequirementsPlace, RequirementsRepository } from './requirements.repository.js';
import type { Requirements, RequirementsFlags } from './requirements.states.js';

const ENDPOINT = 'Mutation.updateRequirements';

export interface RequirementsUpdate extends RequirementsKind {
  readonly organizationId?: string | null;
  readonly clientId?: string | null;
  readonly userId?: string | null;
  readonly flags: RequirementsFlags;
  readonly basedOn?: string | null;
}
/** Whose requirements, and which of them. */
export interface RequirementsQuery extends RequirementsPlace, Partial<RequirementsKind> {}

/** Versions of what documents must yield, and which of them apply. */
export class RequirementsService {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
  ) {}

  /** The rows that apply to an application and a user of it. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async inForce(
    organizationId: string,
    { documentType, dataSource, ...place }: RequirementsQuery,
  ): Promise<Requirements[]> {
    await this.checkPlace(organizationId, place, '');
    const rows = await this.database.tenant(organizationId, (db) =>
      new RequirementsRepository(db, organizationId).inForce(place),
    );
    return rows.filter(
      (row) =>
        (documentType === undefined || row.documentType === documentType) &&
        (dataSource === undefined || row.dataSource === dataSource),
    );
  }

  /** Has a new session keep what is in force now. */
  async pin(db: TenantDb, session: RequirementsPlace & { organizationId: string; id: string }): Promise<void> {
    const repository = new RequirementsRepository(db, session.organizationId);
    const rows = await repository.inForce(session);
    await repository.pin(
      session.id,
      rows.map(({ id }) => id),
    );
  }

  /** What these sessions pinned, by session. */
  async ofSessions(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, Requirements[]>> {
    return this.database.tenant(organizationId, (db) =>
      new RequirementsRepository(db, organizationId).pinned(sessionIds),
    );
  }

  /**
   * Replaces one row by a new version; sessions keep the one that they began with.
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT, CONFLICT
   */
  async update(operator: Operator, input: RequirementsUpdate): Promise<Requirements> {
    const organizationId = ownOrganization(operator, input.organizationId);
    const place = { clientId: input.clientId ?? undefined, userId: input.userId ?? undefined };
    const { documentType, dataSource, flags, basedOn } = input;
    await this.checkPlace(organizationId, place, 'input.');
    return this.log.change(organizationId, async ({ db, now, lock, append }) => {
      await lock();
      const repository = new RequirementsRepository(db, organizationId);
      const before = (await repository.inForce(place)).find(
        (row) => row.documentType === documentType && row.dataSource === dataSource,
      );
      if (basedOn && basedOn !== before?.id) throw new DomainError('CONFLICT');
      const kind = { documentType, dataSource };
      const version = (await repository.newestVersion(place, kind)) + 1;
      const own = { id: newId(), organizationId, version, createdBy: operator.keyId, createdAt: now };
      const requirements = { ...own, ...place, ...kind, flags };
      await repository.insert(requirements);
      const cause = { actor: operator.keyId, mode: operator.mode, endpoint: ENDPOINT };
      const data = { requirementsId: own.id, version, ...kind };
      await append(organizationEvent(organizationId, cause, 'REQUIREMENTS_UPDATED', data));
      return requirements;
    });
  }

  private async checkPlace(organizationId: string, { clientId, userId }: RequirementsPlace, prefix: string) {
    if (clientId !== undefined) await this.clients.require(organizationId, clientId);
    else if (userId !== undefined) throw badInput(`${prefix}clientId`, 'is required with userId');
  }
}
