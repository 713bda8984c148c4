import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError, SourceLocation } from 'graphql';
import { DomainError, ERRORS } from '../shared/errors.js';
import type { ErrorCode } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';

/** What a parser, a validator or an executor reports: graphql-js and graphql-jit have classes of their own for it. */
export interface RawError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly locations?: readonly SourceLocation[] | undefined;
  readonly originalError?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Whom the errors are for. */
export interface Audience {
  readonly principal: object | undefined;
  readonly traceId: string;
}

export interface PublicErrors {
  readonly errors: readonly GraphQLFormattedError[];
  /** The HTTP status that the errors ask for; the last one wins. */
  readonly status: number;
}

/**
 * Turns errors into what a caller may see: refusals and the caller's own mistakes by code, everything else logged once
 * and masked. A caller without credentials gets one error for every document that does not fit: nothing of the schema.
 */
export function publishErrors(raw: readonly RawError[], audience: Audience, log: Logger): PublicErrors {
  const described = raw.map((error) => describe(error, audience, log));
  const hidden = audience.principal ? undefined : described.find(({ revealing }) => revealing);
  const shown = hidden ? [withoutSchema(hidden, audience)] : described;
  return {
    errors: shown.map(({ error }) => error),
    status: shown.findLast(({ status }) => status !== 200)?.status ?? 200,
  };
}

interface Described {
  readonly error: GraphQLFormattedError;
  readonly status: number;
  /** Whether its words tell of the schema. */
  readonly revealing: boolean;
}

function describe(raw: RawError, audience: Audience, log: Logger): Described {
  const cause = rootCause(raw);
  const refusal = cause instanceof DomainError ? cause : ownMistake(raw, cause);
  if (!refusal) log.error({ traceId: audience.traceId, path: raw.path?.join('.'), err: cause }, 'A request failed');
  const shown = refusal ?? new DomainError('INTERNAL_SERVER_ERROR');
  const place = { ...(raw.locations && { locations: raw.locations }), ...(raw.path && { path: raw.path }) };
  return {
    error: { message: shown.message, ...place, extensions: extensionsOf(shown, audience.traceId) },
    status: statusIn(raw) ?? shown.status,
    revealing:
      raw.path === undefined && (shown.code === 'GRAPHQL_VALIDATION_FAILED' || shown.code === 'BAD_USER_INPUT'),
  };
}

export function extensionsOf({ code, retryable, details }: DomainError, traceId: string): Record<string, unknown> {
  const { facts, issues, provider, retryAfter } = details;
  return {
    ...facts,
    code,
    retryable,
    ...(issues && { issues }),
    ...(provider !== undefined && { provider }),
    ...(retryAfter !== undefined && { retryAfter }),
    traceId,
  };
}

function withoutSchema({ status }: Described, audience: Audience): Described {
  const words = `${ERRORS.GRAPHQL_VALIDATION_FAILED.message} With credentials you are told where.`;
  const error = new DomainError('GRAPHQL_VALIDATION_FAILED', { message: words });
  return {
    error: { message: error.message, extensions: extensionsOf(error, audience.traceId) },
    status,
    revealing: false,
  };
}

/** What was thrown in the first place, under the layers that parsing, validation and execution put around it. */
function rootCause(raw: RawError): unknown {
  let cause: unknown = raw;
  while (isLayer(cause) && cause.originalError) cause = cause.originalError;
  return cause;
}
const isLayer = (value: unknown): value is RawError =>
  typeof value === 'object' && value !== null && 'originalError' in value;

/** A mistake of the caller that GraphQL itself found; undefined for a fault of ours. */
function ownMistake(raw: RawError, cause: unknown): DomainError | undefined {
  // A document nested so deep that the stack did not suffice to check it: nothing has run yet.
  if (cause instanceof RangeError && raw.path === undefined) return new DomainError('QUERY_TOO_COMPLEX');
  if (cause !== raw && !(cause instanceof GraphQLError)) return undefined;
  if (raw.path === undefined) return new DomainError(codeIn(raw) ?? 'BAD_REQUEST', { message: raw.message });
  // While executing only arguments are the caller's: a value that cannot be serialised is ours, and its error quotes it.
  if (raw.message.startsWith('Argument "')) return new DomainError('BAD_USER_INPUT', { message: raw.message });
  return undefined;
}

function codeIn({ extensions }: RawError): ErrorCode | undefined {
  const code = extensions?.['code'];
  return typeof code === 'string' && isErrorCode(code) ? code : undefined;
}
const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** The status that the engine gave an error, e.g. 405 for a mutation by GET. */
function statusIn({ extensions }: RawError): number | undefined {
  const http = extensions?.['http'];
  const status = typeof http === 'object' && http !== null && 'status' in http ? http.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
