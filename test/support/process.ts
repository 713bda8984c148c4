import { type ChildProcess, spawn } from 'node:child_process';

/** The gateway as its operator starts it: a process, its output and its end. */
export class Process {
  output = '';
  private readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(environment: Record<string, string>) {
    this.child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.on('exit', (code) => resolve(code)));
  }

  /** The address at which it serves. */
  async ready(): Promise<string> {
    for (;;) {
      const [, address] = /ready at (http:\/\/\S+)\/graphql/.exec(this.output) ?? [];
      if (address && (await fetch(`${address}/ready`)).ok) return address;
      await this.moment();
    }
  }
  /** Resolves once its output says so. */
  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) await this.moment();
  }
  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }

  private async moment(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
