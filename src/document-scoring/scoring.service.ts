import type { CaseService } from '../case/case.service.js';
import { changeSubject, causeOf, type Cause, noSuch, type SubjectEvent } from '../event/subject-change.js';
import type { Change, EventLog } from '../event/event.service.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database, TenantDb } from '../shared/database.js';
import { byId, isId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import type { Page, PageRequest } from '../shared/page.js';
import type { Operator, Principal } from '../shared/principal.js';
import { SCORING_VERSIONS, type ScoringFilter, ScoringRepository } from './scoring.repository.js';
import { endsCases, moved, type Scoring } from './scoring.states.js';

export type { Scoring, ScoringFilter };

type Apply = (scoring: Scoring, change: Change) => Promise<readonly [Scoring, readonly SubjectEvent[]]>;

/** Reads scorings and changes them, one change at a time, each with its events. */
export class ScoringService {
  private readonly cache: ReadThrough<Scoring>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly keyring: Keyring,
    private readonly cases: CaseService,
    caches: Caches,
  ) {
    this.cache = caches.of<Scoring>({
      name: 'scoring',
      versions: SCORING_VERSIONS,
      sealedBy: 'subject',
      load: async (organizationId, ids) =>
        byId(await this.database.tenant(organizationId, (db) => this.repository(db, organizationId).findMany(ids))),
    });
  }

  /** As it stands; undefined where this organization has no such scoring. */
  async find(organizationId: string, id: string): Promise<Scoring | undefined> {
    if (!isId(id)) return undefined;
    return this.cache.find(organizationId, id.toLowerCase());
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<Scoring[]> {
    return [...(await this.cache.findMany(organizationId, ids)).values()];
  }

  /** Those whose clients are capturing at a provider. */
  async delegated(organizationId: string): Promise<Scoring[]> {
    return this.database.tenant(organizationId, (db) => this.repository(db, organizationId).delegated());
  }

  /** What this principal may see of it: a holder their own scoring, a test key no live one, an SDK none. */
  visible(principal: Principal, scoring: Scoring | undefined): Scoring | undefined {
    if (!scoring || principal.kind === 'sdk') return undefined;
    if (principal.kind === 'holder') return principal.scoringId === scoring.id ? scoring : undefined;
    return principal.mode === 'LIVE' || scoring.mode === 'SANDBOX' ? scoring : undefined;
  }

  /** Undefined where there is none that this principal may see. */
  async read(principal: Principal, id: string): Promise<Scoring | undefined> {
    return this.visible(principal, await this.find(principal.organizationId, id));
  }

  /** @throws DomainError NOT_FOUND */
  async require(principal: Principal, id: string): Promise<Scoring> {
    const scoring = await this.read(principal, id);
    if (!scoring) throw noSuch('scoring');
    return scoring;
  }

  /** Newest first, and how many there are in all, counted where that is asked for. */
  async list(
    { organizationId, mode }: Operator,
    asked: ScoringFilter,
    request: PageRequest,
  ): Promise<{ page: Page<Scoring>; count: () => Promise<number> }> {
    // A test key sees nothing of what is live.
    const filter = { ...asked, mode: mode === 'SANDBOX' ? mode : undefined };
    const read = <T>(ask: (scorings: ScoringRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(organizationId, (db) => ask(this.repository(db, organizationId)));
    const page = await read((scorings) => scorings.page(filter, request));
    return { page, count: () => read((scorings) => scorings.count(filter)) };
  }

  /** @throws DomainError NOT_FOUND, SCORING_NOT_OPEN */
  async close(operator: Operator, id: string): Promise<Scoring> {
    return this.changeAs(operator, id, 'Mutation.closeScoring', async (scoring, { now }) => [
      { ...moved(scoring, 'close', now), closedAt: now },
      [{ type: 'SCORING_CLOSED' }],
    ]);
  }

  /** @throws DomainError NOT_FOUND, and what `apply` throws */
  change(organizationId: string, id: string, cause: Cause, apply: Apply): Promise<Scoring> {
    const subject = { kind: 'scoring' as const, organizationId, id, cause };
    const stored = (db: TenantDb) => this.repository(db, organizationId);
    return changeSubject(this.log, subject, stored, async (current, change) => {
      const [changed, events] = await apply(current, change);
      if (endsCases(current, changed)) await this.cases.end(change.db, current);
      return [changed, events];
    });
  }

  /** The same, for a principal: who may not see the scoring is told that there is none. */
  async changeAs(principal: Principal, id: string, endpoint: string, apply: Apply): Promise<Scoring> {
    await this.require(principal, id);
    return this.change(principal.organizationId, id, causeOf(principal, endpoint), apply);
  }

  repository(db: TenantDb, organizationId: string): ScoringRepository {
    return new ScoringRepository(db, organizationId, this.keyring);
  }
}
