import type { GraphQLParams } from '../../graphql/execution/hot-documents.js';
import { DomainError } from '../../shared/errors.js';

type JsonObject = Record<string, unknown>;

const malformed = (message: string): DomainError => new DomainError('BAD_REQUEST', { message });

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw malformed(`${name} must be a string`);
  return value;
}

function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && !isObject(value)) throw malformed(`${name} must be an object`);
  return value;
}

/** A request as GraphQL over HTTP has it. @throws DomainError BAD_REQUEST */
export function paramsOf(body: unknown): GraphQLParams {
  if (!isObject(body)) throw malformed('The request must be one JSON object; batches are not taken');
  const params = {
    query: optionalText(body, 'query'),
    operationName: optionalText(body, 'operationName'),
    variables: optionalObject(body, 'variables'),
    extensions: optionalObject(body, 'extensions'),
  };
  if (!params.query && !params.extensions?.['persistedQuery']) throw malformed('query is missing');
  return params;
}

/** @throws DomainError BAD_REQUEST */
export function paramsOfJson(text: string): GraphQLParams {
  return paramsOf(parsed(text, 'The body'));
}

/** @param search what follows the question mark. @throws DomainError BAD_REQUEST */
export function paramsOfSearch(search: string): GraphQLParams {
  const given = new URLSearchParams(search);
  const body: JsonObject = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const [value, another] = given.getAll(name);
    if (another !== undefined) throw malformed(`${name} is given twice`);
    if (value === undefined) continue;
    body[name] = name === 'variables' || name === 'extensions' ? parsed(value, name) : value;
  }
  return paramsOf(body);
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`${what} is no JSON`);
  }
}
