import type { TenantDb } from '../shared/database.js';
import { newId } from '../shared/id.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import type { EventType, NewEvent, PublishedEvent, RecordedEvent, SubjectKind } from './event.states.js';

interface EventRow {
  id: string;
  organization_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  sequence: number;
  type: EventType;
  endpoint: string | null;
  actor: string | null;
  mode: Mode;
  data: Record<string, unknown>;
  occurred_at: Date;
  cursor: number | null;
}

/** Which part of an organization's log to read. */
export interface EventFilter {
  readonly subjectKind?: SubjectKind;
  readonly subjectId?: string;
  readonly types?: readonly EventType[];
  readonly mode?: Mode;
}

export class EventRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /**
   * The caller has changed the subject's row in this transaction, and so holds its lock: no other takes this number.
   * What happens to an organization stands in several tables, so its own row is held here.
   */
  async append(event: NewEvent, now: Date): Promise<string> {
    const id = newId();
    if (event.subjectKind === 'organization') await this.lock();
    await this.db.raw(
      `insert into events
         (id, organization_id, subject_kind, subject_id, type, endpoint, actor, mode, data, occurred_at, sequence)
       select ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::timestamptz, coalesce(max(sequence), 0) + 1
         from events where organization_id = ? and subject_id = ?`,
      [
        id,
        this.organizationId,
        event.subjectKind,
        event.subjectId,
        event.type,
        event.endpoint ?? null,
        event.actor ?? null,
        event.mode,
        JSON.stringify(event.data ?? {}),
        now.toISOString(),
        this.organizationId,
        event.subjectId,
      ],
    );
    return id;
  }

  async find(id: string): Promise<RecordedEvent | undefined> {
    const row = await this.events().where({ id }).first();
    return row && fromRow(row);
  }

  /** Holds the organization's row; what refers to it goes on being written. */
  async lock(): Promise<void> {
    await this.db('organizations').where('id', this.organizationId).forNoKeyUpdate().first('id');
  }

  /** The whole lives of these subjects, oldest first. */
  async historyOf(subjectIds: readonly string[]): Promise<RecordedEvent[]> {
    const rows = await this.events()
      .whereIn('subject_id', [...subjectIds])
      .orderBy(['subject_id', 'sequence']);
    return rows.map(fromRow);
  }

  /** The log of the organization, newest first; a test key sees nothing of LIVE but the organization itself. */
  async page(mode: Mode, request: PageRequest): Promise<Page<RecordedEvent>> {
    const query = this.visible(mode).orderBy('id', 'desc').limit(rowsToFetch(request));
    if (request.after) query.where('id', '<', request.after);
    return pageOf((await query).map(fromRow), request);
  }

  async count(mode: Mode): Promise<number> {
    const [row] = await this.visible(mode).count<{ count: number | string }[]>();
    return Number(row?.count ?? 0);
  }

  async publishedBetween(after: number, last: number, filter: EventFilter, limit: number): Promise<PublishedEvent[]> {
    const query = this.events().where('cursor', '>', after).where('cursor', '<=', last).orderBy('cursor').limit(limit);
    if (filter.subjectKind) query.where('subject_kind', filter.subjectKind);
    if (filter.subjectId) query.where('subject_id', filter.subjectId);
    if (filter.types) query.whereIn('type', [...filter.types]);
    if (filter.mode) query.where('mode', filter.mode);
    return (await query).map((row) => ({ ...fromRow(row), cursor: row.cursor ?? 0 }));
  }

  async latestCursor(): Promise<number> {
    const row = await this.db<{ id: string; cursor: number }>('organizations')
      .where('id', this.organizationId)
      .first('cursor');
    return row?.cursor ?? 0;
  }

  /** When the event with this cursor happened; undefined where there is none. */
  async occurrenceOf(cursor: number): Promise<Date | undefined> {
    const row = await this.events().where('cursor', cursor).first('occurred_at');
    return row?.occurred_at;
  }

  private visible(mode: Mode) {
    const events = this.events();
    if (mode === 'SANDBOX') events.where((own) => void own.where({ mode }).orWhere('subject_kind', 'organization'));
    return events;
  }

  private events() {
    return this.db<EventRow>('events').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: EventRow): RecordedEvent => ({
  id: row.id,
  organizationId: row.organization_id,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  sequence: row.sequence,
  type: row.type,
  endpoint: row.endpoint ?? undefined,
  actor: row.actor ?? undefined,
  mode: row.mode,
  data: row.data,
  occurredAt: row.occurred_at,
  cursor: row.cursor ?? undefined,
});
