import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';

/** Told whose log has something new, and of which subjects. */
export type FanoutListener = (organizationId: string, subjectIds: readonly string[]) => void;

/** Tells every instance that something new lies in the log. A hint only: who is told reads the log. */
export interface Fanout {
  /** After this long a listener looks for itself: a wake may have been lost on its way from another process. */
  readonly pollMilliseconds: number;
  publish(organizationId: string, subjectIds: readonly string[]): void;
  /** Returns the end of the subscription. */
  subscribe(listener: FanoutListener): () => void;
  close(): Promise<void>;
}

export class LocalFanout implements Fanout {
  /** @param pollMilliseconds long where this process is the only one: then no wake is lost */
  constructor(readonly pollMilliseconds: number) {}

  private readonly emitter = new EventEmitter().setMaxListeners(0);
  publish(organizationId: string, subjectIds: readonly string[]): void {
    this.emitter.emit('wake', organizationId, subjectIds);
  }
  subscribe(listener: FanoutListener): () => void {
    this.emitter.on('wake', listener);
    return () => this.emitter.off('wake', listener);
  }
  async close(): Promise<void> {
    this.emitter.removeAllListeners();
  }
}

const CHANNEL = 'proofgate:wake';

/** Wakes this instance at once, and the others through Redis. With Redis down they find out by polling the log. */
export class RedisFanout implements Fanout {
  readonly pollMilliseconds = 1000;
  private readonly local = new LocalFanout(this.pollMilliseconds);
  private readonly subscriber: Redis;

  constructor(private readonly redis: Redis) {
    // A subscribed connection can do nothing else; it waits for Redis as long as it takes.
    this.subscriber = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    this.subscriber.on('error', () => undefined); // the shared connection reports it
    this.subscriber.on('message', (_channel, message) => {
      const [organizationId = '', ...subjectIds] = message.split(' ');
      this.local.publish(organizationId, subjectIds);
    });
    void this.subscriber.subscribe(CHANNEL).catch(() => undefined);
  }

  publish(organizationId: string, subjectIds: readonly string[]): void {
    this.local.publish(organizationId, subjectIds);
    this.redis.publish(CHANNEL, [organizationId, ...subjectIds].join(' ')).catch(() => undefined);
  }
  subscribe(listener: FanoutListener): () => void {
    return this.local.subscribe(listener);
  }
  async close(): Promise<void> {
    this.subscriber.disconnect();
    await this.local.close();
  }
}
