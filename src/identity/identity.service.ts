import type { Change, EventLog } from '../event/event.service.js';
import type { EventType } from '../event/event.states.js';
import type { FaceTemplate } from '../provider/contract.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database, TenantDb } from '../shared/database.js';
import { badInput, DomainError } from '../shared/errors.js';
import { byId, isId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import { orUndefined } from '../shared/nullable.js';
import type { Page, PageRequest } from '../shared/page.js';
import type { Operator } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import { IdentityLinkRepository, type LinkedSession } from './identity-link.repository.js';
import { identityEvent } from './identity-link.service.js';
import { IDENTITY_VERSIONS, IdentityRepository } from './identity.repository.js';
import type { Identity, IdentityFilter } from './identity.states.js';

export type { Identity, LinkedSession };

/** What a list was asked to show; null is as good as left out. */
export interface ListedIdentities {
  readonly id?: readonly string[] | null;
  readonly clientId?: readonly string[] | null;
  readonly userId?: readonly string[] | null;
  readonly searchTerm?: string | null;
  readonly createdFrom?: Date | null;
  readonly createdTo?: Date | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly verified?: boolean | null;
}

/** People: read, listed, and changed one change at a time. */
export class IdentityService {
  private readonly cache: ReadThrough<Identity>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
    caches: Caches,
  ) {
    this.cache = caches.of<Identity>({
      name: 'identity',
      versions: IDENTITY_VERSIONS,
      sealedBy: 'subject',
      load: async (organizationId, ids) =>
        byId(
          await this.database.tenant(organizationId, (db) =>
            new IdentityRepository(db, organizationId, this.keyring).findMany(ids),
          ),
        ),
    });
  }

  /** Those that there are and that this operator may see: a test key no live ones. */
  async findMany(operator: Operator, ids: readonly string[]): Promise<Identity[]> {
    const found = await this.read(operator.organizationId, ids.filter(isId));
    return found.filter(({ mode }) => operator.mode === 'LIVE' || mode === 'SANDBOX');
  }

  /** @throws DomainError NOT_FOUND */
  async require(operator: Operator, id: string): Promise<Identity> {
    const [identity] = await this.findMany(operator, [id]);
    if (!identity) throw notFound();
    return identity;
  }

  /** Whatever their mode: for services, which know whom they ask for. */
  async read(organizationId: string, ids: readonly string[]): Promise<Identity[]> {
    const lower = ids.map((id) => id.toLowerCase());
    return [...(await this.cache.findMany(organizationId, lower)).values()];
  }

  /** The face of the last verified session; undefined where none was seen, or once erased. */
  async enrolledFace(organizationId: string, id: string): Promise<FaceTemplate | undefined> {
    return this.database.tenant(organizationId, (db) =>
      new IdentityRepository(db, organizationId, this.keyring).faceOf(id),
    );
  }

  /** Holds the identity until the transaction ends: what else asks to hold it waits. */
  async hold(
    db: TenantDb,
    organizationId: string,
    id: string,
  ): Promise<{ identity: Identity | undefined; face: FaceTemplate | undefined }> {
    const identities = new IdentityRepository(db, organizationId, this.keyring);
    const identity = await identities.lock(id);
    return { identity, face: await identities.faceOf(id) };
  }

  async sessionsOf(organizationId: string, ids: readonly string[]): Promise<LinkedSession[]> {
    return this.database.tenant(organizationId, (db) => new IdentityLinkRepository(db, organizationId).sessionsOf(ids));
  }

  /** Whose these sessions are. */
  async ofSessions(organizationId: string, sessionIds: readonly string[]): Promise<LinkedSession[]> {
    return this.database.tenant(organizationId, (db) =>
      new IdentityLinkRepository(db, organizationId).ofSessions(sessionIds),
    );
  }

  /** @throws DomainError BAD_USER_INPUT with the path of the filter at fault */
  async list(
    operator: Operator,
    asked: ListedIdentities,
    request: PageRequest,
  ): Promise<{ page: Page<Identity>; count: () => Promise<number> }> {
    const { organizationId } = operator;
    const filter = this.filterOf(operator, asked);
    const within = <T>(work: (identities: IdentityRepository) => Promise<T>) =>
      this.database.tenant(organizationId, (db) => work(new IdentityRepository(db, organizationId, this.keyring)));
    const page = await within((identities) => identities.page(filter, request));
    return { page, count: () => within((identities) => identities.count(filter)) };
  }

  /**
   * Changes one identity under its row lock, with the event that tells of it; where there is nothing to change, neither.
   * @throws DomainError NOT_FOUND, and what `apply` throws
   */
  async change(
    operator: Operator,
    id: string,
    endpoint: string,
    apply: (
      identity: Identity,
      change: Change,
    ) => Promise<{ identity: Identity; type: EventType; data?: Record<string, unknown> } | undefined>,
  ): Promise<Identity> {
    await this.require(operator, id);
    return this.log.change(operator.organizationId, async (change) => {
      const identities = new IdentityRepository(change.db, operator.organizationId, this.keyring);
      const before = await identities.lock(id);
      if (!before) throw notFound();
      const changed = await apply(before, change);
      if (!changed) return before;
      const { identity, type, data } = changed;
      await identities.update(identity);
      await change.append(identityEvent(identity, { endpoint, actor: operator.keyId }, type, data));
      return { ...identity, version: identity.version + 1 };
    });
  }

  private filterOf(operator: Operator, asked: ListedIdentities): IdentityFilter {
    const pairs = stringPairs('filter.metadata', asked.metadata ?? {});
    return {
      mode: operator.mode === 'SANDBOX' ? 'SANDBOX' : undefined,
      id: asked.id?.filter(isId),
      clientId: asked.clientId?.filter(isId),
      userId: orUndefined(asked.userId),
      createdFrom: orUndefined(asked.createdFrom),
      createdTo: orUndefined(asked.createdTo),
      verified: orUndefined(asked.verified),
      tokens: this.search.tokens(operator.organizationId, asked.searchTerm?.trim() ?? '', pairs),
    };
  }
}

export const notFound = (): DomainError => new DomainError('NOT_FOUND', { message: 'There is no such identity.' });

/** @throws DomainError BAD_USER_INPUT with the path of the pair at fault */
export function stringPairs(path: string, pairs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => {
      if (typeof value !== 'string') throw badInput(`${path}.${name.slice(0, 40)}`, 'must be a string');
      return [name, value];
    }),
  );
}
