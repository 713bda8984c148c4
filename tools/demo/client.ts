/** A plain GraphQL client: requests and uploads over HTTP, events over a WebSocket. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Event } from './operations.js';

export type Headers = Readonly<Record<string, string>>;
export const operator = (key: string): Headers => ({ authorization: `Bearer ${key}` });
export const sdk = (token: string, clientId: string): Headers => ({
  authorization: `Bearer ${token}`,
  'x-client-id': clientId,
});

/** A refusal by the gateway, with its code. */
export class Refusal extends Error {}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Images stand in the variables where the operation has an `Upload`. */
export interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  readonly image?: Uint8Array;
}

export class GraphQLApi {
  constructor(private readonly url: string) {}

  /** @throws Refusal */
  async send<Data>({ query, variables, headers, image }: Request): Promise<Data> {
    const operation = JSON.stringify({ query, variables });
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      ...(image
        ? { body: multipart(operation, image), headers: { ...headers, 'apollo-require-preflight': 'true' } }
        : { body: operation, headers: { ...headers, 'content-type': 'application/json' } }),
    }).catch(() => {
      throw new Refusal(`No gateway answers at ${this.url}`);
    });
    const answer = (await response.json().catch(() => ({}))) as Answer<Data>;
    const [error] = answer.errors ?? [];
    if (error) throw new Refusal(`${error.extensions?.code ?? 'ERROR'}: ${error.message}`);
    if (!answer.data) throw new Refusal(`The gateway answered ${response.status} without data`);
    return answer.data;
  }

  /** Calls `next` with every event until the returned function is called; resolves once the server listens. */
  async subscribe(query: string, variables: Record<string, unknown>, headers: Headers, next: (event: Event) => void) {
    const url = `${this.url.replace(/^http/, 'ws')}/graphql`;
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      connectionParams: headers,
      lazy: false,
      retryAttempts: 3,
    });
    const connected = new Promise<void>((resolve, reject) => {
      client.on('connected', () => resolve());
      client.on('closed', () => reject(new Refusal('The gateway refused the subscription')));
    });
    await connected;
    const sink = {
      next: ({ data }: { data?: Event | null }) => data && next(data),
      error: () => {},
      complete: () => {},
    };
    client.subscribe<Event>({ query, variables }, sink);
    return async () => client.dispose();
  }
}

/** https://github.com/jaydenseric/graphql-multipart-request-spec; the operation's `$image` is the file. */
function multipart(operation: string, image: Uint8Array): FormData {
  const form = new FormData();
  form.set('operations', operation);
  form.set('map', JSON.stringify({ 0: ['variables.image'] }));
  form.set('0', new Blob([new Uint8Array(image)], { type: 'image/jpeg' }), 'image');
  return form;
}
