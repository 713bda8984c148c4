/** The worker threads of the engine: the API's thread neither decodes nor infers. */
import './offline.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProviderError, type Logger } from '../../src/provider/contract.js';
import { createGuard, isShut, shut, untilOutside, type Guard } from './guard.js';
import type { JobAnswer, JobName, Jobs, JobStarted } from './jobs.js';
import { Turns } from './turns.js';

const FROM_SOURCES = import.meta.url.endsWith('.ts');
const WORKER = new URL(FROM_SOURCES ? './worker.ts' : './worker.js', import.meta.url);
/** JavaScript's own memory of a worker, in megabytes; pixels and models lie outside it and have limits of their own. */
const HEAP_LIMIT = 256;
/** Workers yield to the API's thread. */
const NICE = 10;
/** A worker that is told to stop and does not within this time is ended. */
const GRACE_MILLISECONDS = 500;
/** Short enough to answer before the gateway gives up. A worker starts in a second or two, on a busy machine in ten. */
const PATIENCE: Patience = { waitingMilliseconds: 30_000, startingMilliseconds: 30_000 };
/** What workers that load their models get when the pool closes. */
const LOADING_MILLISECONDS = 4000;

interface Patience {
  /** Until a job's turn comes. */
  readonly waitingMilliseconds: number;
  /** From then until a worker begins it. */
  readonly startingMilliseconds: number;
}
export interface PoolOptions {
  readonly workers: number;
  /** From the moment a worker begins a job. */
  readonly timeoutMilliseconds: number;
  readonly patience?: Patience;
}

interface Job {
  readonly name: JobName;
  readonly guard: Guard;
  readonly kill: AbortController;
  /** Whether its turn has come. */
  posted: boolean;
  /** Whether a worker has begun it: from then on what goes wrong is the picture's fault. */
  begun: boolean;
  onTurn(): void;
  onStart(): void;
}
type End = 'cancelled' | 'overloaded' | 'engine_failed' | 'analysis_timeout';

type Workers = Piscina<unknown, JobAnswer<unknown>>;

