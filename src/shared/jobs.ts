import type { Knex } from 'knex';
import { fromKnex, PgBoss } from 'pg-boss';
import { asOwner, type Database, type TenantDb } from './database.js';
import type { Logger } from './logger.js';

/** One kind of work: its queue, and how it is repeated. */
export interface JobKind<Data extends object> {
  readonly queue: string;
  /** Failures after which a try is the last one that makes a difference: it records what keeps the work from being done. */
  readonly retryLimit: number;
  /** Seconds after which a running job is given to somebody else. */
  readonly expireInSeconds: number;
  /** Jobs of one group that a process works on at once, where groups must not hold one another up. */
  readonly perGroup?: number;
  /** Only there to tie the queue to what its jobs hold. */
  readonly example?: Data;
}

export interface Attempt {
  readonly signal: AbortSignal;
  /** Whether the work has failed as often as it may, so that this try records why; false while the process ends. */
  readonly isLast: () => boolean;
}

/** What a queue holds; what has ended is counted for an hour. */
export interface QueueCounts {
  readonly queue: string;
  /** Not before a time that is still to come. */
  readonly planned: number;
  readonly waiting: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  /** For how long the oldest of the waiting ones has been due. */
  readonly oldestSeconds: number;
}

/** A process that died under a job is known by its silence, and somebody else takes the job. */
const SILENCE_SECONDS = 15;
const LOOK_AFTER_SECONDS = 5;
const KEPT_SECONDS = 3600;
const CLEAN_SECONDS = 600;
/** Deaths of processes count as tries too, and no number of them may lose a job. */
const MOST_RETRIES = 1000;
const LONGEST_DELAY_SECONDS = 600;
const GRACE_MILLISECONDS = 4000;

/** Work that must happen: stored in PostgreSQL with the change that asks for it, done at least once, by any process. */
export class Jobs {
  private readonly workers = new Map<string, string>();
  private readonly repeating: NodeJS.Timeout[] = [];
  private stopping = false;
  private constructor(
    private readonly boss: PgBoss,
    private readonly system: Knex,
  ) {}

  static async start({ system }: Database, log: Logger): Promise<Jobs> {
    const boss = new PgBoss({
      db: fromKnex(system),
      schema: 'jobs',
      schedule: false,
      superviseIntervalSeconds: LOOK_AFTER_SECONDS,
      monitorIntervalSeconds: LOOK_AFTER_SECONDS,
      maintenanceIntervalSeconds: CLEAN_SECONDS,
    });
    boss.on('error', (error) => log.warn({ err: error }, 'the job queue failed; trying again'));
    await boss.start();
    return new Jobs(boss, system);
  }

  /** Once in every process that sends jobs of this kind, whoever does them. */
  async open({ queue, retryLimit, expireInSeconds }: JobKind<object>): Promise<void> {
    const options = {
      retryLimit: Math.max(retryLimit, MOST_RETRIES),
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: LONGEST_DELAY_SECONDS,
      expireInSeconds,
      heartbeatSeconds: SILENCE_SECONDS,
      deleteAfterSeconds: KEPT_SECONDS,
    };
    await this.boss.createQueue(queue, options);
    // It may be of an earlier version; the library's own update does not go through knex.
    await this.system<Record<string, number | string>>('jobs.queue').where('name', queue).update({
      retry_limit: options.retryLimit,
      retry_delay_max: options.retryDelayMax,
      expire_seconds: options.expireInSeconds,
      heartbeat_seconds: options.heartbeatSeconds,
    });
    // Has the queue's definition cached: the first send() would otherwise read it outside its transaction, which on the
    // embedded database's one connection waits for ever.
    await this.boss.findJobs(queue, { key: queue });
  }

  /** Takes part in the work of a queue that is open. */
  async handle<Data extends object>(
    kind: JobKind<Data>,
    concurrency: number,
    work: (data: Data, attempt: Attempt) => Promise<void>,
  ): Promise<void> {
    const options = {
      localConcurrency: concurrency,
      pollingIntervalSeconds: 1,
      includeMetadata: true as const,
      heartbeatRefreshSeconds: LOOK_AFTER_SECONDS,
      ...(kind.perGroup === undefined ? {} : { localGroupConcurrency: kind.perGroup }),
    };
    const worker = await this.boss.work<Data>(kind.queue, options, async ([job]) => {
      if (!job) return;
      const { data, signal, retryCount } = job;
      await work(data, { signal, isLast: () => !this.stopping && retryCount >= kind.retryLimit });
    });
    this.workers.set(kind.queue, worker);
  }

  /** Asks for a job within the transaction of the change: both happen, or neither. Call wake() after the commit. */
  async send<Data extends object>(
    db: TenantDb,
    kind: JobKind<Data>,
    data: Data,
    startAfter?: Date,
    group?: string,
  ): Promise<void> {
    const options = {
      db: fromKnex(db),
      ...(startAfter ? { startAfter } : {}),
      ...(group === undefined ? {} : { group: { id: group } }),
    };
    await asOwner(db, () => this.boss.send(kind.queue, data, options));
  }

  /** Asks for a job now, and again and again after so many seconds: one each time, however many processes ask. */
  async repeat(kind: JobKind<Record<string, never>>, seconds: number): Promise<void> {
    const ask = () => this.boss.send(kind.queue, {}, { singletonSeconds: seconds });
    // What is missed while the database is away is asked for the next time.
    this.repeating.push(setInterval(() => void ask().catch(() => undefined), seconds * 1000));
    await ask();
  }

  /** Has this process look at once rather than at its next poll. */
  wake(kind: JobKind<object>): void {
    const worker = this.workers.get(kind.queue);
    if (worker) this.boss.notifyWorker(worker);
  }

  async counts(): Promise<QueueCounts[]> {
    const { rows } = await this.system.raw<{ rows: QueueCounts[] }>(
      `select q.name as queue,
              count(*) filter (where state < 'active' and start_after > now()) as planned,
              count(*) filter (where state < 'active' and start_after <= now()) as waiting,
              count(*) filter (where state = 'active') as active,
              count(*) filter (where state = 'completed') as completed,
              count(*) filter (where state = 'failed') as failed,
              greatest(0, extract(epoch from now() - min(start_after) filter (where state < 'active')))::float8
                as "oldestSeconds"
         from jobs.queue q left join jobs.job j on j.name = q.name
        group by q.name`,
    );
    return rows;
  }

  /** Takes no more jobs; those that do not end within the grace are handed back, and somebody else takes them. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.repeating) clearInterval(timer);
    await this.boss.stop({ graceful: true, timeout: GRACE_MILLISECONDS, close: false });
  }
}
