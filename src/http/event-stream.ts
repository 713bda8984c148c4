import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { GraphQLEngine } from '../graphql/execution/engine.js';
import type { GraphQLParams } from '../graphql/execution/hot-documents.js';
import { DocumentChecks, subscribe } from '../graphql/execution/subscription.js';
import { extensionsOf } from '../graphql/errors.js';
import { DomainError } from '../shared/errors.js';
import { mapEach } from '../shared/stream.js';
import type { Metrics } from './metrics.js';
import type { HttpLimits, HttpOptions } from './options.js';
import type { RateLimit } from './rate-limit.js';
import { readText } from './request/body.js';
import { credentialsOf, originReader, traceIdOf } from './request/caller.js';
import { bodyType } from './request/media-type.js';
import { paramsOfJson, paramsOfSearch } from './request/params.js';
import { HttpRefusal, plainStatus } from './request/refusal.js';
import { SocketCaller } from './socket-caller.js';

/** What one stream shows, a result at a time. */
type Results = AsyncIterable<object>;

/**
 * Operations as server-sent events at `/graphql/stream`, for those behind proxies that let no WebSocket through: the
 * GraphQL over SSE protocol with distinct connections. A client that reads slowly is waited for: its events wait in the
 * log, where a queue in memory would grow.
 */
export class EventStreams {
  private readonly open = new Set<ServerResponse>();
  private readonly originOf: ReturnType<typeof originReader>;
  private readonly checks: DocumentChecks;

  constructor(
    private readonly engine: GraphQLEngine,
    private readonly options: HttpOptions,
    private readonly limits: HttpLimits,
    private readonly rates: RateLimit,
    private readonly metrics: Metrics,
  ) {
    this.originOf = originReader(options.trustedProxies ?? []);
    this.checks = new DocumentChecks(engine.options.schema, engine.options.openSchema);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const traceId = traceIdOf(request.headers);
    const end = () => response.end();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { recheck } = this.limits;
    const caller = new SocketCaller(this.options, recheck, this.originOf(request), request.headers, traceId, end);
    response.setHeader('x-trace-id', traceId);
    this.open.add(response);
    try {
      await this.admit(caller, request);
      const results = await this.resultsOf(await this.paramsOf(request), caller, request.method);
      await this.send(response, results, gone.signal);
    } catch (error) {
      this.refuse(response, traceId, error);
    } finally {
      this.open.delete(response);
      caller.forget();
      this.metrics.request('/graphql/stream', response.statusCode, start);
    }
  }

  /** Ends every stream; clients come back by themselves, to whoever serves then. */
  close(): void {
    for (const response of this.open) response.end();
  }

  private async admit(caller: SocketCaller, { headers }: IncomingMessage): Promise<void> {
    if (this.open.size > this.limits.sockets)
      throw new DomainError('RATE_LIMITED', { message: 'Too many streams.', retryAfter: 5 });
    const { authorization, clientId } = credentialsOf(headers);
    await caller.prove({ authorization, 'x-client-id': clientId });
    const { principal, origin } = caller.context();
    await this.rates.count(principal, origin);
  }

  private async paramsOf(request: IncomingMessage): Promise<GraphQLParams> {
    const { method, url, headers } = request;
    if (method === 'GET') return paramsOfSearch(url?.split('?', 2)[1] ?? '');
    if (method !== 'POST') throw new HttpRefusal(405, 'Use GET or POST');
    if (bodyType(headers) !== 'json') throw new HttpRefusal(415, 'Use application/json');
    return paramsOfJson(await readText(request, this.limits.bodySize));
  }

  /** What a document that does not fit is refused with is a result of the stream, as the protocol has it. */
  private async resultsOf(params: GraphQLParams, caller: SocketCaller, method = 'GET'): Promise<Results> {
    const contextValue = caller.context();
    const { operationName, variables: variableValues } = params;
    const checked = this.checks.check(params.query ?? '', contextValue.principal);
    if ('errors' in checked) return single(this.engine.publish({ errors: checked.errors }, contextValue).result);
    const { document } = checked;
    if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION)
      return single((await this.engine.execute(params, contextValue, method === 'POST' ? 'POST' : 'GET')).result);
    const { executor, options } = this.engine;
    const args = { schema: options.schema, document, contextValue };
    const results = await subscribe(executor, {
      ...args,
      ...(operationName === undefined ? {} : { operationName }),
      ...(variableValues ? { variableValues } : {}),
    });
    if (!(Symbol.asyncIterator in results)) return single(this.engine.publish(results, contextValue).result);
    return mapEach(results, async (result) => this.engine.publish(result, caller.context()).result);
  }

  /** @param gone once the client is, which may be before anything is sent */
  private async send(response: ServerResponse, results: Results, gone: AbortSignal): Promise<void> {
    const iterator = results[Symbol.asyncIterator]();
    const leave = () => void iterator.return?.();
    if (gone.aborted) return leave();
    gone.addEventListener('abort', leave);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write(':\n\n');
    const keepAlive = setInterval(() => response.writableEnded || response.write(':\n\n'), this.limits.keepAlive);
    try {
      for (let next = await iterator.next(); !next.done && !response.writableEnded; next = await iterator.next())
        if (!response.write(`event: next\ndata: ${JSON.stringify(next.value)}\n\n`)) await this.drained(response, gone);
      if (!response.writableEnded) response.end('event: complete\ndata:\n\n');
    } finally {
      clearInterval(keepAlive);
      gone.removeEventListener('abort', leave);
      if (!gone.aborted) leave();
    }
  }

  /** Who reads nothing for long is let go, and resumes by the last cursor that it has. */
  private async drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
    const tooSlow = setTimeout(() => response.destroy(), this.limits.slowReader);
    await once(response, 'drain', { signal: gone }).catch(() => undefined);
    clearTimeout(tooSlow);
  }

  private refuse(response: ServerResponse, traceId: string, error: unknown): void {
    const shown = error instanceof DomainError ? error : new DomainError('INTERNAL_SERVER_ERROR');
    if (shown !== error) this.options.log.error({ traceId, err: error }, 'A stream failed');
    if (response.headersSent) return void response.destroy();
    const { retryAfter } = shown.details;
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.writeHead(plainStatus(shown), { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ errors: [{ message: shown.message, extensions: extensionsOf(shown, traceId) }] }));
    return undefined;
  }
}

async function* single(result: object): AsyncGenerator<object> {
  yield result;
}
