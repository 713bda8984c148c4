/** Document AI by Google's own client, over HTTP and the gateway's fetch, without its hidden repetitions. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { v1 } from '@google-cloud/documentai';
import { type AdapterTools, ProviderError } from '../../src/provider/contract.js';
import { failureOf, reasonOf } from '../kit/http.js';
import { givenUp, stopIfGivenUp } from '../kit/time.js';
import type { GoogleAccount } from './account.js';

export interface ProcessorAddress {
  readonly location: 'us' | 'eu';
  /** In place of Google's own host, e.g. http://127.0.0.1:9001 */
  readonly endpoint?: string | undefined;
}
export interface Processing {
  /** projects/…/processors/…, or with …/processorVersions/… */
  readonly name: string;
  readonly content: Uint8Array;
  readonly mimeType: string;
  readonly fields: readonly string[];
}
export type GoogleDocument = NonNullable<Awaited<ReturnType<DocumentAi['process']>>>;
type Client = v1.DocumentProcessorServiceClient;

const TIMEOUT = 60_000;
/** The client would repeat 429 by itself until the time is up, and then tell of a time-out. */
const ONCE = {
  timeout: TIMEOUT,
  retry: {
    retryCodes: [],
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 1,
      maxRetryDelayMillis: 100,
      initialRpcTimeoutMillis: TIMEOUT,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: TIMEOUT,
      totalTimeoutMillis: TIMEOUT,
    },
  },
};

export class DocumentAi {
  private client: Promise<Client> | undefined;
  /** The client has no place for a signal: each call's own reaches its fetch by this. */
  private readonly call = new AsyncLocalStorage<AbortSignal>();

  constructor(
    private readonly address: ProcessorAddress,
    private readonly account: GoogleAccount,
    private readonly tools: AdapterTools,
  ) {}

  /** What the processor found; the field mask keeps the picture from coming back. */
  async process({ name, content, mimeType, fields }: Processing, signal: AbortSignal) {
    const request = {
      name,
      rawDocument: { content, mimeType },
      skipHumanReview: true,
      fieldMask: { paths: [...fields] },
    };
    const [{ document }] = await this.ask(signal, (client) => client.processDocument(request, ONCE));
    if (!document) throw new ProviderError('malformed', 'answer_invalid');
    if (document.error?.code) throw failureOfCode(document.error.code);
    return document;
  }

  async isEnabled(name: string, signal: AbortSignal): Promise<boolean> {
    const [{ state }] = await this.ask(signal, (client) => client.getProcessor({ name }, ONCE));
    return String(state) === 'ENABLED';
  }

  private async ask<Answer>(signal: AbortSignal, question: (client: Client) => Promise<Answer>): Promise<Answer> {
    stopIfGivenUp(signal);
    const client = await (this.client ??= this.open());
    try {
      return await this.call.run(signal, () => question(client));
    } catch (cause) {
      if (signal.aborted) throw givenUp(signal);
      throw this.failureOf(cause);
    }
  }

  /** Loaded when it is first needed: it is large, and most organizations never do. */
  private async open(): Promise<Client> {
    const { v1 } = await import('@google-cloud/documentai');
    const authClient = {
      universeDomain: 'googleapis.com',
      getRequestHeaders: async () => new Headers(),
      fetch: (url: string, init: RequestInit) => this.fetch(url, init),
    };
    const apiEndpoint = `${this.address.location}-documentai.googleapis.com`;
    // Its types ask for a client of google-auth-library, of which it uses these three members.
    const options = { fallback: true, apiEndpoint, authClient } as unknown as ConstructorParameters<
      typeof v1.DocumentProcessorServiceClient
    >[0];
    return new v1.DocumentProcessorServiceClient(options);
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    const signals = [init.signal, this.call.getStore()].flatMap((one) => one ?? []);
    const signal = AbortSignal.any(signals);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.account.accessToken(signal)}`);
    const target = this.address.endpoint ? this.address.endpoint.replace(/\/+$/, '') + pathname + search : url;
    const { method = 'GET', body = null } = init;
    const response = await this.tools.fetch(target, { method, headers, body, redirect: 'manual', signal });
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (response.status >= 300 && !isJson) throw failureOf(response.status);
    return response;
  }

  private failureOf(cause: unknown): ProviderError {
    if (cause instanceof ProviderError) return cause;
    if (cause instanceof SyntaxError) return new ProviderError('malformed', 'answer_invalid');
    if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'number')
      return new ProviderError('unavailable', 'unreachable', { cause });
    if (cause.code === UNAUTHENTICATED) this.account.forget();
    const failure = failureOfCode(cause.code);
    if (CONFIGURATION.includes(cause.code))
      this.tools.log.error({ code: cause.code, reason: failure.reason }, 'Google refuses the configuration');
    return failure;
  }
}

const UNAUTHENTICATED = 16;
/** A processor that is not there or not ours: nothing that another document would mend. */
const CONFIGURATION: readonly number[] = [5, 7, UNAUTHENTICATED];

/** By numbers of gRPC, over HTTP too. */
function failureOfCode(code: number): ProviderError {
  const [kind, reason] = CODES[code] ?? ['unavailable', reasonOf(`code ${code}`)];
  return new ProviderError(kind, reason);
}
const CODES: Readonly<Record<number, readonly [ProviderError['kind'], string]>> = {
  3: ['refused', 'invalid_argument'],
  5: ['unavailable', 'processor_not_found'],
  7: ['unavailable', 'permission_denied'],
  8: ['unavailable', 'rate_limited'],
  9: ['refused', 'failed_precondition'],
  11: ['refused', 'out_of_range'],
  16: ['unavailable', 'credentials_refused'],
};
