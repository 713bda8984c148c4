import type { Database } from '../shared/database.js';
import { badInput } from '../shared/errors.js';
import { isId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import { orUndefined } from '../shared/nullable.js';
import type { Page, PageRequest } from '../shared/page.js';
import type { Operator } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import { type SessionFilter, SessionListRepository } from './session-list.repository.js';
import { SessionRepository } from './session.repository.js';
import type { Session, SessionKind, SessionStatus, SessionStatusReason } from './session.states.js';

/** What a list was asked to show; null is as good as left out. */
export interface ListedSessions {
  readonly searchTerm?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly createdFrom?: Date | null;
  readonly createdTo?: Date | null;
  readonly identityId?: readonly string[] | null;
  readonly status?: readonly SessionStatus[] | null;
  readonly statusReason?: readonly SessionStatusReason[] | null;
  readonly clientId?: readonly string[] | null;
  readonly userId?: readonly string[] | null;
  readonly verified?: boolean | null;
}

/** A page of sessions, and how many there are in all, counted when asked for. */
export interface SessionPage {
  readonly page: Page<Session>;
  readonly count: () => Promise<number>;
}

/** Lists of sessions, newest first. */
export class SessionListService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
  ) {}

  /** @throws DomainError BAD_USER_INPUT with the path of the filter at fault */
  async list(operator: Operator, kind: SessionKind, asked: ListedSessions, request: PageRequest): Promise<SessionPage> {
    const { organizationId } = operator;
    const filter = this.filterOf(operator, kind, asked);
    const page = await this.database.tenant(organizationId, async (db) => {
      const ids = await new SessionListRepository(db, organizationId).page(filter, request);
      const found = await new SessionRepository(db, organizationId, this.keyring).findMany(ids.rows);
      const byId = new Map(found.map((session) => [session.id, session]));
      return { ...ids, rows: ids.rows.flatMap((id) => byId.get(id) ?? []) };
    });
    const count = () =>
      this.database.tenant(organizationId, (db) => new SessionListRepository(db, organizationId).count(filter));
    return { page, count };
  }

  /** All that a person has had, of both kinds, oldest first. */
  async ofIdentity(organizationId: string, identityId: string): Promise<Session[]> {
    return this.database.tenant(organizationId, (db) =>
      new SessionRepository(db, organizationId, this.keyring).ofIdentity(identityId),
    );
  }

  private filterOf(operator: Operator, kind: SessionKind, asked: ListedSessions): SessionFilter {
    const term = asked.searchTerm?.trim() ?? '';
    const pairs = stringPairs(asked.metadata ?? {});
    return {
      kind,
      // A test key sees nothing of what is live.
      mode: operator.mode === 'SANDBOX' ? 'SANDBOX' : undefined,
      id: isId(term) ? term.toLowerCase() : undefined,
      tokens: this.search.tokens(operator.organizationId, isId(term) ? '' : term, pairs),
      createdFrom: orUndefined(asked.createdFrom),
      createdTo: orUndefined(asked.createdTo),
      identityId: asked.identityId?.filter(isId),
      status: orUndefined(asked.status),
      statusReason: orUndefined(asked.statusReason),
      clientId: asked.clientId?.filter(isId),
      userId: orUndefined(asked.userId),
      verified: orUndefined(asked.verified),
    };
  }
}

function stringPairs(pairs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => {
      if (typeof value !== 'string') throw badInput(`filter.metadata.${name}`, 'must be a string');
      return [name, value];
    }),
  );
}
