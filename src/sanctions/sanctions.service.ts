import type { Clock } from '../shared/clock.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { ScreeningIndex } from './matching/screening-index.js';
import type { ListVersion, SanctionsException, SanctionsMatch, Subject } from './sanctions.states.js';
import { SanctionsExceptionRepository } from './sanctions-exception.repository.js';
import { HIT_VERSIONS, SanctionsHitRepository } from './sanctions-hit.repository.js';
import { SanctionsListRepository } from './sanctions-list.repository.js';

/** What the lists in force say of a subject. */
export interface Screening {
  readonly lists: readonly ListVersion[];
  /** The likeliest first. */
  readonly matches: readonly SanctionsMatch[];
}

/** Whose screening it is. */
interface Screened {
  readonly organizationId: string;
  readonly id: string;
  /** Whom the subject is known to be, where that is known. */
  readonly identityId?: string | undefined;
}

interface Loaded {
  readonly lists: readonly ListVersion[];
  readonly index: ScreeningIndex;
}

/** Asks the lists of sanctioned people that were imported. A list that another process imports meanwhile is taken at once. */
export class SanctionsService {
  private loading: Promise<Loaded> | undefined;
  private loadedIds = '';
  private readonly hits: ReadThrough<SanctionsMatch[]>;

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    this.hits = caches.of<SanctionsMatch[]>({
      name: 'screening',
      versions: HIT_VERSIONS,
      sealedBy: 'subject',
      load: (organizationId, subjectIds) =>
        this.database.tenant(organizationId, (db) =>
          new SanctionsHitRepository(db, organizationId, this.keyring).ofSubjects(subjectIds),
        ),
    });
  }

  /**
   * Screens a session or a scoring, and remembers what was found of it. Undefined where no list is loaded: then nobody can
   * say that somebody is on none.
   */
  async screen({ organizationId, id, identityId }: Screened, subject: Subject): Promise<Screening | undefined> {
    const { lists, index } = await this.current();
    if (lists.length === 0) return undefined;
    const found = index.screen(subject);
    const screening = await this.database.tenant(organizationId, async (db) => {
      const exceptions = await this.exceptions(db, organizationId).ofIdentities(identityId ? [identityId] : []);
      const inForce = exceptions.filter(({ expiresAt }) => !expiresAt || expiresAt > this.clock());
      const matches = found.map((match) => excepted(match, inForce));
      await new SanctionsHitRepository(db, organizationId, this.keyring).save(id, matches, this.clock());
      return { lists, matches };
    });
    this.hits.forgetEverywhere(organizationId, id);
    return screening;
  }

  /** Those that were not revoked; within a change of the identity that they are of. */
  exceptions(db: TenantDb, organizationId: string): SanctionsExceptionRepository {
    return new SanctionsExceptionRepository(db, organizationId, this.keyring);
  }

  async findException(organizationId: string, id: string): Promise<SanctionsException | undefined> {
    return this.database.tenant(organizationId, (db) => this.exceptions(db, organizationId).find(id));
  }

  async exceptionsOf(organizationId: string, identityIds: readonly string[]): Promise<SanctionsException[]> {
    return this.database.tenant(organizationId, (db) => this.exceptions(db, organizationId).ofIdentities(identityIds));
  }

  async hitsOf(organizationId: string, subjectIds: readonly string[]): Promise<Map<string, SanctionsMatch[]>> {
    return this.hits.findMany(organizationId, subjectIds);
  }

  /** Reads the lists again only where others are in force than those in memory. */
  private async current(): Promise<Loaded> {
    const lists = await this.repository.inForce();
    const ids = lists.map(({ id }) => id).join();
    if (!this.loading || ids !== this.loadedIds) {
      this.loadedIds = ids;
      this.loading = this.load(lists);
      this.loading.catch(() => (this.loading = undefined));
    }
    return this.loading;
  }

  private async load(lists: readonly ListVersion[]): Promise<Loaded> {
    const read = [];
    for (const { id, name } of lists) read.push({ name, entries: await this.repository.entriesOf(id) });
    return { lists, index: await ScreeningIndex.of(read) };
  }

  private get repository(): SanctionsListRepository {
    return new SanctionsListRepository(this.database.system);
  }
}

const excepted = (match: SanctionsMatch, exceptions: readonly SanctionsException[]): SanctionsMatch => {
  const exception = exceptions.find(({ list, entryId }) => list === match.list && entryId === match.entryId);
  return exception ? { ...match, exceptionId: exception.id } : match;
};
