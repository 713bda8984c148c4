import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export const AUTHORIZED = { Authorization: 'Bearer sk_test_library', 'X-Client-Id': 'c1' };
export const COUNTDOWN = 'subscription ($from: Int!) { countdown(from: $from) }';

export const init = (payload?: unknown) => ({ type: 'connection_init', payload });
export const subscribe = (id: string, query: string, variables?: object) => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
});

/** The WebSockets of a test, which end with it. */
export class TestSockets {
  private readonly ends: (() => unknown)[] = [];

  async end(): Promise<void> {
    for (const end of this.ends.splice(0)) await end();
  }

  /** A client as applications have it, but one that does not come back. */
  client(url: string, connectionParams: Record<string, unknown> = AUTHORIZED) {
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
    this.ends.push(() => client.dispose());
    return client;
  }

  /** A bare socket, to say what no client would. */
  async open(url: string, protocol = 'graphql-transport-ws') {
    const opened = new WebSocket(url, protocol);
    const received: { type: string; id?: string; payload?: unknown }[] = [];
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      opened.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    opened.on('message', (data: Buffer) => received.push(JSON.parse(data.toString()) as (typeof received)[number]));
    this.ends.push(() => opened.terminate());
    await new Promise((resolve, reject) => opened.once('open', resolve).once('error', reject));
    const send = (message: unknown) => opened.send(typeof message === 'string' ? message : JSON.stringify(message));
    const types = () => received.map(({ type }) => type);
    return { opened, received, closed, send, types };
  }
}
