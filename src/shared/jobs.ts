import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { fromKnex, type Job as PgBossJob, PgBoss } from 'pg-boss';
import { asOwner, type Database, type TenantDb } from './database.js';
import { failPlainly, TooEarly } from './job-failure.js';
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

/** What is asked for. */
export interface Job<Data extends object> {
  readonly data: Data;
  /** At once, where it is left out; in so much time, by the database's clock. */
  readonly startAfter?: Date | `${number} seconds` | undefined;
  readonly group?: string | undefined;
}

type HeldJob = Pick<PgBossJob, 'id' | 'signal'>;

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
/** What has come due, and what other processes asked for, is looked for this often. */
const LOOK_MILLISECONDS = 1000;
/** Who is to look is told; one that missed it looks after this. */
const LEFT_ALONE_SECONDS = 60;
const KEPT_SECONDS = 3600;
const CLEAN_SECONDS = 600;
/** Deaths of processes count as tries too, and no number of them may lose a job. */
const MOST_RETRIES = 1000;
const LONGEST_DELAY_SECONDS = 600;
const GRACE_MILLISECONDS = 4000;

/** Work that must happen: stored in PostgreSQL with the change that asks for it, done at least once, by any process. */
export class Jobs {
  private readonly handled = new Set<string>();
  /** What is being done here, by the ids of the jobs. */
  private readonly held = new Map<string, AbortController>();
  private readonly timers: NodeJS.Timeout[] = [];
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
    const jobs = new Jobs(boss, system);
    jobs.timers.push(setInterval(() => jobs.handled.forEach((queue) => jobs.look(queue)), LOOK_MILLISECONDS));
    return jobs;
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
      pollingIntervalSeconds: LEFT_ALONE_SECONDS,
      includeMetadata: true as const,
      heartbeatRefreshSeconds: LOOK_AFTER_SECONDS,
      ...(kind.perGroup === undefined ? {} : { localGroupConcurrency: kind.perGroup }),
    };
    await this.boss.work<Data>(kind.queue, options, async ([job]) => {
      if (!job) return;
      this.look(kind.queue);
      const { data, retryCount } = job;
      const isLast = () => !this.stopping && retryCount >= kind.retryLimit;
      await this.hold(job, (signal) => work(data, { signal, isLast })).catch((error: unknown) =>
        error instanceof TooEarly ? this.askAgain(kind, data, error) : failPlainly(error),
      );
    });
    this.handled.add(kind.queue);
  }

  /**
   * In so much time by this machine's clock, a second at the soonest, or one whose clock is behind the database's would be
   * asked without a pause. A process that dies before the old job has ended leaves two: both are harmless.
   */
  private async askAgain({ queue }: JobKind<object>, data: object, { until }: TooEarly): Promise<void> {
    const seconds = Math.max(1, (until.getTime() - Date.now()) / 1000);
    await this.boss.insert(queue, [{ data, startAfter: `${seconds} seconds` }]);
  }

  /** Asks for a job within the transaction of the change: both happen, or neither. Call wake() after the commit. */
  async send<Data extends object>(db: TenantDb, kind: JobKind<Data>, data: Data, startAfter?: Date): Promise<void> {
    await this.sendAll(db, kind, [{ data, startAfter }]);
  }

  /** The same for many, by one statement. */
  async sendAll<Data extends object>(db: TenantDb, kind: JobKind<Data>, jobs: readonly Job<Data>[]): Promise<void> {
    // The library's statement takes the group by this name, which its types do not tell.
    const rows = jobs.map(({ data, startAfter, group }) => ({
      data,
      ...(startAfter ? { startAfter } : {}),
      ...(group === undefined ? {} : { groupId: group }),
    }));
    await asOwner(db, () => this.boss.insert(kind.queue, rows, { db: fromKnex(db) }));
  }

  /** Asks for a job now, and again and again after so many seconds: one each time, however many processes ask. */
  async repeat(kind: JobKind<Record<string, never>>, seconds: number): Promise<void> {
    const ask = () => this.boss.send(kind.queue, {}, { singletonSeconds: seconds });
    // What is missed while the database is away is asked for the next time.
    this.timers.push(setInterval(() => void ask().catch(() => undefined), seconds * 1000));
    await ask();
  }

  /** Has this process look at once rather than in a second. */
  wake(kind: JobKind<object>): void {
    if (this.handled.has(kind.queue)) this.look(kind.queue);
  }

  /**
   * One worker who is free looks now, and who is busy once it is done. Who finds a job sends the next in the same way: as
   * many are at work as there is work for, and an empty queue is asked once a second however many they are.
   */
  private look(queue: string): void {
    const workers = this.boss.getWipData().filter(({ name }) => name === queue);
    const free = workers.find(({ count }) => count === 0);
    for (const worker of workers) if (worker === free || worker.count > 0) this.boss.notifyWorker(worker.id);
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

  /** Until the work is done, or the job has to be given away. */
  private async hold({ id, signal }: HeldJob, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const held = new AbortController();
    signal.addEventListener('abort', () => held.abort());
    const givenAway = once(held.signal, 'abort').then(() => Promise.reject(new Error('the job was given away')));
    this.held.set(id, held);
    try {
      await Promise.race([work(held.signal), givenAway]);
    } finally {
      this.held.delete(id);
    }
  }

  /** Takes no more jobs; those that do not end within the grace are handed back, and somebody else takes them at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    const idle = Promise.all([...this.handled].map((queue) => this.boss.offWork(queue)));
    await Promise.race([idle, wait(GRACE_MILLISECONDS, undefined, { ref: false })]);
    const left = [...this.held.keys()];
    for (const held of this.held.values()) held.abort();
    await idle;
    await this.handBack(left);
    await this.boss.stop({ graceful: false, close: false });
  }

  /** As if nobody had begun: they have not failed, so they neither wait nor count. */
  private async handBack(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const fresh = { state: 'created', started_on: null, start_after: this.system.fn.now() };
    const rows = this.system('jobs.job')
      .whereIn('id', [...ids])
      .where('state', 'retry');
    await rows.update(fresh).catch(() => undefined); // with the database away, others go by this one's silence
  }
}