export class EnginePool {
  #workers: Workers | undefined;
  readonly #turns: Turns;
  readonly #jobs = new Map<number, Job>();
  #lastId = 0;
  #closed = false;
  #fault: Error | undefined;
  #warming: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: PoolOptions,
    private readonly log: Logger,
    private readonly worker = WORKER,
  ) {
    this.#turns = new Turns(options.workers);
  }

  /** Begins to load the models; without it the first job does. The workers would slow the start of the gateway. */
  warm(): void {
    this.#workers ??= this.#create();
  }

  #create(): Workers {
    const workers: Workers = new Piscina({
      filename: fileURLToPath(this.worker),
      minThreads: this.options.workers,
      maxThreads: this.options.workers,
      // The default blocks a worker's event loop between jobs.
      atomics: 'disabled',
      niceIncrement: NICE,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT },
      ...(FROM_SOURCES && { execArgv: ['--import', registerTypeScript()] }),
    });
    workers.on('message', ({ started }: JobStarted) => this.#jobs.get(started)?.onStart());
    workers.on('error', (error: Error) => this.log.error({ error: error.name }, 'an engine worker failed'));
    workers.on('workerCreate', () => {
      this.#warming = Promise.all([this.#warming, this.#warm()]);
    });
    return workers;
  }

  /**
   * Throws what the worker threw, or unavailable: with cancelled, overloaded or engine_closed; with analysis_timeout or
   * analysis_failed, which say nothing of other pictures; with engine_failed, where no worker can begin.
   */
  async run<Name extends JobName>(
    name: Name,
    input: Jobs[Name]['input'],
    signal: AbortSignal,
  ): Promise<Jobs[Name]['output']> {
    if (this.#closed) throw new ProviderError('unavailable', 'engine_closed');
    if (signal.aborted) throw new ProviderError('unavailable', 'cancelled', { cause: signal.reason });
    let stop: (reason: End) => void = () => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      stop = (reason) => reject(new ProviderError('unavailable', reason));
    });
    const cancel = (): void => stop('cancelled');
    const { timeoutMilliseconds, patience = PATIENCE } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const endAfter = (milliseconds: number, reason: End): void => {
      clearTimeout(timer);
      // Loading models is bounded by itself, and ending it would only make it begin again.
      if (name !== 'warm' && !isShut(job.guard)) timer = setTimeout(() => stop(reason), milliseconds);
    };
    const job: Job = {
      name,
      guard: createGuard(),
      kill: new AbortController(),
      posted: false,
      begun: false,
      onTurn: () => {
        job.posted = true;
        endAfter(patience.startingMilliseconds, 'engine_failed');
      },
      onStart: () => {
        job.begun = true;
        endAfter(timeoutMilliseconds, 'analysis_timeout');
      },
    };
    endAfter(patience.waitingMilliseconds, 'overloaded');
    signal.addEventListener('abort', cancel);
    const answer = this.#turns.take(async () => this.#post<Name>(job, input));
    try {
      return await Promise.race([answer, stopped]);
    } catch (error) {
      void this.#end(job, answer);
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Throws what kept the last new worker from loading its models; says nothing of one that is still at it. */
  check(): void {
    if (this.#fault) throw this.#fault;
    if (this.#closed) throw new ProviderError('unavailable', 'engine_closed');
  }

  async #warm(): Promise<void> {
    try {
      await this.run('warm', null, new AbortController().signal);
      this.#fault = undefined;
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error('the models could not be loaded');
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const guards = [...this.#jobs.values()].map(({ guard }) => guard);
    guards.forEach(shut);
    await Promise.all(guards.map(untilOutside));
    // A thread that is ended while it loads native code takes the process with it.
    await Promise.race([this.#warming, sleep(LOADING_MILLISECONDS, undefined, { ref: false })]);
    await this.#workers?.destroy();
  }

  async #post<Name extends JobName>(job: Job, input: Jobs[Name]['input']): Promise<Jobs[Name]['output']> {
    // Cancelled, or the pool closed, while it waited for its turn.
    if (job.name !== 'warm' && (isShut(job.guard) || this.#closed)) throw new ProviderError('unavailable', 'cancelled');
    job.onTurn();
    const id = ++this.#lastId;
    const buffers: ArrayBuffer[] = [];
    const message = { id, guard: job.guard, input: copyBytes(input, buffers) };
    this.#jobs.set(id, job);
    try {
      const answer = await (this.#workers ??= this.#create())
        .run(message, { name: job.name, signal: job.kill.signal, transferList: buffers })
        .catch((cause: unknown) => this.#reportLost(job, cause));
      // The worker's handlers are typed by the same table of jobs.
      if (answer.ok) return answer.output as Jobs[Name]['output'];
      if (answer.fault !== undefined) this.log.error({ job: job.name, fault: answer.fault }, 'an analysis failed');
      throw new ProviderError(answer.kind, answer.reason);
    } finally {
      this.#jobs.delete(id);
    }
  }

  /** Lets the worker stop by itself, as it does before each inference; one that does not is ended and replaced. */
  async #end(job: Job, answer: Promise<unknown>): Promise<void> {
    shut(job.guard);
    if (!job.posted) return;
    const stopped = answer.then(
      () => true,
      () => true,
    );
    if (await Promise.race([stopped, sleep(GRACE_MILLISECONDS, false, { ref: false })])) return;
    await untilOutside(job.guard);
    this.log.warn({ job: job.name }, 'an engine worker did not stop and is ended');
    job.kill.abort();
  }

  /** A worker that died under its job, out of memory or ended, or before it could begin. */
  #reportLost({ name, kill, begun }: Job, cause: unknown): never {
    if (this.#closed) throw new ProviderError('unavailable', 'engine_closed', { cause });
    const error = cause instanceof Error ? cause.name : 'unknown';
    if (!kill.signal.aborted) this.log.error({ job: name, error }, 'an engine worker died');
    throw new ProviderError('unavailable', begun ? 'analysis_failed' : 'engine_failed', { cause });
  }
}

/** A module that teaches a worker TypeScript: `--import tsx` teaches only the main thread. Unknown to the build. */
function registerTypeScript(): string {
  const tsx = import.meta.resolve('tsx/esm/api');
  return `data:text/javascript,import { register } from ${JSON.stringify(tsx)}; register();`;
}

/** Copies the bytes within a value, so that the copies can be given away and the caller keeps what is his. */
function copyBytes(value: unknown, buffers: ArrayBuffer[]): unknown {
  if (value instanceof Uint8Array) {
    const copy = new Uint8Array(value);
    buffers.push(copy.buffer);
    return copy;
  }
  if (Array.isArray(value)) return value.map((item) => copyBytes(item, buffers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyBytes(item, buffers)]));
}
