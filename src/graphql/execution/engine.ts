import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '../../shared/logger.js';
import { CompilingExecutor, run } from './compiled.js';
import type { RawResult } from './compiled.js';
import type { RequestContext } from '../context.js';
import { publishErrors } from '../errors.js';
import { compilingGateway } from './gateway.js';
import { HotDocuments } from './hot-documents.js';
import type { GraphQLParams, HotDocument } from './hot-documents.js';
import { refuseStrangers } from './introspection.js';
import { MAX_TOKENS, complexityRule } from './limits.js';

export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  readonly result: FormattedExecutionResult;
}

export interface EngineOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  /** Whether callers without credentials may introspect. */
  readonly openSchema: boolean;
}

/**
 * Apollo Server parses, checks and knows persisted queries; what it has let through a few times is compiled, and from
 * then on the same text runs without passing it again. So nothing may depend on Apollo's hooks at each request:
 * credentials and rates are checked before, in http.
 */
export class GraphQLEngine {
  readonly executor: CompilingExecutor;
  readonly hot = new HotDocuments();
  private readonly apollo: ApolloServer<RequestContext>;
  private readonly texts = new WeakMap<RawResult, string>();

  constructor(readonly options: EngineOptions) {
    this.executor = new CompilingExecutor(options.schema);
    this.apollo = new ApolloServer<RequestContext>({
      gateway: compilingGateway(this.executor),
      introspection: true,
      validationRules: [complexityRule],
      parseOptions: { maxTokens: MAX_TOKENS },
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      logger: apolloLog(options.log),
      // Errors leave the engine as they are: `publishErrors` knows for whom they are.
      formatError: (formatted, error) => (error instanceof Error ? error : formatted),
      plugins: [
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        ApolloServerPluginUsageReportingDisabled(),
        ApolloServerPluginLandingPageLocalDefault({ footer: false, includeCookies: false }),
        this.hot.fill(this.executor),
        ...(options.openSchema ? [] : [refuseStrangers]),
      ],
    });
  }

  start(): Promise<void> {
    return this.apollo.start();
  }
  stop(): Promise<void> {
    return this.apollo.stop();
  }

  /** Runs a query or a mutation; a query only where it came by GET. Whatever the request did wrong is in the answer. */
  execute(params: GraphQLParams, context: RequestContext, method: 'GET' | 'POST' = 'POST'): Promise<Answer> {
    const hot = method === 'POST' ? this.hot.find(params) : undefined;
    return hot ? this.executeHot(hot, params, context) : this.executeByApollo(params, context, method);
  }

  /** What is shown of a result: its errors are made public. */
  publish({ data, errors }: RawResult, context: RequestContext): Answer {
    if (!errors?.length) return { status: 200, result: { data: data ?? null } };
    const published = publishErrors(errors, context, this.options.log);
    const result = { errors: published.errors, ...(data !== undefined && { data }) };
    return { status: data ? 200 : published.status, result };
  }

  /** What is shown of a result as JSON: written once, however many are shown it. Errors are for one caller alone. */
  textOf(result: RawResult, context: RequestContext): string {
    if (result.errors?.length) return JSON.stringify(this.publish(result, context).result);
    let text = this.texts.get(result);
    if (text === undefined) this.texts.set(result, (text = JSON.stringify(this.publish(result, context).result)));
    return text;
  }

  /** Apollo Sandbox, for browsers. */
  async landingPage(): Promise<string> {
    const headers = new HeaderMap([['accept', 'text/html']]);
    const { body } = await this.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'GET', headers, search: '', body: undefined },
      context: () => Promise.reject(new Error('A page has no context')),
    });
    if (body.kind !== 'complete') throw new Error('The landing page came in pieces');
    return body.string;
  }

  private async executeHot(hot: HotDocument, params: GraphQLParams, context: RequestContext): Promise<Answer> {
    const variables = params.variables ?? {};
    const result = await run(hot.query, variables, context);
    if (result.data !== undefined) return this.publish(result, context);
    return this.publish(await this.executor.refuse(hot.document, params.operationName, variables, context), context);
  }

  private async executeByApollo(
    { query, operationName, variables, extensions }: GraphQLParams,
    contextValue: RequestContext,
    method: string,
  ): Promise<Answer> {
    const request = {
      ...(query !== undefined && { query }),
      ...(operationName !== undefined && { operationName }),
      ...(variables && { variables }),
      ...(extensions && { extensions }),
      http: { method, headers: new HeaderMap(), search: '', body: undefined },
    };
    const { body } = await this.apollo.executeOperation(request, { contextValue });
    if (body.kind !== 'single') throw new Error('Incremental delivery is not offered');
    return this.publish(body.singleResult, contextValue);
  }
}

/** Apollo logs texts that may quote an error: what comes before the quotation is kept. */
function apolloLog(log: Logger) {
  const words = (message: unknown): string => `Apollo Server: ${String(message).split(':')[0] ?? ''}`;
  return {
    debug: (message?: unknown) => log.debug({}, words(message)),
    info: (message?: unknown) => log.debug({}, words(message)),
    warn: (message?: unknown) => log.warn({}, words(message)),
    error: (message?: unknown) => log.error({}, words(message)),
  };
}
