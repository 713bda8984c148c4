import type { GraphQLSchema } from 'graphql';
import type { Redis } from 'ioredis';
import type { Metric } from 'prom-client';
import type { InformationService } from '../service/information.service.js';
import type { QueueCounts } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import type { Caller } from '../shared/principal.js';
import type { Credentials } from './request/caller.js';
import type { UploadLimits } from './request/uploads.js';

/** A stored file, handed out by a signed link. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What a provider sends, before anybody has parsed it. */
interface Callback {
  readonly method: string;
  /** Path with query, as it was sent. */
  readonly path: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Everything that the HTTP server needs of the rest of the house. */
export interface HttpOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly information: InformationService;
  /** In production the schema, the documentation, the explorers, the metrics and the details of health want credentials. */
  readonly isProduction: boolean;
  /** Proxies whose X-Forwarded-For is believed: addresses, subnets, or `loopback`, `linklocal`, `uniquelocal`. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  /** Where several processes count the requests of a key together; without it each counts for itself. */
  readonly redis?: Redis | undefined;
  /** What is counted below HTTP, to be shown at /metrics. */
  readonly counted?: readonly Metric[];
  /**
   * Undefined where no credentials came.
   * @throws DomainError UNAUTHENTICATED for wrong ones
   */
  authenticate(credentials: Credentials): Promise<Caller | undefined>;
  /** @throws DomainError NOT_FOUND for a link that is wrong, expired or of something erased */
  openDownload(token: string): Promise<Download>;
  /** @throws DomainError NOT_FOUND where nobody takes it, UNAUTHENTICATED for a wrong signature, BAD_REQUEST */
  receiveCallback(organizationId: string, provider: string, callback: Callback): Promise<void>;
  /** The work in the background, of all processes together. */
  countJobs(): Promise<readonly QueueCounts[]>;
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
  /** Milliseconds for which a stream waits for a client that reads nothing. */
  readonly slowReader: number;
  /**
   * Milliseconds for which a server that closes goes on listening: who keeps connections to it learns by its answers, and
   * who looks at `/ready`, that it is time to go elsewhere.
   */
  readonly farewell: number;
  /** Milliseconds that requests have to end when the server closes. */
  readonly drain: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: HttpLimits = {
  bodySize: MEBIBYTE,
  fileSize: 10 * MEBIBYTE,
  files: 7,
  uploadsUnderWay: 256 * MEBIBYTE,
  strangerRequests: 600,
  sdkRequests: 1200,
  sockets: 10_000,
  operationsPerSocket: 50,
  keepAlive: 12_000,
  recheck: 60_000,
  slowReader: 30_000,
  farewell: 0,
  drain: 10_000,
};
