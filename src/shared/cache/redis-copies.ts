import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import type { Redis } from 'ioredis';
import type { CopyStore } from './sealed-copies.js';

/** A Redis that takes longer than this is slower than the database. */
const PATIENCE_MILLISECONDS = 50;
const FAILURES = 3;
const LEFT_ALONE_MILLISECONDS = 1000;
/** So that what nobody reads does not stay: what is old is told by its version. */
const KEPT_SECONDS = 3600;

/** Nobody waits long for Redis: where it fails, it is left alone for a while. */
export class RedisCopies implements CopyStore {
  private readonly connection: Redis;
  private readonly breaker = circuitBreaker(handleAll, {
    halfOpenAfter: LEFT_ALONE_MILLISECONDS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });

  constructor(
    private readonly shared: Redis,
    readonly era: string,
  ) {
    this.connection = shared.duplicate({ commandTimeout: PATIENCE_MILLISECONDS });
    this.connection.on('error', () => undefined); // the shared connection reports it
    void this.connection.connect().catch(() => undefined); // it goes on trying
  }

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
    if (this.shared.status !== 'ready') return undefined; // somebody has waited for it already
    return this.breaker.execute(command).catch(() => undefined);
  }
}
