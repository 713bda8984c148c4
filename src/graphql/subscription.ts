import {
  GraphQLError,
  OperationTypeNode,
  createSourceEventStream,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../shared/errors.js';
import type { ErrorCode } from '../shared/errors.js';
import { run } from './compiled.js';
import type { RequestContext } from './context.js';
import type { Answer, GraphQLEngine } from './engine.js';
import type { RawError } from './errors.js';
import type { GraphQLParams } from './hot-documents.js';
import { introspects, strangersRefusal } from './introspection.js';
import { MAX_TOKENS, complexityRule } from './limits.js';
import { variablesError } from './variables.js';

/** A document as it was checked: either it fits, or it is refused. */
type Checked = { readonly document: DocumentNode } | { readonly errors: readonly RawError[] };

/** Runs operations that came over a lasting connection: subscriptions, and whatever else is sent there. */
export class SubscribingEngine {
  private readonly checked = new LRUCache<string, Checked>({ max: 500 });

  constructor(private readonly engine: GraphQLEngine) {}

  /** One answer, or a stream of them that ends when the source ends or `return` is called. */
  async run(params: GraphQLParams, context: RequestContext): Promise<Answer | AsyncIterableIterator<Answer>> {
    const { query, operationName } = params;
    if (query === undefined) return this.engine.execute(params, context);
    const checked = this.check(query);
    if ('errors' in checked) return this.engine.publish(checked, context);
    const operation = getOperationAST(checked.document, operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return this.engine.execute(params, context);
    return this.subscribe(checked.document, params, context);
  }

  private async subscribe(
    document: DocumentNode,
    { operationName, variables = {} }: GraphQLParams,
    contextValue: RequestContext,
  ): Promise<Answer | AsyncIterableIterator<Answer>> {
    const { executor, options } = this.engine;
    if (!options.openSchema && !contextValue.principal && introspects(document))
      return this.engine.publish({ errors: [strangersRefusal()] }, contextValue);
    const query = executor.compile(document, operationName);
    const source = await createSourceEventStream({
      schema: options.schema,
      document,
      contextValue,
      variableValues: variables,
      operationName: operationName ?? null,
    });
    if (!(Symbol.asyncIterator in source)) {
      const error = variablesError(options.schema, document, operationName, variables);
      return this.engine.publish(error ? { errors: [error] } : source, contextValue);
    }
    if (!query) throw new Error('This subscription cannot be compiled');
    return mapEach(source[Symbol.asyncIterator](), (event) => this.answer(query, event, variables, contextValue));
  }

  /** Every event has a context of its own, or its loaders would answer with what they saw at the first. */
  private async answer(
    query: CompiledQuery,
    event: unknown,
    variables: Readonly<Record<string, unknown>>,
    context: RequestContext,
  ): Promise<Answer> {
    const ownContext = { ...context };
    return this.engine.publish(await run(query, variables, ownContext, event), ownContext);
  }

  private check(text: string): Checked {
    let checked = this.checked.get(text);
    if (!checked) this.checked.set(text, (checked = check(this.engine.options.schema, text)));
    return checked;
  }
}

function check(schema: GraphQLSchema, text: string): Checked {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document, [...specifiedRules, complexityRule]);
  return errors.length > 0
    ? { errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) }
    : { document };
}

const coded = (error: GraphQLError, code: ErrorCode): RawError =>
  error.originalError instanceof DomainError
    ? error
    : { message: error.message, locations: error.locations, extensions: { code } };

/** Unlike an async generator it passes `return` on at once, even while it waits for the next event. */
function mapEach<From, To>(source: AsyncIterator<From>, map: (value: From) => Promise<To>): AsyncIterableIterator<To> {
  const mapped = async (result: IteratorResult<From>): Promise<IteratorResult<To>> =>
    result.done ? { done: true, value: undefined } : { done: false, value: await map(result.value) };
  return {
    next: async () => mapped(await source.next()),
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      await source.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
