import type { Knex } from 'knex';
import type { Fanout } from '../shared/fanout.js';
import type { Logger } from '../shared/logger.js';

/** Publication is one at a time in the whole cluster: cursors are given in order, without gaps. */
const PUBLICATION_LOCK = 0x70726f6f66;
const BATCH = 500;
const POLL_MILLISECONDS = 1000;

/** What an event is about. */
interface Published {
  readonly organization_id: string;
  readonly subject_id: string;
}

/** Gives committed events their cursors, in order, and tells everybody who listens. */
export class EventRelay {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly system: Knex,
    private readonly fanout: Fanout,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MILLISECONDS);
    this.wake();
  }

  /** After a commit: publishes what is due, now. What is lost with a crash is found by the next poll of anybody. */
  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain()
      .catch((error: unknown) => this.log.warn({ err: error }, 'events could not be published; trying again'))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    for (;;) {
      const published = await this.publishBatch();
      for (const organizationId of new Set(published.map((event) => event.organization_id))) {
        const own = published.filter((event) => event.organization_id === organizationId);
        this.fanout.publish(organizationId, [...new Set(own.map((event) => event.subject_id))]);
      }
      if (published.length < BATCH) return;
    }
  }

  private async publishBatch(): Promise<Published[]> {
    const due = await this.system<{ id: string; cursor: number | null }>('events').whereNull('cursor').first('id');
    if (!due) return [];
    return this.system.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(?)', [PUBLICATION_LOCK]);
      const { rows } = await transaction.raw<{ rows: Published[] }>(
        `with due as (
           select id, organization_id, row_number() over (partition by organization_id order by written) as place
             from (select * from events where cursor is null order by written limit ${BATCH}) oldest),
         bumped as (
           update organizations o set cursor = o.cursor + d.count
             from (select organization_id, count(*) as count from due group by organization_id) d
            where o.id = d.organization_id
           returning o.id, o.cursor - d.count as base)
         update events e set cursor = bumped.base + due.place
           from due join bumped on bumped.id = due.organization_id
          where e.id = due.id
         returning e.organization_id, e.subject_id`,
      );
      return rows;
    });
  }
}
