import type { IncomingHttpHeaders } from 'node:http';
import DataLoader from 'dataloader';
import { DomainError } from '../shared/errors.js';
import {
  type Caller,
  type Operator,
  type Origin,
  type Principal,
  requireRole,
  type Role,
} from '../shared/principal.js';

/** What every resolver is given. A plain object, since the engine copies it: no private members, no identity to rely on. */
export interface RequestContext {
  /** Undefined where no credentials came: then only what is public is answered. */
  readonly principal: Caller | undefined;
  readonly origin: Origin;
  /** Names the request in logs and in errors. */
  readonly traceId: string;
  /** Lower case; over WebSocket those of the handshake. */
  readonly headers: IncomingHttpHeaders;
}

/** @throws DomainError UNAUTHENTICATED where nobody proved who they are, FORBIDDEN for the platform, which has no tenant. */
export function requirePrincipal({ principal }: RequestContext): Principal {
  if (!principal) throw new DomainError('UNAUTHENTICATED');
  if (principal.kind === 'platform') throw new DomainError('FORBIDDEN');
  return principal;
}

/** @throws DomainError UNAUTHENTICATED where nobody asks, FORBIDDEN where it is no operator, or one of a lesser role. */
export function requireOperator(context: RequestContext, least: Role = 'VIEWER'): Operator {
  const principal = requirePrincipal(context);
  if (principal.kind !== 'operator') throw new DomainError('FORBIDDEN');
  requireRole(principal, least);
  return principal;
}

/**
 * An operator of at least this role, or the app on the device of the subject whom it is about.
 * @throws DomainError UNAUTHENTICATED where nobody asks, FORBIDDEN where it is somebody else
 */
export function requireCaller<App extends 'sdk' | 'holder'>(
  context: RequestContext,
  least: Role,
  app: App,
): Operator | Extract<Principal, { kind: App }> {
  const principal = requirePrincipal(context);
  return isApp(principal, app) ? principal : requireOperator(context, least);
}

const isApp = <App extends Principal['kind']>(
  principal: Principal,
  app: App,
): principal is Extract<Principal, { kind: App }> => principal.kind === app;

export const organizationOf = (context: RequestContext): string => requirePrincipal(context).organizationId;
export const isOperator = (context: RequestContext): boolean => context.principal?.kind === 'operator';

/** @throws DomainError UNAUTHENTICATED where nobody asks, FORBIDDEN where it is not the installation's own key. */
export function requirePlatform({ principal }: RequestContext): void {
  if (!principal) throw new DomainError('UNAUTHENTICATED');
  if (principal.kind !== 'platform') throw new DomainError('FORBIDDEN');
}

/**
 * For the fields of an organization or the service that the subjects' apps may not see, and that cannot be null.
 * @throws DomainError UNAUTHENTICATED where nobody asks, FORBIDDEN
 */
export function requireInsight(context: RequestContext): void {
  if (!context.principal) throw new DomainError('UNAUTHENTICATED');
  if (!hasInsight(context)) throw new DomainError('FORBIDDEN');
}
export const hasInsight = ({ principal }: RequestContext): boolean =>
  principal?.kind === 'operator' || principal?.kind === 'platform';

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
