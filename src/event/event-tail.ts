import { Bell } from '../shared/bell.js';
import type { PublishedEvent } from './event.states.js';

/** Events that may wait for one follower; who falls further behind reads the log again. */
const MOST_WAITING = 1000;

/** What the log holds after a cursor, and the cursor up to which that is all of it. */
export interface LogPage {
  readonly events: readonly PublishedEvent[];
  readonly upTo: number;
}

/** One of those who follow an organization's log live. */
export interface Follower {
  /** Everything that it wants after this cursor comes to this follower. */
  readonly from: number;
  /** The next event, when there is one; undefined where the follower fell behind, or was ended. */
  next(): Promise<PublishedEvent | undefined>;
  end(): void;
}

/** The end of an organization's log, read once for all who follow it. */
export class EventTail {
  private readonly followers = new Set<Queue>();
  private readonly bell = new Bell();
  private readonly started: Promise<void>;
  private users = 0;
  private cursor = 0;
  private stopped = false;

  constructor(
    latest: () => Promise<number>,
    private readonly read: (after: number) => Promise<LogPage>,
    private readonly pollMilliseconds: number,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.started = this.start(latest);
  }

  /** Before follow(): holds the tail until leave(). */
  join(): void {
    this.users += 1;
  }
  /** Returns whether that was the last one, with whom the tail stops. */
  leave(): boolean {
    this.users -= 1;
    if (this.users > 0) return false;
    this.stopped = true;
    this.bell.ring();
    return true;
  }

  /** @throws what the first look at the log threw, at every call: it has to be left, and another one made */
  async follow(isWanted: (event: PublishedEvent) => boolean): Promise<Follower> {
    await this.started;
    const queue = new Queue(this.cursor, isWanted, () => this.followers.delete(queue));
    this.followers.add(queue);
    return queue;
  }

  wake(): void {
    this.bell.ring();
  }

  private async start(latest: () => Promise<number>): Promise<void> {
    this.cursor = await latest();
    void this.run();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.bell.reset();
      const isMore = await this.advance().catch((error: unknown) => {
        this.onFailure(error);
        return false;
      });
      if (!isMore && !this.stopped) await this.bell.rung(this.pollMilliseconds);
    }
  }

  /** Returns whether there was something. */
  private async advance(): Promise<boolean> {
    const { events, upTo } = await this.read(this.cursor);
    this.cursor = upTo;
    if (events.length === 0) return false;
    for (const follower of this.followers) follower.push(events);
    return true;
  }
}

class Queue implements Follower {
  private readonly waiting: PublishedEvent[] = [];
  private wake: () => void = () => undefined;
  private ended = false;

  constructor(
    readonly from: number,
    private readonly isWanted: (event: PublishedEvent) => boolean,
    private readonly onEnd: () => void,
  ) {}

  /** Whom none of them concerns sleeps on. */
  push(events: readonly PublishedEvent[]): void {
    for (const event of events) if (this.isWanted(event)) this.waiting.push(event);
    if (this.waiting.length === 0) return;
    if (this.waiting.length > MOST_WAITING) this.end();
    this.wake();
  }

  async next(): Promise<PublishedEvent | undefined> {
    if (this.waiting.length === 0 && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.ended ? undefined : this.waiting.shift();
  }

  end(): void {
    this.ended = true;
    this.onEnd();
    this.wake();
  }
}
