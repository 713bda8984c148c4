import type { IncomingHttpHeaders } from 'node:http';
import DataLoader from 'dataloader';
import { DomainError } from '../shared/errors.js';
import type { Operator, Origin, Principal } from '../shared/principal.js';

/** What every resolver is given. A plain object, since the engine copies it: no private members, no identity to rely on. */
export interface RequestContext {
  /** Undefined where no credentials came: then only what is public is answered. */
  readonly principal: Principal | undefined;
  readonly origin: Origin;
  /** Names the request in logs and in errors. */
  readonly traceId: string;
  /** Lower case; over WebSocket those of the handshake. */
  readonly headers: IncomingHttpHeaders;
}

/** @throws DomainError UNAUTHENTICATED where nobody proved who they are. */
export function requirePrincipal(context: RequestContext): Principal {
  if (!context.principal) throw new DomainError('UNAUTHENTICATED');
  return context.principal;
}

/** @throws DomainError UNAUTHENTICATED where nobody asks, FORBIDDEN where it is no operator. */
export function requireOperator(context: RequestContext): Operator {
  const principal = requirePrincipal(context);
  if (principal.kind !== 'operator') throw new DomainError('FORBIDDEN');
  return principal;
}

/**
 * Loads by key, all keys of a tick at once. Nothing is kept: the next mutation of a request must see what the last one
 * did. Declared once, beside what it loads:
 * `const clients = loaderPerRequest((ids: readonly string[], context) => service.clientsByIds(...))`, then
 * `clients(context).load(id)`.
 */
export function loaderPerRequest<Key, Value>(
  batch: (keys: readonly Key[], context: RequestContext) => Promise<readonly (Value | Error)[]>,
): (context: RequestContext) => DataLoader<Key, Value> {
  const loaders = new WeakMap<RequestContext, DataLoader<Key, Value>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) loaders.set(context, (loader = new DataLoader(once(batch, context), { cache: false })));
    return loader;
  };
}

/** Asks for each key of a tick once, however often it is wanted. */
const once =
  <Key, Value>(
    batch: (keys: readonly Key[], context: RequestContext) => Promise<readonly (Value | Error)[]>,
    context: RequestContext,
  ) =>
  async (keys: readonly Key[]): Promise<(Value | Error)[]> => {
    const wanted = [...new Set(keys)];
    const values = await batch(wanted, context);
    return keys.map((key) => {
      const value = values[wanted.indexOf(key)];
      return value === undefined ? new Error('a loader left out a key') : value;
    });
  };
