/** Wakes one waiter: a ring between reset() and rung() is remembered, so that none is missed. */
export class Bell {
  private ringNow: () => void = () => undefined;
  private awaited = this.next();

  ring(): void {
    this.ringNow();
  }
  reset(): void {
    this.awaited = this.next();
  }
  /** Resolves at the first ring since the last reset, or after so many milliseconds where a number is given. */
  async rung(milliseconds?: number): Promise<void> {
    const timer = milliseconds === undefined ? undefined : setTimeout(() => this.ring(), milliseconds);
    await this.awaited;
    clearTimeout(timer);
  }
  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.ringNow = resolve;
    });
  }
}
