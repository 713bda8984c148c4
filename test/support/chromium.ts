import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Without a browser there is nothing to run pages in: install Chromium, or name one in CHROMIUM. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const QUIET =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --remote-debugging-port=0';

interface Result {
  readonly result?: { readonly value?: unknown; readonly objectId?: string };
  readonly exceptionDetails?: object;
}
type Reply = { readonly id: number; readonly result?: Result; readonly error?: object };

/** A browser of its own with one page, driven by the DevTools protocol. */
export class Chromium {
  private sent = 0;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  private constructor(
    private readonly socket: WebSocket,
    readonly close: () => Promise<void>,
  ) {
    socket.on('message', (message) => {
      if (!Buffer.isBuffer(message)) return;
      const reply = JSON.parse(message.toString()) as Reply;
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
  }

  static async open(address: string): Promise<Chromium> {
    const profile = await mkdtemp(join(tmpdir(), 'proofgate-chromium-'));
    const browser = spawn(CHROMIUM, [...QUIET.split(' '), `--user-data-dir=${profile}`, address], {
      stdio: 'ignore',
      detached: true, // a group of its own: its helpers end with it
    });
    const close = async () => {
      await end(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      const socket = new WebSocket(await pageIn(profile, browser));
      await once(socket, 'open');
      return new Chromium(socket, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  async send(method: string, params: object = {}): Promise<Result> {
    const id = ++this.sent;
    const reply = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await reply;
    if (error ?? result?.exceptionDetails) throw new Error(`${method}: ${JSON.stringify(error ?? result)}`);
    return result ?? {};
  }

  /** What an expression comes to in the page. */
  async evaluate(expression: string): Promise<unknown> {
    return (await this.send('Runtime.evaluate', { expression, returnByValue: true })).result?.value;
  }

  /** As somebody who picks this file for an input. */
  async pick(input: string, file: string): Promise<void> {
    const { result } = await this.send('Runtime.evaluate', { expression: input });
    await this.send('DOM.setFileInputFiles', { files: [file], objectId: result?.objectId });
  }
}

/** Where the first page of a browser that has just been started is driven from. */
async function pageIn(profile: string, browser: ChildProcess): Promise<string> {
  while (browser.exitCode === null) {
    const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n');
    const response = port ? await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined) : undefined;
    const pages = ((await response?.json()) ?? []) as { type: string; webSocketDebuggerUrl: string }[];
    const page = pages.find(({ type }) => type === 'page');
    if (page) return page.webSocketDebuggerUrl;
    await wait(100);
  }
  throw new Error('Chromium did not start');
}

async function end(browser: ChildProcess): Promise<void> {
  if (browser.pid === undefined || browser.exitCode !== null) return;
  const ended = once(browser, 'exit');
  process.kill(-browser.pid, 'SIGKILL');
  await ended;
}
