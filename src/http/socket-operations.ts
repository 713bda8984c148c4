import { GraphQLError } from 'graphql';
import { makeServer } from 'graphql-ws';
import type { Context, Server, SubscribePayload } from 'graphql-ws';
import type { RequestContext } from '../graphql/context.js';
import type { RawResult } from '../graphql/execution/compiled.js';
import type { GraphQLEngine } from '../graphql/execution/engine.js';
import { DocumentChecks, subscribe } from '../graphql/execution/subscription.js';
import { DomainError } from '../shared/errors.js';
import { mapEach } from '../shared/stream.js';
import type { HttpLimits } from './options.js';
import type { RateLimit } from './rate-limit.js';
import type { SocketCaller } from './socket-caller.js';

export interface SocketExtra {
  readonly caller: SocketCaller;
  /** Undefined where more may be sent at once, or resolves when it may. */
  readonly send: (text: string) => Promise<undefined> | undefined;
}
type SocketContext = Context<Record<string, unknown>, SocketExtra>;

/** The protocol of the WebSockets: what they are sent is checked as over HTTP, and runs compiled. */
export function socketProtocol(engine: GraphQLEngine, rates: RateLimit, limits: HttpLimits): Server<SocketExtra> {
  const { executor } = engine;
  const { schema, openSchema } = engine.options;
  const checks = new DocumentChecks(schema, openSchema);

  async function prepare({ extra, subscriptions }: SocketContext, payload: SubscribePayload) {
    const context = extra.caller.context();
    const refused = await admit(rates, context, Object.keys(subscriptions).length > limits.operationsPerSocket);
    if (refused) return [refused];
    const checked = checks.check(payload.query, context.principal);
    if ('errors' in checked) return checked.errors;
    const { operationName, variables: variableValues } = payload;
    return { schema, document: checked.document, operationName, variableValues, contextValue: context };
  }

  /** The results of a subscription go out by themselves, and the protocol sees their end: many are told one text. */
  const tell = ({ caller, send }: SocketExtra, id: string, result: RawResult): Promise<undefined> | undefined =>
    send(`{"id":${JSON.stringify(id)},"type":"next","payload":${engine.textOf(result, caller.context())}}`);

  return makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: limits.keepAlive,
    onConnect: ({ connectionParams, extra }) => extra.caller.prove(connectionParams),
    onSubscribe: (context, _id, payload) => prepare(context, payload),
    execute: ({ document, operationName, variableValues, contextValue }) =>
      executor.execute(document, operationName ?? undefined, variableValues ?? {}, contextValue),
    subscribe: (args) => subscribe(executor, args),
    onOperation: ({ extra }, id, _payload, _args, results) =>
      Symbol.asyncIterator in results
        ? mapEach<RawResult, never>(results[Symbol.asyncIterator](), (result) => tell(extra, id, result))
        : undefined,
    onNext: ({ extra }, _id, _payload, _args, result) => engine.publish(result, extra.caller.context()).result,
    onError: ({ extra }, _id, _payload, errors) => engine.publish({ errors }, extra.caller.context()).result.errors,
  });
}

async function admit(rates: RateLimit, context: RequestContext, tooMany: boolean): Promise<GraphQLError | undefined> {
  const message = 'Too many operations at once on this connection.';
  try {
    if (tooMany) throw new DomainError('RATE_LIMITED', { message });
    await rates.count(context.principal, context.origin);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return new GraphQLError(error.message, { originalError: error });
  }
}
