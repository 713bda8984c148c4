import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import type { Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { DomainError } from '../shared/errors.js';
import type { Metrics } from './metrics.js';
import type { HttpLimits, HttpOptions } from './options.js';
import { originReader, traceIdOf } from './request/caller.js';
import { SocketCaller } from './socket-caller.js';
import type { SocketExtra } from './socket-operations.js';

/** Codes with which clients come back by themselves; most of the others stop them for good. */
const COME_BACK = { restart: 1012, later: 1013, tooSlow: 4503 };
const LARGEST_MESSAGE = 256 * 1024;
/** Bytes that may wait for a slow client. */
const MOST_WAITING = 4 * 1024 * 1024;
/** Bytes that wait for anybody. */
const LITTLE = 64 * 1024;

/** The WebSockets of `/graphql` (subprotocol graphql-transport-ws). */
export class WebSockets {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, handleProtocols });
  private readonly originOf: ReturnType<typeof originReader>;

  constructor(
    private readonly protocol: Server<SocketExtra>,
    private readonly options: HttpOptions,
    private readonly limits: HttpLimits,
    private readonly metrics: Metrics,
  ) {
    this.originOf = originReader(options.trustedProxies ?? []);
  }

  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    if (this.server.clients.size >= this.limits.sockets) {
      connection.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, connection, head, (socket) => this.open(socket, request));
  }

  /** Tells all clients to come back later, to whoever serves then. */
  close(): void {
    for (const socket of this.server.clients) socket.close(COME_BACK.restart, 'Restarting');
  }
  /** Ends what did not answer. */
  terminate(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  private open(socket: WebSocket, request: IncomingMessage): void {
    const { headers } = request;
    const traceId = traceIdOf(headers);
    const refused = () => socket.close(CloseCode.Forbidden, 'Credentials have ended');
    const { recheck } = this.limits;
    const origin = this.originOf(request);
    const caller = new SocketCaller(this.options, recheck, origin, headers, traceId, refused);
    const closed = this.protocol.opened(this.adapt(socket, traceId), {
      caller,
      send: (text) => this.send(socket, text),
    });
    const keepAlive = keepAlivePings(socket, this.limits.keepAlive);
    this.metrics.socketsOpen.inc();
    socket.on('error', () => socket.terminate()); // broken frames and connections: nothing to say to them
    socket.once('close', (code, reason) => {
      this.metrics.socketsOpen.dec();
      clearInterval(keepAlive);
      caller.forget();
      closed(code, reason.toString()).catch((error: unknown) => this.log(traceId, error));
    });
  }

  /** What the protocol needs of a socket. */
  private adapt(socket: WebSocket, traceId: string) {
    return {
      protocol: socket.protocol,
      close: (code?: number, reason?: string) => socket.close(code, reason),
      send: async (text: string) => this.send(socket, text),
      onMessage: (receive: (text: string) => Promise<void>) => {
        socket.on('message', (message) => {
          if (!Buffer.isBuffer(message)) return; // ws gives nothing else as long as `binaryType` is left alone
          receive(message.toString()).catch((error: unknown) => this.fail(socket, traceId, error));
        });
      },
    };
  }

  /** A subscription waits for a client that reads slowly: its events wait in the log, and not here. */
  private send(socket: WebSocket, text: string): Promise<undefined> | undefined {
    const waiting = socket.bufferedAmount;
    if (waiting > MOST_WAITING) socket.close(COME_BACK.tooSlow, 'Too slow: come back');
    if (socket.readyState !== socket.OPEN) return undefined;
    if (waiting > LITTLE) return new Promise((resolve) => socket.send(text, () => resolve(undefined)));
    socket.send(text);
    return undefined;
  }

  private fail(socket: WebSocket, traceId: string, error: unknown): void {
    if (error instanceof DomainError && error.code === 'UNAUTHENTICATED')
      return socket.close(CloseCode.Unauthorized, 'Unauthorized');
    if (!(error instanceof DomainError)) this.log(traceId, error);
    return socket.close(COME_BACK.later, 'Try again later');
  }

  private log(traceId: string, error: unknown): void {
    this.options.log.error({ traceId, err: error }, 'A WebSocket failed');
  }
}

/** Pings, and ends a connection whose other end did not answer the last one. */
function keepAlivePings(socket: WebSocket, interval: number): NodeJS.Timeout {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    return socket.ping();
  }, interval);
}
