import { GraphQLError, createSourceEventStream, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../shared/errors.js';
import type { ErrorCode } from '../../shared/errors.js';
import { mapEach } from '../../shared/stream.js';
import { asExecutionResult, run } from './compiled.js';
import type { CompilingExecutor } from './compiled.js';
import type { RequestContext } from '../context.js';
import { introspects, strangersRefusal } from './introspection.js';
import { MAX_TOKENS, complexityRule } from './limits.js';
import { sharedResults } from './shared-results.js';
import { variablesError } from './variables.js';

/** A document as it was checked: it fits, or it is refused. */
export type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Checks the documents that come over a lasting connection as the engine checks the others, each text once. */
export class DocumentChecks {
  private readonly checked = new LRUCache<string, Checked>({ max: 500 });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly openSchema: boolean,
  ) {}

  check(text: string, principal: object | undefined): Checked {
    let checked = this.checked.get(text);
    if (!checked) this.checked.set(text, (checked = check(this.schema, text)));
    const stranger = !principal && !this.openSchema && 'document' in checked && introspects(checked.document);
    return stranger ? { errors: [strangersRefusal()] } : checked;
  }
}

/** The results of a subscription: a stream that ends with its source or on `return`, or one result that refuses it. */
export async function subscribe(
  executor: CompilingExecutor,
  args: ExecutionArgs,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const operationName = args.operationName ?? undefined;
  const variables = args.variableValues ?? {};
  const query = executor.compile(args.document, operationName);
  if (!query) throw new Error('A subscription could not be compiled');
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) {
    const error = variablesError(executor.schema, args.document, operationName, variables);
    return error ? { errors: [error] } : source;
  }
  const context = args.contextValue;
  if (!isContext(context)) throw new Error('a subscription without a context');
  const share = sharedResults(args.document, operationName, variables, context.principal);
  return mapEach(source[Symbol.asyncIterator](), (event) =>
    // Every event has a context of its own, or its loaders would answer with what they saw at the first.
    share(event, async () => asExecutionResult(await run(query, variables, { ...context }, event))),
  );
}

function check(schema: GraphQLSchema, text: string): Checked {
  try {
    const document = parse(text, { maxTokens: MAX_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, complexityRule]);
    return errors.length > 0 ? { errors: errors.map(coded('GRAPHQL_VALIDATION_FAILED')) } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [coded('GRAPHQL_PARSE_FAILED')(error)] };
    if (!(error instanceof RangeError)) throw error;
    return { errors: [new GraphQLError(error.message, { originalError: error })] };
  }
}

const coded =
  (code: ErrorCode) =>
  (error: GraphQLError): GraphQLError =>
    error.originalError instanceof DomainError
      ? error
      : new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code } });

const isContext = (value: unknown): value is RequestContext =>
  typeof value === 'object' && value !== null && 'traceId' in value;
