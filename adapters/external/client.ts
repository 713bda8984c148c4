/** Speaks the external verifier contract: docs/external-verifier.yaml. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { AdapterTools } from '../../src/provider/contract.js';
import { exchange, failureOf, readJson, reasonOf, type Reply } from '../kit/http.js';
import { job, problem, type VerifierJob } from './answers.js';
import { signRequest } from './signature.js';

export interface VerifierAddress {
  readonly url: string;
  readonly requestSecret: string;
  readonly bearerToken?: string | undefined;
}
interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
}

export class VerifierClient {
  constructor(
    private readonly address: VerifierAddress,
    private readonly tools: AdapterTools,
  ) {}

  async health(signal: AbortSignal): Promise<void> {
    const { status } = await exchange(this.tools.fetch, { method: 'GET', url: this.urlOf('/health') }, signal);
    if (status !== 200) throw failureOf(status);
  }

  /** A job, and after how many seconds it is worth asking for. */
  async job(asked: Asked, signal: AbortSignal): Promise<VerifierJob> {
    const reply = await this.send(asked, signal);
    const read = readJson(reply, job);
    const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN);
    return Number.isFinite(seconds) ? { ...read, retry_after_seconds: read.retry_after_seconds ?? seconds } : read;
  }

  async read<Answer>(asked: Asked, schema: z.ZodType<Answer>, signal: AbortSignal): Promise<Answer> {
    return readJson(await this.send(asked, signal), schema);
  }

  /** Any 2xx, else the problem that the verifier tells of. */
  async send({ method, path, body, idempotencyKey }: Asked, signal: AbortSignal): Promise<Reply> {
    const { requestSecret, bearerToken } = this.address;
    const url = this.urlOf(path);
    const bytes = Buffer.from(body ? JSON.stringify(body) : '');
    const { pathname, search } = new URL(url);
    const signed = { id: randomUUID(), at: this.tools.now(), method, path: pathname + search, body: bytes };
    const headers = {
      ...signRequest(requestSecret, signed),
      'idv-contract': '1.0',
      traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(idempotencyKey ? { 'idempotency-key': keyOf(idempotencyKey) } : {}),
      ...(bearerToken ? { authorization: `Bearer ${bearerToken}` } : {}),
    };
    const reply = await exchange(this.tools.fetch, { method, url, headers, ...(body ? { body: bytes } : {}) }, signal);
    if (reply.status >= 200 && reply.status < 300) return reply;
    throw this.failureOf(reply);
  }

  private failureOf({ status, body }: Reply) {
    const told = problem.safeParse(tryParse(body));
    const code = told.data?.code ? reasonOf(told.data.code) : undefined;
    if (status === 401 || status === 403) this.tools.log.error({ status, code }, 'the verifier refuses our signature');
    // 409: the first request with this key is still running, so asking again is right; 501: it cannot do that at all.
    const meant = { 409: 503, 501: 422 }[status] ?? status;
    return failureOf(meant, code ?? (status === 501 ? 'not_supported' : undefined));
  }

  private urlOf(path: string): string {
    return this.address.url.replace(/\/+$/, '') + path;
  }
}

/** The contract wants 16 to 64 characters. */
export const keyOf = (key: string): string => createHash('sha256').update(key).digest('hex');

function tryParse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
