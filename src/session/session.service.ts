import type { CaseService } from '../case/case.service.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database, TenantDb } from '../shared/database.js';
import { byId, isId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import type { Mode, Operator, Principal } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import type { Change, EventLog } from '../event/event.service.js';
import { causeOf, type Cause, changeSubject, eventOf, noSuch, type SubjectEvent } from '../event/subject-change.js';
import { SESSION_VERSIONS, SessionRepository } from './session.repository.js';
import { type Session, type SessionKind, wordsOf } from './session.states.js';

export type { Session };

/** What a change makes of a session, and the events that tell of it; without events nothing is written. */
export interface Changed {
  readonly session: Session;
  readonly events: readonly SubjectEvent[];
}
/** Reads sessions and changes them, one change at a time, each with its events. */
export class SessionService {
  private readonly cache: ReadThrough<Session>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
    private readonly cases: Pick<CaseService, 'end'>,
    caches: Caches,
  ) {
    this.cache = caches.of<Session>({
      name: 'session',
      versions: SESSION_VERSIONS,
      sealedBy: 'subject',
      load: async (organizationId, ids) =>
        byId(await this.database.tenant(organizationId, (db) => this.repository(db, organizationId).findMany(ids))),
    });
  }

  /** As it stands; undefined where this organization has no such session. */
  async find(organizationId: string, id: string): Promise<Session | undefined> {
    if (!isId(id)) return undefined;
    return this.cache.find(organizationId, id.toLowerCase());
  }

  /** The cached session at once, or the promise of it: a read that is in memory waits for nothing. */
  private peekOrFind(organizationId: string, id: string): Session | undefined | Promise<Session | undefined> {
    return this.cache.peek(organizationId, id) ?? this.find(organizationId, id);
  }

  /** What this principal may see of it: the SDK its own session, a test key no live one. */
  visible(principal: Principal, session: Session | undefined): Session | undefined {
    if (!session) return undefined;
    if (principal.kind === 'holder') return undefined;
    if (principal.kind === 'sdk') return principal.sessionId === session.id ? session : undefined;
    return mayRead(principal, session.mode) ? session : undefined;
  }

  /**
   * As this principal sees it, or null where it sees none of this kind. At once where the session is in memory: no
   * promise stands between the cache and the answer.
   */
  show<View>(
    principal: Principal,
    id: string,
    kind: SessionKind | undefined,
    view: (session: Session) => View,
  ): View | null | Promise<View | null> {
    const found = this.peekOrFind(principal.organizationId, id);
    const show = (session: Session | undefined) => {
      const visible = this.visible(principal, session);
      return visible && (!kind || visible.kind === kind) ? view(visible) : null;
    };
    return found instanceof Promise ? found.then(show) : show(found);
  }

  /** @throws DomainError NOT_FOUND */
  async require(principal: Principal, id: string): Promise<Session> {
    const session = this.visible(principal, await this.find(principal.organizationId, id));
    if (!session) throw noSuch('session');
    return session;
  }

  /** Begins a session in the transaction of the change: with a key of its own, and findable by what is known of it. */
  async insert(session: Session, cause: Cause, change: Change): Promise<void> {
    const subject = { organizationId: session.organizationId, subjectId: session.id };
    await this.keyring.create(change.db, subject, change.now);
    await this.repository(change.db, session.organizationId).insert(session);
    await this.search.addPairs(change.db, subject, session.metadata);
    await this.search.addWords(change.db, subject, wordsOf(session.person));
    await change.append(eventOf('session', session, cause, { type: 'SESSION_CREATED' }));
  }

  /**
   * Changes one session under its row lock. What `apply` refuses is rolled back whole.
   * @throws DomainError NOT_FOUND, and what `apply` throws
   */
  async change(
    organizationId: string,
    id: string,
    cause: Cause,
    apply: (session: Session, change: Change) => Promise<Changed> | Changed,
  ): Promise<Session> {
    const subject = { kind: 'session' as const, organizationId, id, cause };
    const stored = (db: TenantDb) => this.repository(db, organizationId);
    return changeSubject(this.log, subject, stored, async (current, change) => {
      const { session, events } = await apply(current, change);
      // Whether judged, withdrawn or erased: nobody looks at its documents again.
      if (current.status === 'IN_PROGRESS' && session.status !== 'IN_PROGRESS')
        await this.cases.end(change.db, session);
      return [session, events];
    });
  }

  /** The same, for a principal: who may not see the session is told that there is none. */
  async changeAs(
    principal: Principal,
    id: string,
    endpoint: string,
    apply: (session: Session, change: Change) => Promise<Changed> | Changed,
  ): Promise<Session> {
    await this.require(principal, id);
    return this.change(principal.organizationId, id, causeOf(principal, endpoint), apply);
  }

  /** Where the messages about these sessions go by their own wish. */
  async webhookTargets(organizationId: string, ids: readonly string[]) {
    return this.database.tenant(organizationId, (db) => this.repository(db, organizationId).webhookTargets(ids));
  }

  private repository(db: TenantDb, organizationId: string): SessionRepository {
    return new SessionRepository(db, organizationId, this.keyring);
  }
}

const mayRead = (operator: Operator, mode: Mode): boolean => operator.mode === 'LIVE' || mode === 'SANDBOX';
