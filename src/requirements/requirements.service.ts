import { keyOfPlace, placeOfKey } from '../client/client.states.js';
import type { ClientService } from '../client/client.service.js';
import type { EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import { organizationVersions } from '../shared/cache/versions.js';
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
  private readonly places: ReadThrough<Requirements[]>;
  private readonly pinned: ReadThrough<Requirements[]>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    caches: Caches,
  ) {
    this.places = caches.of<Requirements[]>({
      name: 'requirements_in_force',
      versions: organizationVersions,
      sealedBy: 'installation',
      load: (organizationId, places) =>
        this.database.tenant(organizationId, async (db) => {
          const repository = new RequirementsRepository(db, organizationId);
          const read = async (place: string) => [place, await repository.inForce(placeOfKey(place))] as const;
          return new Map(await Promise.all(places.map(read)));
        }),
    });
    this.pinned = caches.of<Requirements[]>({
      name: 'requirements',
      sealedBy: 'installation',
      load: (organizationId, sessionIds) =>
        this.database.tenant(organizationId, (db) => new RequirementsRepository(db, organizationId).pinned(sessionIds)),
    });
  }

  /** The rows that apply to an application and a user of it. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async inForce(
    organizationId: string,
    { documentType, dataSource, ...place }: RequirementsQuery,
  ): Promise<Requirements[]> {
    await this.checkPlace(organizationId, place, '');
    const rows = await this.places.find(organizationId, keyOfPlace(place));
    return (rows ?? []).filter(
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

  /** What these sessions pinned, by session; nothing of those that pinned nothing. */
  async ofSessions(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, Requirements[]>> {
    return this.pinned.findMany(organizationId, sessionIds);
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
