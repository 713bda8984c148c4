import { GraphQLError, coerceInputValue, getOperationAST, isInputType, isNonNullType, typeFromAST } from 'graphql';
import type { DocumentNode, GraphQLSchema, VariableDefinitionNode } from 'graphql';
import { DomainError } from '../../shared/errors.js';
import type { InputIssue } from '../../shared/errors.js';

export type Variables = Readonly<Record<string, unknown>>;

/** What is wrong with the variables of an operation as one BAD_USER_INPUT, with the path of each; undefined if nothing is. */
export function variablesError(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): GraphQLError | undefined {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const issues = definitions.flatMap((definition) => issuesOf(schema, definition, variables));
  const [first] = issues;
  if (!first) return undefined;
  const refusal = new DomainError('BAD_USER_INPUT', { message: `${first.path}: ${first.message}`, issues });
  return new GraphQLError(refusal.message, { originalError: refusal, extensions: { http: { status: 400 } } });
}

function issuesOf(schema: GraphQLSchema, definition: VariableDefinitionNode, variables: Variables): InputIssue[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return [];
  const value = variables[name];
  if (value === undefined && (definition.defaultValue || !isNonNullType(type))) return [];
  if (value === undefined) return [{ path: name, message: 'is required' }];
  const issues: InputIssue[] = [];
  coerceInputValue(value, type, (path, _value, { message }) => {
    const field = /^Field "(\w+)" (?:of required type|is not defined)/.exec(message)?.[1];
    const place = [name, ...path, ...(field === undefined ? [] : [field])];
    issues.push({ path: place.join('.'), message: withoutValue(message) });
  });
  return issues;
}

/** The scalars of GraphQL itself repeat what they were given: `Int cannot represent non-integer value: "x"`. */
const withoutValue = (message: string): string => message.replace(/^(\w+ cannot represent [^:]*):[^]*$/, '$1');
