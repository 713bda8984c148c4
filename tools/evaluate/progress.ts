/** Work over many inputs, a few at a time, with a line on standard error that says how far it is. */
export class Progress {
  constructor(
    private readonly atOnce: number,
    private readonly out: NodeJS.WriteStream,
  ) {}

  async each<Input>(what: string, inputs: readonly Input[], work: (input: Input) => Promise<void>): Promise<void> {
    const queue = inputs.values();
    let done = 0;
    const walk = async (): Promise<void> => {
      for (const input of queue) {
        await work(input);
        done += 1;
        this.#say(`${what} ${done} of ${inputs.length}`, done === inputs.length);
      }
    };
    await Promise.all(Array.from({ length: this.atOnce }, walk));
  }

  /** On a terminal one line that moves, in a log a line a stage. */
  #say(text: string, last: boolean): void {
    if (this.out.isTTY) this.out.write(`\r\u001b[2K${text}${last ? '\n' : ''}`);
    else if (last) this.out.write(`${text}\n`);
  }
}
