import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import type { Redis } from 'ioredis';

/** A Redis that takes longer than this is slower than the database. */
const PATIENCE_MILLISECONDS = 50;
const FAILURES = 3;
const LEFT_ALONE_MILLISECONDS = 1000;
/** So that what nobody reads does not stay: what is old is told by its version. */
const KEPT_SECONDS = 3600;

/** Bytes in Redis that may be gone at any moment. Nobody waits long for it: where it fails, it is left alone for a while. */
export class CopyStore {
  private readonly connection: Redis;
  private readonly breaker = circuitBreaker(handleAll, {
    halfOpenAfter: LEFT_ALONE_MILLISECONDS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });

  /** @param era the release and the database whose values these are: those of another have another shape, or another past */
  constructor(
    redis: Redis,
    readonly era: string,
  ) {
    this.connection = redis.duplicate({ commandTimeout: PATIENCE_MILLISECONDS });
    this.connection.on('error', () => undefined); // the shared connection reports it
    void this.connection.connect().catch(() => undefined); // it goes on trying
  }

  /** One for each key; undefined where Redis cannot be asked. */
  async read(keys: readonly string[]): Promise<readonly (Buffer | null)[] | undefined> {
    return this.attempt(() => this.connection.mgetBuffer(...keys));
  }
  write(key: string, bytes: Buffer): void {
    void this.attempt(() => this.connection.set(key, bytes, 'EX', KEPT_SECONDS));
  }
  remove(key: string): void {
    void this.attempt(() => this.connection.unlink(key));
  }
  close(): void {
    this.connection.disconnect();
  }

  private async attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
    return this.breaker.execute(command).catch(() => undefined);
  }
}
