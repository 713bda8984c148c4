import { Bell } from '../shared/bell.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import type { Fanout } from '../shared/fanout.js';
import { EventRepository, type EventFilter } from './event.repository.js';
import type { EventRelay } from './event.relay.js';
import type { NewEvent, PublishedEvent, RecordedEvent } from './event.states.js';

export type { EventFilter, PublishedEvent };

/** How far back `after` reaches. */
const REACH_MILLISECONDS = 90 * 24 * 3600 * 1000;
const PAGE = 200;

/** One change of an organization's data: a transaction, and the events that tell of it. */
export interface Change {
  readonly db: TenantDb;
  readonly now: Date;
  readonly append: (event: NewEvent) => Promise<void>;
  /** Runs once the change is committed. */
  readonly afterCommit: (action: () => void) => void;
}

/** The one log: every accepted change writes to it in its own transaction, and everything that tells reads it. */
export class EventLog {
  constructor(
    private readonly database: Database,
    private readonly relay: EventRelay,
    private readonly fanout: Fanout,
    private readonly clock: Clock,
  ) {}

  async change<T>(organizationId: string, work: (change: Change) => Promise<T>): Promise<T> {
    const now = this.clock();
    const actions: (() => void)[] = [];
    const result = await this.database.tenant(organizationId, async (db) => {
      const events = new EventRepository(db, organizationId);
      return work({
        db,
        now,
        append: (event) => events.append(event, now),
        afterCommit: (action) => actions.push(action),
      });
    });
    for (const action of actions) action();
    this.relay.wake();
    return result;
  }

  async historyOf(organizationId: string, subjectIds: readonly string[]): Promise<RecordedEvent[]> {
    return this.database.tenant(organizationId, (db) => new EventRepository(db, organizationId).historyOf(subjectIds));
  }

  async latestCursor(organizationId: string): Promise<number> {
    return this.database.tenant(organizationId, (db) => new EventRepository(db, organizationId).latestCursor());
  }

  /** What was published after the cursor, then what is published from now on: in order, without gap or double. */
  async *follow(
    organizationId: string,
    filter: EventFilter,
    start: number,
    signal: AbortSignal,
  ): AsyncGenerator<PublishedEvent> {
    const bell = new Bell();
    const unsubscribe = this.fanout.subscribe((woken) => {
      if (woken === organizationId) bell.ring();
    });
    const stop = () => bell.ring();
    signal.addEventListener('abort', stop);
    try {
      let cursor = start;
      while (!signal.aborted) {
        bell.reset();
        const { page, latest } = await this.readPage(organizationId, cursor, filter);
        yield* page;
        // What did not match need not be looked at again.
        cursor = page.length < PAGE ? latest : (page.at(-1)?.cursor ?? latest);
        if (page.length < PAGE && !signal.aborted) await bell.rung(this.fanout.pollMilliseconds);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      unsubscribe();
    }
  }

  /** The newest cursor is read first: what is published up to it is all visible to the second statement. */
  private async readPage(organizationId: string, after: number, filter: EventFilter) {
    return this.database.tenant(organizationId, async (db) => {
      const events = new EventRepository(db, organizationId);
      const latest = await events.latestCursor();
      const page = latest > after ? await events.publishedBetween(after, latest, filter, PAGE) : [];
      return { page, latest };
    });
  }

  /**
   * Where to begin: after a cursor that a caller gave, or now.
   * @throws DomainError BAD_USER_INPUT, CURSOR_EXPIRED
   */
  async startingPoint(organizationId: string, after: string | undefined): Promise<number> {
    const latest = await this.latestCursor(organizationId);
    if (after === undefined) return latest;
    if (!/^\d{1,15}$/.test(after) || Number(after) > latest) throw badInput('after', 'is no cursor of this log');
    if (Number(after) === 0) return 0;
    const occurredAt = await this.database.tenant(organizationId, (db) =>
      new EventRepository(db, organizationId).occurrenceOf(Number(after)),
    );
    const horizon = this.clock().getTime() - REACH_MILLISECONDS;
    if (!occurredAt || occurredAt.getTime() < horizon) throw new DomainError('CURSOR_EXPIRED');
    return Number(after);
  }
}
