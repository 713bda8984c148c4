/**
 * One event told to many subscribers of one process, as a ratio to sending the same bytes over the same number of sockets
 * by hand. Run: npx tsx bench/fanout.ts [subscribers] [rounds]
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { Gateway, operator } from '../test/support/gateway.js';
import * as api from '../test/support/generated/operations.js';

const subscribers = Number(process.argv[2] ?? 5000);
const rounds = Number(process.argv[3] ?? 9);
const WARM_UP = 3;
const OPENED_AT_ONCE = 200;
const SETTLING_MILLISECONDS = 2000;
const PATIENCE_MILLISECONDS = 60_000;
const EVENTS = 'subscription { sessionUpdated { cursor event session { id status } } }';

/** Sockets that each wait for one message a round. */
class Audience {
  private heard = 0;
  private allHeard: () => void = () => undefined;
  /** The last message, for whoever wants to say the same. */
  text = '';

  private constructor(private readonly sockets: readonly WebSocket[]) {
    for (const socket of sockets)
      socket.on('message', (message) => {
        if (!Buffer.isBuffer(message)) return;
        this.text = message.toString();
        this.heard += 1;
        if (this.heard === this.sockets.length) this.allHeard();
      });
  }

  static async of(open: () => Promise<WebSocket>): Promise<Audience> {
    const sockets: WebSocket[] = [];
    while (sockets.length < subscribers)
      sockets.push(
        ...(await Promise.all(Array.from({ length: Math.min(OPENED_AT_ONCE, subscribers - sockets.length) }, open))),
      );
    return new Audience(sockets);
  }

  /** What it takes until all have heard what is said. */
  tell(say: () => Promise<void>): Promise<Taken> {
    return taken(async () => {
      const all = this.hearing();
      await say();
      await all;
    });
  }

  end(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private hearing(): Promise<void> {
    this.heard = 0;
    return new Promise((resolve, reject) => {
      const tooLate = () => reject(new Error(`only ${this.heard} of ${this.sockets.length} heard`));
      const patience = setTimeout(tooLate, PATIENCE_MILLISECONDS);
      this.allHeard = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }
}

async function connect(url: string, protocol?: string): Promise<WebSocket> {
  const socket = new WebSocket(url, protocol);
  await once(socket, 'open');
  return socket;
}

async function follow(url: string): Promise<WebSocket> {
  const socket = await connect(url, 'graphql-transport-ws');
  socket.send(JSON.stringify({ type: 'connection_init', payload: operator }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS } }));
  return socket;
}

/** Milliseconds on the clock, and of the processor: these do not know how busy the machine is otherwise. */
interface Taken {
  readonly clock: number;
  readonly processor: number;
}
async function taken(work: () => Promise<void>): Promise<Taken> {
  const clocks: number[] = [];
  const processors: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    if (round < 0) continue;
    clocks.push(performance.now() - start);
    processors.push((user + system) / 1000);
  }
  return { clock: median(clocks), processor: median(processors) };
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const gateway = await Gateway.start();
const create = async () => void (await gateway.get(api.CreateSessionDocument, { input: {} }, operator));
const followers = await Audience.of(() => follow(`${gateway.address.replace('http', 'ws')}/graphql`));
await wait(SETTLING_MILLISECONDS); // until the last of them follows
const all = await followers.tell(create);
followers.end();
const change = await taken(create);
await gateway.close();

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const listeners = await Audience.of(() => connect(`ws://127.0.0.1:${port}`));
const raw = await listeners.tell(async () => {
  for (const socket of server.clients) socket.send(followers.text);
});
for (const socket of server.clients) socket.terminate();
server.close();

process.stdout.write(
  `one event to ${subscribers} subscribers: ${all.clock.toFixed(0)} ms with the change itself ` +
    `(${change.clock.toFixed(0)} ms), ${raw.clock.toFixed(0)} ms sent by hand; ratio of the processor's time ` +
    `${((all.processor - change.processor) / raw.processor).toFixed(2)} (medians of ${rounds})\n`,
);
