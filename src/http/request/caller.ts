import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { compile, default as proxyAddress } from '@fastify/proxy-addr';
import type { Origin } from '../../shared/principal.js';

/** What a caller proves itself by, over HTTP in headers and over WebSocket in `connection_init`. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly clientId: string | undefined;
}

const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

/** The trace that a caller says its request belongs to (W3C Trace Context), or a new one. */
export function traceIdOf({ traceparent }: IncomingHttpHeaders): string {
  const [, traceId] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  return traceId ?? randomUUID().replaceAll('-', '');
}

export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const clientId = headers['x-client-id'];
  return { authorization: headers.authorization, clientId: typeof clientId === 'string' ? clientId : undefined };
}

/** Tells where requests come from. */
export function originReader(trustedProxies: readonly string[]): (request: IncomingMessage) => Origin {
  const trusted = compile([...trustedProxies]);
  return (request) => ({
    ipAddress: trustedProxies.length > 0 ? proxyAddress(request, trusted) : request.socket.remoteAddress,
    userAgent: request.headers['user-agent'],
  });
}
