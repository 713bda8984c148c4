import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { InboundCallback } from '../../src/provider/contract.js';

/** Takes call-backs as the gateway does, and hands them over one by one. */
export class CallbackReceiver {
  private readonly waiting: AsyncIterableIterator<InboundCallback[]>;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    this.waiting = on(server, 'callback') as AsyncIterableIterator<InboundCallback[]>;
  }

  static async listen(): Promise<CallbackReceiver> {
    const server = createServer();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void take(server, request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CallbackReceiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/x`);
  }

  /** The next one, in the order in which they came. */
  async next(): Promise<InboundCallback> {
    const { value } = await this.waiting.next();
    return (value as InboundCallback[])[0]!;
  }

  close(): void {
    this.server.close();
  }
}

async function take(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  response.writeHead(204).end();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  server.emit('callback', { method: request.method, path: request.url, headers, body });
}
