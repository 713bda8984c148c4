import { type ChildProcess, execFile, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that can be killed and started again on its port. */
export class Service {
  private child: ChildProcess | undefined;
  private complaints = '';

  constructor(
    readonly name: string,
    private readonly command: string,
    private readonly args: readonly string[],
    private readonly options: SpawnOptions,
    private readonly isReady: () => Promise<boolean>,
  ) {}

  async start(patienceSeconds = 60): Promise<void> {
    this.complaints = '';
    const child = spawn(this.command, [...this.args], { ...this.options, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.on('data', (chunk: Buffer) => (this.complaints = (this.complaints + chunk.toString()).slice(-4000)));
    this.child = child;
    const deadline = Date.now() + patienceSeconds * 1000;
    while (!(await this.isReady())) {
      if (this.hasEnded || Date.now() > deadline) throw new Error(`${this.name} did not start:\n${this.complaints}`);
      await wait(50);
    }
  }

  /** As a machine that loses power does it to a process. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.child || this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  /** What ends nothing: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** The same to it and to the processes that it started. */
  async signalAll(signal: NodeJS.Signals): Promise<void> {
    const { stdout } = await run('pgrep', ['-P', String(this.child?.pid)]);
    this.signal(signal);
    for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), signal);
  }

  /** The code with which it ended by itself after SIGTERM. */
  async stop(): Promise<number | null> {
    await this.kill('SIGTERM');
    return this.child?.exitCode ?? null;
  }

  private get hasEnded(): boolean {
    return this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
