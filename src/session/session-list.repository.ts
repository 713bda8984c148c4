import type { Bytes, TenantDb } from '../shared/database.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import type { SessionKind, SessionStatus, SessionStatusReason } from './session.states.js';

/** Which sessions a list shows; what is left out does not narrow it. */
export interface SessionFilter {
  readonly kind: SessionKind;
  readonly mode?: Mode | undefined;
  readonly id?: string | undefined;
  /** Of words and pairs: all of them must belong to the session. */
  readonly tokens: readonly Bytes[];
  readonly createdFrom?: Date | undefined;
  /** Not included. */
  readonly createdTo?: Date | undefined;
  readonly identityId?: readonly string[] | undefined;
  readonly status?: readonly SessionStatus[] | undefined;
  readonly statusReason?: readonly SessionStatusReason[] | undefined;
  readonly clientId?: readonly string[] | undefined;
  readonly userId?: readonly string[] | undefined;
  readonly verified?: boolean | undefined;
}

interface ListedRow {
  id: string;
  organization_id: string;
  kind: string;
  mode: string;
  status: string;
  status_reason: string | null;
  client_id: string;
  user_id: string | null;
  identity_id: string | null;
  verified: boolean | null;
  created_at: Date;
}
interface TokenRow {
  organization_id: string;
  subject_id: string;
  token: Bytes;
}

/** Which sessions a list shows, and in which order: newest first. */
export class SessionListRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** The ids of a page. */
  async page(filter: SessionFilter, request: PageRequest): Promise<Page<string>> {
    const rows: { id: string }[] = await this.pageQuery(filter, request);
    return pageOf(
      rows.map(({ id }) => id),
      request,
    );
  }

  async count(filter: SessionFilter): Promise<number> {
    const rows = await this.matching(filter).count<{ count: number | string }[]>('* as count');
    return Number(rows[0]?.count ?? 0);
  }

  private pageQuery(filter: SessionFilter, request: PageRequest) {
    const backward = request.direction === 'backward';
    const query = this.matching(filter)
      .select('id')
      .orderBy('id', backward ? 'asc' : 'desc')
      .limit(rowsToFetch(request))
      .offset(request.skip);
    if (request.after !== undefined) query.where('id', '<', request.after);
    if (request.before !== undefined) query.where('id', '>', request.before);
    return query;
  }

  private matching(filter: SessionFilter) {
    const { kind, mode, id, verified, createdFrom, createdTo, tokens } = filter;
    const query = this.db<ListedRow>('sessions').where({ organization_id: this.organizationId, kind });
    if (mode !== undefined) query.where({ mode });
    if (id !== undefined) query.where({ id });
    if (verified !== undefined) query.where({ verified });
    if (createdFrom) query.where('created_at', '>=', createdFrom);
    if (createdTo) query.where('created_at', '<', createdTo);
    const lists = {
      status: filter.status,
      status_reason: filter.statusReason,
      client_id: filter.clientId,
      user_id: filter.userId,
      identity_id: filter.identityId,
    };
    for (const [column, values] of Object.entries(lists)) if (values) query.whereIn(column, [...values]);
    for (const token of tokens) query.whereIn('id', this.holding(token));
    return query;
  }

  private holding(token: Bytes) {
    return this.db<TokenRow>('search_tokens')
      .where({ organization_id: this.organizationId, token })
      .select('subject_id');
  }
}
