import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from '../graphql/context.js';
import { extensionsOf } from '../graphql/errors.js';
import type { Answer, GraphQLEngine } from '../graphql/execution/engine.js';
import type { GraphQLParams } from '../graphql/execution/hot-documents.js';
import { DomainError } from '../shared/errors.js';
import type { Metrics } from './metrics.js';
import type { HttpLimits, HttpOptions } from './options.js';
import { isUnlimited, type RateLimit } from './rate-limit.js';
import { announcedBytes, readPast, readText } from './request/body.js';
import { credentialsOf, originReader, traceIdOf } from './request/caller.js';
import { bodyType, refusalType, responseType, statusFor } from './request/media-type.js';
import type { BodyType, ResponseType } from './request/media-type.js';
import { paramsOf, paramsOfJson, paramsOfSearch } from './request/params.js';
import { HttpRefusal } from './request/refusal.js';
import { Uploads, largestUpload } from './request/uploads.js';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly traceId: string;
}

/** `/graphql` by GET and POST, on node:http itself: nearly all that this server does, so it goes the short way. */
export class GraphQLEndpoint {
  private readonly uploads: Uploads;
  private readonly originOf: ReturnType<typeof originReader>;

  constructor(
    private readonly engine: GraphQLEngine,
    private readonly options: HttpOptions,
    private readonly limits: HttpLimits,
    private readonly rates: RateLimit,
    private readonly metrics: Metrics,
  ) {
    this.uploads = new Uploads(limits);
    this.originOf = originReader(options.trustedProxies ?? []);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const exchange = { request, response, traceId: traceIdOf(request.headers) };
    try {
      const status = await this.respond(exchange).catch((error: unknown) => this.refuse(exchange, error));
      this.metrics.request('/graphql', status, start);
    } catch (error) {
      this.options.log.error({ traceId: exchange.traceId, err: error }, 'An answer could not be sent');
      response.destroy();
    }
  }

  private async respond(exchange: Exchange): Promise<number> {
    const { headers, method } = exchange.request;
    if (method !== 'POST' && method !== 'GET') throw new HttpRefusal(405, 'Use GET or POST');
    const type = responseType(headers);
    const kind = method === 'POST' ? bodyType(headers) : 'none';
    const context = await this.contextOf(exchange);
    const params = await this.paramsOf(kind, exchange);
    const { result, status } = await this.engine.execute(params, context, method);
    return this.send(exchange, type, statusFor(status, headers, type), result);
  }

  /** Who asks is known before anything of the body is read. */
  private async contextOf({ request, traceId }: Exchange): Promise<RequestContext> {
    const { headers } = request;
    const origin = this.originOf(request);
    const principal = await this.options.authenticate(credentialsOf(headers)).catch(async (error: unknown) => {
      if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') await this.rates.count(undefined, origin);
      throw error;
    });
    if (!isUnlimited(principal)) await this.rates.count(principal, origin);
    return { principal, origin, traceId, headers };
  }

  private async paramsOf(kind: BodyType | 'none', { request, response }: Exchange): Promise<GraphQLParams> {
    if (kind === 'json') return paramsOfJson(await readText(request, this.limits.bodySize));
    if (kind === 'multipart') return paramsOf(await this.uploads.read(request, response));
    return paramsOfSearch(request.url?.split('?', 2)[1] ?? '');
  }

  private refuse(exchange: Exchange, error: unknown): Promise<number> {
    const { request, response, traceId } = exchange;
    if (!(error instanceof DomainError)) this.options.log.error({ traceId, err: error }, 'A request failed');
    const shown = error instanceof DomainError ? error : new DomainError('INTERNAL_SERVER_ERROR');
    const { retryAfter } = shown.details;
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    const result = { errors: [{ message: shown.message, extensions: extensionsOf(shown, traceId) }] };
    return this.send(exchange, refusalType(request.headers), shown.status, result);
  }

  private async send(
    { request, response, traceId }: Exchange,
    type: ResponseType,
    status: number,
    result: Answer['result'],
  ): Promise<number> {
    for (const { extensions } of result.errors ?? []) this.metrics.graphqlError(String(extensions?.['code']));
    if (!request.readableEnded) await this.leaveBody(request, response);
    if (status === 405) response.setHeader('allow', 'GET, POST');
    const body = JSON.stringify(result);
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-trace-id': traceId,
    });
    response.end(body);
    return status;
  }

  private leaveBody(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
    const most = largestUpload(this.limits);
    if ((announcedBytes(request) ?? 0) <= most) return readPast(request, most);
    response.setHeader('connection', 'close');
    return undefined;
  }
}
