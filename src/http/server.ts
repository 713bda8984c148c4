import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import helmet from '@fastify/helmet';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLEngine } from '../graphql/execution/engine.js';
import { extensionsOf } from '../graphql/errors.js';
import { DomainError } from '../shared/errors.js';
import { callbackRoutes } from './callback-routes.js';
import { captureRoutes } from './capture-routes.js';
import { downloadRoutes } from './download-routes.js';
import { GraphQLEndpoint } from './endpoint.js';
import { EventStreams } from './event-stream.js';
import { explorerRoutes } from './explorer-routes.js';
import { Metrics } from './metrics.js';
import { DEFAULT_LIMITS } from './options.js';
import type { HttpOptions } from './options.js';
import { RateLimit } from './rate-limit.js';
import { traceIdOf } from './request/caller.js';
import { prefersHtml } from './request/media-type.js';
import { plainStatus } from './request/refusal.js';
import { serviceRoutes } from './service-routes.js';
import { socketProtocol } from './socket-operations.js';
import { WebSockets } from './websocket.js';

export interface HttpServer {
  /** Starts to serve. @throws Error as Node has it (EADDRINUSE, EACCES) */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Stops to accept, lets requests end, tells WebSockets to come back later. */
  close(): Promise<void>;
}

/** Everything that is served over HTTP: `/graphql` by the endpoint and the WebSockets, the rest by fastify. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const metrics = new Metrics(() => options.countJobs(), options.counted ?? []);
  const rates = new RateLimit(limits, options.redis);
  const engine = new GraphQLEngine({ schema: options.schema, log: options.log, openSchema: !options.isProduction });
  await engine.start();
  const endpoint = new GraphQLEndpoint(engine, options, limits, rates, metrics);
  const sockets = new WebSockets(socketProtocol(engine, rates, limits), options, limits, metrics);
  const streams = new EventStreams(engine, options, limits, rates, metrics);

  let closing = false;
  let server: Server | undefined;
  const app = fastify({
    serverFactory(routes) {
      server = newServer((request, response) => {
        if (closing) response.setHeader('connection', 'close');
        if (isForEndpoint(request)) void endpoint.handle(request, response);
        else if (pathOf(request) === '/graphql/stream') void streams.handle(request, response);
        else routes(request, response);
      }, sockets);
      return server;
    },
    genReqId: ({ headers }) => traceIdOf(headers),
    bodyLimit: limits.bodySize,
    routerOptions: { maxParamLength: 1000 }, // the token of a download link
  });
  await app.register(helmet, { frameguard: { action: 'deny' } });
  observe(app, options, metrics);
  serviceRoutes(app, options, metrics, () => closing);
  explorerRoutes(app, options, engine);
  downloadRoutes(app, options);
  captureRoutes(app);
  callbackRoutes(app, options);

  return {
    async listen(port, host) {
      await app.listen({ port, host });
      const address = server?.address();
      if (typeof address !== 'object' || !address) throw new Error('The server listens at no port');
      return address;
    },
    async close() {
      closing = true;
      const sendAway = () => {
        sockets.close();
        streams.close();
      };
      const patience = setTimeout(() => {
        sockets.terminate();
        server?.closeAllConnections();
      }, limits.drain);
      sendAway();
      await wait(limits.farewell);
      sendAway();
      await app.close();
      clearTimeout(patience);
      await engine.stop();
    },
  };
}

const pathOf = ({ url }: IncomingMessage): string | undefined => url?.split('?', 1)[0];

/** Pages for browsers stand at the same address. */
const isForEndpoint = (request: IncomingMessage): boolean =>
  pathOf(request) === '/graphql' && !(request.method === 'GET' && prefersHtml(request.headers));

function newServer(listener: RequestListener, sockets: WebSockets): Server {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 72_000 }, listener);
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy());
    if (pathOf(request) === '/graphql') sockets.upgrade(request, connection, head);
    else connection.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  return server;
}

/** Names every request, counts it, and answers its failure. */
function observe(app: FastifyInstance, { log }: HttpOptions, metrics: Metrics): void {
  app.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-trace-id', id);
  });
  app.addHook('onResponse', async ({ routeOptions }, reply) => {
    metrics.request(routeOptions.url ?? 'unknown', reply.statusCode, performance.now() - reply.elapsedTime);
  });
  app.setNotFoundHandler(() => {
    throw new DomainError('NOT_FOUND', { message: 'There is nothing at this address.' });
  });
  app.setErrorHandler((error, { id }, reply) => {
    const refusal = refusalOf(error);
    if (!refusal) log.error({ traceId: id, err: error }, 'A request failed');
    const shown = refusal ?? new DomainError('INTERNAL_SERVER_ERROR');
    const { retryAfter } = shown.details;
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    void reply.code(plainStatus(shown)).send({ error: { message: shown.message, ...extensionsOf(shown, id) } });
  });
}

/** What the caller did wrong; undefined for a fault of ours. */
function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status !== 'number' || status >= 500) return undefined;
  return new DomainError(status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST');
}
