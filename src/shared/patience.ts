import { Bell } from './bell.js';
import type { Fanout } from './fanout.js';

/** In case the wake was lost. */
const POLL_MILLISECONDS = 1000;

/** Waits for changes on behalf of requests, as long as this process has time to wait. */
export class Patience {
  private readonly waiting = new Set<Bell>();
  private isOver = false;

  constructor(private readonly fanout: Fanout) {}

  /** What `read` gives once it is settled, or as it is when the time is up: looked at after every change of the organization. */
  async until<Value>(
    organizationId: string,
    milliseconds: number,
    read: () => Promise<Value>,
    isSettled: (value: Value) => boolean,
  ): Promise<Value> {
    const deadline = performance.now() + milliseconds;
    const bell = new Bell();
    const unsubscribe = this.fanout.subscribe((woken) => {
      if (woken === organizationId) bell.ring();
    });
    this.waiting.add(bell);
    try {
      for (;;) {
        bell.reset();
        const value = await read();
        const left = this.isOver ? 0 : deadline - performance.now();
        if (isSettled(value) || left <= 0) return value;
        await bell.rung(Math.min(left, POLL_MILLISECONDS));
      }
    } finally {
      unsubscribe();
      this.waiting.delete(bell);
    }
  }

  /** Everybody who waits, and who comes to wait, is told what there is by now. */
  end(): void {
    this.isOver = true;
    for (const bell of this.waiting) bell.ring();
  }
}
