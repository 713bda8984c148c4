/**
 * One event told to many subscribers of one process, as a ratio to sending the same bytes over the same number of sockets
 * by hand. Run: npx tsx bench/fanout.ts [subscribers] [rounds]
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { Gateway, operator } from '../test/support/gateway.js';
import * as api from '../test/support/generated/operations.js';

const subscribers = Number(process.argv[2] ?? 5000);
const rounds = Number(process.argv[3] ?? 5);
const WARM_UP = 2;
const EVENTS = 'subscription { sessionUpdated { cursor event session { id status } } }';

/** Sockets that each wait for one message a round. */
class Audience {
  private heard = 0;
  private allHeard: () => void = () => undefined;
  /** The last message, for whoever wants to say the same. */
  text = '';

  constructor(private readonly sockets: readonly WebSocket[]) {
    for (const socket of sockets)
      socket.on('message', (message) => {
        if (!Buffer.isBuffer(message)) return;
        const text = message.toString();
        if (text.includes('"type":"ping"') || text.includes('"type":"connection_ack"')) return;
        this.text = text;
        this.heard += 1;
        if (this.heard === this.sockets.length) this.allHeard();
      });
  }

  /** Milliseconds until all have heard what is said. */
  async timeToAll(say: () => Promise<void>): Promise<number> {
    this.heard = 0;
    const all = new Promise<void>((resolve) => (this.allHeard = resolve));
    const start = performance.now();
    await say();
    await all;
    return performance.now() - start;
  }

  end(): void {
    for (const socket of this.sockets) socket.terminate();
  }
}

async function connectAll(url: string, protocol?: string): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < subscribers) {
    const some = Array.from(
      { length: Math.min(200, subscribers - sockets.length) },
      () => new WebSocket(url, protocol),
    );
    await Promise.all(some.map((socket) => once(socket, 'open')));
    sockets.push(...some);
  }
  return sockets;
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const gateway = await Gateway.start();
const following = await connectAll(`${gateway.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
for (const socket of following) {
  socket.send(JSON.stringify({ type: 'connection_init', payload: operator }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS } }));
}
const followers = new Audience(following);
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const listeners = new Audience(await connectAll(`ws://127.0.0.1:${port}`));

const create = async () => void (await gateway.get(api.CreateSessionDocument, { input: {} }, operator));
const sendByHand = async () => {
  for (const socket of server.clients) socket.send(followers.text);
};
const told: number[] = [];
const sent: number[] = [];
const alone: number[] = [];
for (let round = -WARM_UP; round < rounds; round++) {
  const all = await followers.timeToAll(create);
  const raw = await listeners.timeToAll(sendByHand);
  if (round < 0) continue;
  told.push(all);
  sent.push(raw);
}
followers.end();
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  await create();
  alone.push(performance.now() - start);
}
const [all, raw, change] = [median(told), median(sent), median(alone)];
process.stdout.write(
  `one event to ${subscribers} subscribers: ${all.toFixed(0)} ms with the change itself (${change.toFixed(0)} ms), ` +
    `${raw.toFixed(0)} ms sent by hand; ratio ${((all - change) / raw).toFixed(2)} (medians of ${rounds})\n`,
);
listeners.end();
server.close();
await gateway.close();
