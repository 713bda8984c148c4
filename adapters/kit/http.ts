/** One exchange with a vendor over HTTP: what can go wrong on the way becomes a ProviderError; nothing is repeated. */
import type { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '../../src/provider/contract.js';
import { givenUp, stopIfGivenUp } from './time.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  /** Of the answer; 1 MiB unless told. */
  readonly maxBytes?: number;
}
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Throws unavailable where nobody answers or the signal is aborted, malformed where the answer is too large. */
export async function exchange(request: typeof fetch, asked: Exchange, signal: AbortSignal): Promise<Reply> {
  stopIfGivenUp(signal);
  try {
    const { url, maxBytes = MAX_ANSWER_BYTES, ...init } = asked;
    const response = await request(url, { ...init, redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, body: await readAtMost(response, maxBytes) };
  } catch (cause) {
    if (cause instanceof ProviderError) throw cause;
    throw signal.aborted ? givenUp(signal) : new ProviderError('unavailable', 'unreachable', { cause });
  }
}

async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ProviderError('malformed', 'answer_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * What a status means where the vendor says nothing better. Keys that are refused make the provider unavailable, not the
 * document refused: another one may be asked.
 */
export function failureOf(status: number, reason?: string): ProviderError {
  const known = FAILURES[status];
  const [kind, usual] = known ?? [kindOf(status), `status_${status}`];
  return new ProviderError(kind, reason ?? usual);
}

const FAILURES: Readonly<Record<number, readonly [ProviderErrorKind, string]>> = {
  401: ['unavailable', 'credentials_refused'],
  403: ['unavailable', 'credentials_refused'],
  404: ['unknown_reference', 'not_found'],
  408: ['unavailable', 'timeout'],
  410: ['unknown_reference', 'erased'],
  413: ['refused', 'image_too_large'],
  415: ['refused', 'image_type'],
  429: ['unavailable', 'rate_limited'],
};
const kindOf = (status: number): ProviderErrorKind =>
  status >= 500 ? 'unavailable' : status >= 400 ? 'refused' : 'malformed';

/** Parses a vendor's JSON; the failure says where, never what stood there. */
export function readJson<Answer>({ body }: Pick<Reply, 'body'>, schema: z.ZodType<Answer>): Answer {
  const parsed = schema.safeParse(tryParse(new TextDecoder().decode(body)));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.join('.') || '(root)');
  throw new ProviderError('malformed', 'answer_invalid', { cause: new Error(`unexpected at ${places.join(', ')}`) });
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A vendor's word as a reason: snake_case, at most 64 characters. */
export const reasonOf = (word: string): string =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64) || 'unspecified';
