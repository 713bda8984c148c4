import { pause } from '../kit/time.js';

const LONGEST_SECONDS = 60;

/** Those who wait for a job: each look comes later than the one before, and a call-back wakes them at once. */
export class WaitingRoom {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Looks until there is a result, or the signal is aborted. */
  async until<Result>(
    id: string,
    firstSeconds: number,
    signal: AbortSignal,
    look: () => Promise<Result | undefined>,
  ): Promise<Result> {
    for (let seconds = firstSeconds; ; seconds = Math.min(LONGEST_SECONDS, Math.max(1, seconds * 2))) {
      await this.wait(id, seconds, signal);
      const result = await look();
      if (result !== undefined) return result;
    }
  }

  wake(id: string): void {
    for (const wake of this.waiting.get(id) ?? []) wake();
  }

  private async wait(id: string, seconds: number, signal: AbortSignal): Promise<void> {
    const others = this.waiting.get(id) ?? new Set();
    this.waiting.set(id, others);
    const cancelled = new AbortController();
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    others.add(wake);
    try {
      await Promise.race([woken, pause(seconds * 1000, AbortSignal.any([signal, cancelled.signal]))]);
    } finally {
      cancelled.abort();
      others.delete(wake);
      if (others.size === 0) this.waiting.delete(id);
    }
  }
}
