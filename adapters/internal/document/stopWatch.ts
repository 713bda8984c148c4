/** Milliseconds by stage, in the order in which the stages ended. */
export class StopWatch {
  private readonly stages: Record<string, number> = {};

  async time<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.stages[stage] = Math.round((this.stages[stage] ?? 0) + performance.now() - start);
    }
  }

  get timings(): Readonly<Record<string, number>> {
    return this.stages;
  }
}
