/** vali-Das and XpressID over HTTP: one header proves who asks. */
import type { z } from 'zod';
import { type AdapterTools, ProviderError } from '../../src/provider/contract.js';
import { type Exchange, exchange, failureOf, readJson, reasonOf, type Reply } from '../kit/http.js';
import { created, failure, validation, type Validation, xpressToken } from './answers.js';

const IMAGE_BYTES = 10 * 1024 * 1024;

export class VeridasClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly tools: AdapterTools,
  ) {}

  async alive(signal: AbortSignal): Promise<void> {
    await this.send('GET', '/validas/v1/alive', signal);
  }

  /** Billed, and not to be repeated blindly. */
  async create(signal: AbortSignal): Promise<string> {
    const reply = await this.send('POST', '/validas/v1/validation', signal, { body: new FormData() });
    return readJson(reply, created).data.id;
  }

  /** Doing it again replaces the side. The analysis is not in the answer, which is empty. */
  async putDocument(id: string, form: FormData, signal: AbortSignal): Promise<void> {
    await this.send('PUT', `${pathOf(id)}/document`, signal, { body: form });
  }

  async read(id: string, signal: AbortSignal): Promise<Validation> {
    return readJson(await this.send('GET', pathOf(id), signal), validation).data;
  }

  async selfie(id: string, signal: AbortSignal): Promise<Uint8Array> {
    return (await this.send('GET', `${pathOf(id)}/selfie`, signal, { maxBytes: IMAGE_BYTES })).body;
  }

  /** A picture that the validation links to, of Veridas' own host only: our key goes with it. */
  async picture(href: string, signal: AbortSignal): Promise<Uint8Array> {
    const { pathname, search } = new URL(href, this.url);
    if (new URL(href, this.url).origin !== new URL(this.url).origin)
      throw new ProviderError('malformed', 'foreign_link');
    const base = new URL(this.url).pathname.replace(/\/+$/, '');
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
    return (await this.send('GET', path + search, signal, { maxBytes: IMAGE_BYTES })).body;
  }

  /** One that is confirmed already, by a try whose deletion failed, is deleted all the same; one that is gone is none. */
  async end(id: string, signal: AbortSignal): Promise<void> {
    await this.send('PUT', `${pathOf(id)}/confirmation`, signal).catch(whereUnknown);
    await this.send('DELETE', pathOf(id), signal).catch(whereUnknown);
  }

  async mintToken(body: object, signal: AbortSignal): Promise<z.infer<typeof xpressToken>> {
    const headers = { 'content-type': 'application/json' };
    return readJson(
      await this.send('POST', '/xpressid/api/v2/token', signal, { body: JSON.stringify(body), headers }),
      xpressToken,
    );
  }

  private async send(
    method: Exchange['method'],
    path: string,
    signal: AbortSignal,
    more: Pick<Exchange, 'body' | 'headers' | 'maxBytes'> = {},
  ): Promise<Reply> {
    const headers = { ...more.headers, apikey: this.apiKey };
    const reply = await exchange(this.tools.fetch, { ...more, method, url: this.url + path, headers }, signal);
    if (reply.status >= 200 && reply.status < 300) return reply;
    throw this.failureOf(reply);
  }

  private failureOf({ status, body }: Reply): ProviderError {
    if (status === 401 || status === 403) this.tools.log.error({ status }, 'Veridas refuses the key');
    // A validation in another state than we think is none that we know.
    if (status === 409) return new ProviderError('unknown_reference', 'wrong_state');
    const told = failure.safeParse(tryParse(body)).data;
    const word = told?.exception ?? told?.code;
    return failureOf(status, word === undefined ? undefined : reasonOf(String(word)));
  }
}

/** What ended another way leaves nothing to be done. */
export function whereUnknown(error: unknown): undefined {
  if (!(error instanceof ProviderError) || error.kind !== 'unknown_reference') throw error;
}

const pathOf = (id: string): string => `/validas/v1/validation/${encodeURIComponent(id)}`;

function tryParse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
