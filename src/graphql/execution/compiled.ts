import { GraphQLError, execute } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { CompiledQuery } from 'graphql-jit';
import type { RawError } from '../errors.js';
import { variablesError } from './variables.js';
import type { Variables } from './variables.js';

/** To compile takes about half a millisecond: a document earns it by its third use. */
const USES_BEFORE_COMPILING = 2;

export interface RawResult {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly RawError[] | undefined;
}

interface Prepared {
  uses: number;
  /** By operation name; undefined where graphql-jit cannot compile it. */
  readonly compiled: Map<string, CompiledQuery | undefined>;
}

/** Executes validated documents, those in use by compiled functions. */
export class CompilingExecutor {
  private readonly prepared = new WeakMap<DocumentNode, Prepared>();

  constructor(readonly schema: GraphQLSchema) {}

  /** The compiled function of a document that has earned one. */
  compiled(document: DocumentNode, operationName: string | undefined): CompiledQuery | undefined {
    return this.prepared.get(document)?.compiled.get(operationName ?? '');
  }

  /** Compiles now, for what is known to run often. */
  compile(document: DocumentNode, operationName: string | undefined): CompiledQuery | undefined {
    const { compiled } = this.preparedOf(document);
    const name = operationName ?? '';
    if (!compiled.has(name)) {
      const query = compileQuery(this.schema, document, name, { disablingCapturingStackErrors: true });
      compiled.set(name, isCompiledQuery(query) ? query : undefined);
    }
    return compiled.get(name);
  }

  async execute(
    document: DocumentNode,
    operationName: string | undefined,
    variables: Variables,
    context: unknown,
  ): Promise<ExecutionResult> {
    const prepared = this.preparedOf(document);
    const query = prepared.uses++ < USES_BEFORE_COMPILING ? undefined : this.compile(document, operationName);
    const result = query
      ? asExecutionResult(await run(query, variables, context))
      : await this.interpret(document, operationName, variables, context);
    return result.data === undefined ? this.refuse(document, operationName, variables, context) : result;
  }

  /** Nothing ran: says what is wrong with the variables, or whatever else graphql-js finds. */
  async refuse(
    document: DocumentNode,
    operationName: string | undefined,
    variables: Variables,
    context: unknown,
  ): Promise<ExecutionResult> {
    const error = variablesError(this.schema, document, operationName, variables);
    return error ? { errors: [error] } : this.interpret(document, operationName, variables, context);
  }

  private interpret(
    document: DocumentNode,
    operationName: string | undefined,
    variableValues: Variables,
    contextValue: unknown,
  ): ExecutionResult | Promise<ExecutionResult> {
    return execute({
      schema: this.schema,
      document,
      operationName: operationName ?? null,
      variableValues,
      contextValue,
    });
  }

  private preparedOf(document: DocumentNode): Prepared {
    let prepared = this.prepared.get(document);
    if (!prepared) this.prepared.set(document, (prepared = { uses: 0, compiled: new Map() }));
    return prepared;
  }
}

/** Runs a compiled query; `data` is undefined where its variables were refused and nothing ran. */
export const run = (
  query: CompiledQuery,
  variables: Variables,
  context: unknown,
  root?: unknown,
): RawResult | Promise<RawResult> => query.query(root, context, variables);

/** As graphql-js has it: compiled queries report errors of a class of their own. */
export const asExecutionResult = ({ data, errors }: RawResult): ExecutionResult => ({
  ...(data !== undefined && { data }),
  ...(errors && { errors: errors.map(asGraphQLError) }),
});

function asGraphQLError({ message, path, locations, originalError, extensions }: RawError): GraphQLError {
  const error = new GraphQLError(message, {
    path: path ?? null,
    originalError: originalError instanceof Error ? originalError : null,
    extensions: extensions ?? null,
  });
  return Object.defineProperty(error, 'locations', { value: locations, enumerable: locations !== undefined });
}
