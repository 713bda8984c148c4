import { setTimeout } from 'node:timers/promises';
import { badInput, DomainError } from '../shared/errors.js';
import type { Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import type { Fanout } from '../shared/fanout.js';
import type { Logger } from '../shared/logger.js';
import type { PageRequest } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import { EventRepository, type EventFilter } from './event.repository.js';
import { EventTail, type Follower, type LogPage } from './event-tail.js';
import type { EventRelay } from './event.relay.js';
import type { NewEvent, PublishedEvent, RecordedEvent } from './event.states.js';

export type { EventFilter, PublishedEvent };

const DAY_MILLISECONDS = 24 * 3600 * 1000;
const PAGE = 200;
const RETRY_MILLISECONDS = 500;
const MOST_RETRIES = 600;

/** One change of an organization's data: a transaction, and the events that tell of it. */
export interface Change {
  readonly db: TenantDb;
  readonly now: Date;
  /** Returns the id of the event. */
  readonly append: (event: NewEvent) => Promise<string>;
  /** Holds what is the organization's own (weights, requirements, policy) against other changes of it until this one ends. */
  readonly lock: () => Promise<void>;
  /** Runs once the change is committed. */
  readonly afterCommit: (action: () => void) => void;
}

/** The one log: every accepted change writes to it in its own transaction, and everything that tells reads it. */
export class EventLog {
  private readonly tails = new Map<string, EventTail>();

  constructor(
    private readonly database: Database,
    private readonly relay: EventRelay,
    private readonly fanout: Fanout,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** Told of every subject of a change, once that is committed. */
    private readonly onCommit: (organizationId: string, subjectId: string) => void,
    /** How far back `after` reaches. */
    private readonly reachDays = 90,
  ) {
    fanout.subscribe((organizationId) => this.tails.get(organizationId)?.wake());
  }

  async change<T>(organizationId: string, work: (change: Change) => Promise<T>): Promise<T> {
    const now = this.clock();
    const actions: (() => void)[] = [];
    const subjects = new Set<string>();
    const result = await this.database.tenant(organizationId, async (db) => {
      const events = new EventRepository(db, organizationId);
      return work({
        db,
        now,
        append: (event) => {
          subjects.add(event.subjectId);
          return events.append(event, now);
        },
        lock: () => events.lock(),
        afterCommit: (action) => actions.push(action),
      });
    });
    for (const subjectId of subjects) this.onCommit(organizationId, subjectId);
    for (const action of actions) action();
    this.relay.wake();
    return result;
  }

  async find(organizationId: string, id: string): Promise<RecordedEvent | undefined> {
    return this.database.tenant(organizationId, (db) => new EventRepository(db, organizationId).find(id));
  }

  /** The first of what was published after the cursor. */
  async publishedAfter(organizationId: string, after: number, limit: number): Promise<PublishedEvent[]> {
    return this.database.tenant(organizationId, async (db) => {
      const events = new EventRepository(db, organizationId);
      return events.publishedBetween(after, await events.latestCursor(), {}, limit);
    });
  }

  async historyOf(organizationId: string, subjectIds: readonly string[]): Promise<RecordedEvent[]> {
    return this.database.tenant(organizationId, (db) => new EventRepository(db, organizationId).historyOf(subjectIds));
  }

  /** A page of all that happened, newest first, and the count of it all for who asks. */
  async pageOf(organizationId: string, mode: Mode, request: PageRequest) {
    const read = <T>(ask: (events: EventRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(organizationId, (db) => ask(new EventRepository(db, organizationId)));
    const page = await read((events) => events.page(mode, request));
    return { page, count: () => read((events) => events.count(mode)) };
  }

  async latestCursor(organizationId: string): Promise<number> {
    return this.database.tenant(organizationId, (db) => new EventRepository(db, organizationId).latestCursor());
  }

  /**
   * What was published after the cursor, then what is published from now on: in order, without gap or double. What is
   * live is read once for all who follow; who is slow reads the log again from where it stood.
   */
  async *follow(
    organizationId: string,
    filter: EventFilter,
    start: number,
    signal: AbortSignal,
  ): AsyncGenerator<PublishedEvent> {
    let cursor = start;
    while (!signal.aborted) {
      const tail = this.tailOf(organizationId);
      tail.join();
      let follower: Follower | undefined;
      let pause = 0;
      const end = () => follower?.end();
      signal.addEventListener('abort', end);
      try {
        const from = cursor;
        follower = await tail.follow((event) => event.cursor > from && isWanted(event, filter));
        if (signal.aborted) return;
        for await (const event of this.missed(organizationId, filter, from, follower.from)) {
          cursor = event.cursor;
          yield event;
        }
        for (let event = await follower.next(); event; event = await follower.next()) {
          cursor = event.cursor;
          yield event;
        }
      } catch (error) {
        this.logger.warn({ err: error }, 'the log could not be read; trying again');
        pause = RETRY_MILLISECONDS;
      } finally {
        signal.removeEventListener('abort', end);
        end();
        if (tail.leave()) this.tails.delete(organizationId);
      }
      // Not before it was left: a tail that could not begin goes with its last follower.
      if (pause > 0) await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The log between two cursors, a page at a time. */
  private async *missed(organizationId: string, filter: EventFilter, after: number, last: number) {
    for (let from = after; from < last;) {
      const position = from;
      const page = await this.database.tenant(organizationId, (db) =>
        new EventRepository(db, organizationId).publishedBetween(position, last, filter, PAGE),
      );
      yield* page;
      from = page.length < PAGE ? last : (page.at(-1)?.cursor ?? last);
    }
  }

  private tailOf(organizationId: string): EventTail {
    let tail = this.tails.get(organizationId);
    if (!tail) {
      tail = new EventTail(
        () => this.latestCursor(organizationId),
        (after) => this.readOn(organizationId, after),
        this.fanout.pollMilliseconds,
        (error) => this.logger.warn({ err: error }, 'the log could not be read; trying again'),
      );
      this.tails.set(organizationId, tail);
    }
    return tail;
  }

  /** The newest cursor is read first: what is published up to it is all visible to the second statement. */
  private async readOn(organizationId: string, after: number): Promise<LogPage> {
    return this.database.tenant(organizationId, async (db) => {
      const repository = new EventRepository(db, organizationId);
      const latest = await repository.latestCursor();
      const events = latest > after ? await repository.publishedBetween(after, latest, {}, PAGE) : [];
      return { events, upTo: events.length < PAGE ? latest : (events.at(-1)?.cursor ?? latest) };
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
    const horizon = this.clock().getTime() - this.reachDays * DAY_MILLISECONDS;
    if (!occurredAt || occurredAt.getTime() < horizon) throw new DomainError('CURSOR_EXPIRED');
    return Number(after);
  }
}

const isWanted = (event: PublishedEvent, { subjectKind, subjectId, types, mode }: EventFilter): boolean =>
  (subjectKind === undefined || subjectKind === event.subjectKind) &&
  (subjectId === undefined || subjectId === event.subjectId) &&
  (types === undefined || types.includes(event.type)) &&
  (mode === undefined || mode === event.mode);

/** Who reads later than the others is shown what is there by then: it may have been erased. */
const SHARED_MILLISECONDS = 2000;

/**
 * What is made of an event, made once for all who are told of it: one object, so that answers about it are shared too.
 * An outage of the database is waited for: a subscription must not end with it.
 */
export function oncePerEvent<T>(make: (event: PublishedEvent) => Promise<T>): (event: PublishedEvent) => Promise<T> {
  const made = new WeakMap<PublishedEvent, { readonly one: Promise<T>; readonly at: number }>();
  return (event) => {
    const now = performance.now();
    const known = made.get(event);
    if (known && now - known.at < SHARED_MILLISECONDS) return known.one;
    const one = patiently(() => make(event));
    made.set(event, { one, at: now });
    return one;
  };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let failures = 1; failures < MOST_RETRIES; failures++)
    try {
      return await work();
    } catch {
      await setTimeout(RETRY_MILLISECONDS);
    }
  return work();
}
