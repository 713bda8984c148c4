import { fromKnex, PgBoss } from 'pg-boss';
import { asOwner, type Database, type TenantDb } from './database.js';
import type { Logger } from './logger.js';

/** One kind of work: its queue, and how it is repeated. */
export interface JobKind<Data extends object> {
  readonly queue: string;
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
  /** No further try follows a failure of this one. */
  readonly isLast: boolean;
}

/** Work that must happen: stored in PostgreSQL with the change that asks for it, done at least once, by any process. */
export class Jobs {
  private readonly workers = new Map<string, string>();
  private constructor(private readonly boss: PgBoss) {}

  static async start(database: Database, log: Logger): Promise<Jobs> {
    const boss = new PgBoss({ db: fromKnex(database.system), schema: 'jobs', schedule: false });
    boss.on('error', (error) => log.error({ err: error }, 'the job queue failed'));
    await boss.start();
    return new Jobs(boss);
  }

  /** Takes part in the work of a queue. */
  async handle<Data extends object>(
    kind: JobKind<Data>,
    concurrency: number,
    work: (data: Data, attempt: Attempt) => Promise<void>,
  ): Promise<void> {
    await this.boss.createQueue(kind.queue, {
      retryLimit: kind.retryLimit,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: kind.expireInSeconds,
      deleteAfterSeconds: 3600,
    });
    // Has the queue's definition cached: the first send() would otherwise read it outside its transaction, which on the
    // embedded database's one connection waits for ever.
    await this.boss.findJobs(kind.queue, { key: kind.queue });
    const options = {
      localConcurrency: concurrency,
      pollingIntervalSeconds: 1,
      includeMetadata: true as const,
      ...(kind.perGroup === undefined ? {} : { localGroupConcurrency: kind.perGroup }),
    };
    const worker = await this.boss.work<Data>(kind.queue, options, async ([job]) => {
      if (job) await work(job.data, { signal: job.signal, isLast: job.retryCount >= job.retryLimit });
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

  /** Has this process look at once rather than at its next poll. */
  wake(kind: JobKind<object>): void {
    const worker = this.workers.get(kind.queue);
    if (worker) this.boss.notifyWorker(worker);
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 4000, close: false });
  }
}
