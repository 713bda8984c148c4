import type { GraphQLSchema } from 'graphql';
import type { HealthReport } from '../shared/health.js';
import type { Logger } from '../shared/logger.js';
import type { Principal } from '../shared/principal.js';
import type { Credentials } from './request/caller.js';
import type { UploadLimits } from './request/uploads.js';

export interface ServiceInfo {
  readonly service: string;
  readonly description: string;
  readonly version: string;
  readonly environment: string;
}

/** A stored file, handed out by a signed link. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Everything that the HTTP server needs of the rest of the house. */
export interface HttpOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly service: ServiceInfo;
  /** In production the schema, the documentation and the explorers want credentials. */
  readonly isProduction: boolean;
  /** Proxies whose X-Forwarded-For is believed: addresses, subnets, or `loopback`, `linklocal`, `uniquelocal`. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  /**
   * Undefined where no credentials came.
   * @throws DomainError UNAUTHENTICATED for wrong ones
   */
  authenticate(credentials: Credentials): Promise<Principal | undefined>;
  health(): Promise<HealthReport>;
  /** @throws DomainError NOT_FOUND for a link that is wrong, expired or of something erased */
  openDownload(token: string): Promise<Download>;
}

export interface HttpLimits extends UploadLimits {
  /** Bytes of a JSON request. */
  readonly bodySize: number;
  /** Requests a minute of an address that gives no credentials, or wrong ones. */
  readonly strangerRequests: number;
  /** Requests a minute of one SDK token's session. */
  readonly sdkRequests: number;
  /** WebSockets at once. */
  readonly sockets: number;
  /** Operations at once on one WebSocket. */
  readonly operationsPerSocket: number;
  /** Milliseconds between pings, and for connection_init to come. */
  readonly keepAlive: number;
  /** Milliseconds after which the credentials of a WebSocket are checked anew. */
  readonly recheck: number;
  /** Milliseconds that requests have to end when the server closes. */
  readonly drain: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: HttpLimits = {
  bodySize: MEBIBYTE,
  fileSize: 10 * MEBIBYTE,
  files: 6,
  uploadsUnderWay: 256 * MEBIBYTE,
  strangerRequests: 600,
  sdkRequests: 1200,
  sockets: 10_000,
  operationsPerSocket: 50,
  keepAlive: 12_000,
  recheck: 60_000,
  drain: 10_000,
};
