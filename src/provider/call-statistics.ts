const WINDOW_MILLISECONDS = 300_000;
/** More calls than these are told by the newest of them. */
const MOST_CALLS = 5000;

interface Call {
  readonly at: number;
  readonly milliseconds: number;
  readonly failed: boolean;
}
export interface CallSummary {
  readonly p50Milliseconds: number | undefined;
  readonly p99Milliseconds: number | undefined;
  readonly errorRate: number | undefined;
}

/** How the calls of the last five minutes went. */
export class CallStatistics {
  private calls: Call[] = [];

  record(call: Call): void {
    this.calls.push(call);
    if (this.calls.length >= 2 * MOST_CALLS) this.calls = this.calls.slice(-MOST_CALLS);
  }

  summary(now: number): CallSummary {
    const recent = this.calls.filter(({ at }) => at > now - WINDOW_MILLISECONDS).slice(-MOST_CALLS);
    const times = recent.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
    const failures = recent.filter(({ failed }) => failed).length;
    return {
      p50Milliseconds: quantile(times, 0.5),
      p99Milliseconds: quantile(times, 0.99),
      errorRate: recent.length === 0 ? undefined : failures / recent.length,
    };
  }
}

/** The smallest value that this share of all does not exceed. */
const quantile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
