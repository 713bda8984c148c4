/** Milliseconds by stage, in the order in which the stages ran. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};

  async time<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const spent = (this.timings[stage] ?? 0) + performance.now() - start;
      this.timings[stage] = Math.round(spent * 10) / 10;
    }
  }
}
