import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
});
afterAll(() => library.close());

const aText: unknown = expect.any(String);
const aTraceId: unknown = expect.stringMatching(/^[\da-f]{32}$/);

interface Answered {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}
async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(library.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answered };
}
const codeOf = (body: Answered) => body.errors?.[0]?.extensions['code'];

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => library.graphql }))
    it(audit.name, async () => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });

  it('answers a document as before when it has become hot', async () => {
    const asked = { query: '{ me book(number: 3) { name } author(of: "a") gone: book(number: 99) { id } }' };
    const bodies = [];
    for (let use = 0; use < 5; use++) {
      const { status, body } = await post(asked, { ...KEY, traceparent: TRACE });
      bodies.push({ status, body });
    }
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(bodies[0]).toMatchObject({ status: 200, body: { data: { me: 'acme', gone: null } } });
  });

  it.each([
    ['no JSON', '{'],
    ['a batch', [{ query: '{ open }' }]],
    ['a number', 4],
    ['no query', { variables: {} }],
    ['a query that is none', { query: { open: true } }],
    ['variables as a text', { query: '{ open }', variables: '{}' }],
  ])('refuses %s', async (_name, body) => {
    const answer = await post(body, KEY);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      {
        message: aText,
        extensions: { code: 'BAD_REQUEST', retryable: false, traceId: aTraceId },
      },
    ]);
  });

  it('refuses a body that is too large, announced or not', async () => {
    const large = JSON.stringify({ query: `{ open } # ${'x'.repeat(1024 * 1024)}` });
    const announced = await post(large, KEY);
    expect([announced.status, codeOf(announced.body)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const unannounced: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...KEY },
      body: new Blob([large]).stream(),
      duplex: 'half',
    };
    const response = await fetch(library.graphql, unannounced);
    expect(response.status).toBe(413);
  });

  it('names what else it wants', async () => {
    expect((await fetch(library.graphql, { method: 'PUT' })).status).toBe(405);
    expect((await post({ query: '{ open }' }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ query: '{ open }' }, { accept: 'image/png' })).status).toBe(406);
    const query = new URLSearchParams({ query: 'mutation { text }' });
    const mutation = await fetch(`${library.graphql}?${query}`, { headers: KEY });
    expect(mutation.status).toBe(405);
    expect(mutation.headers.get('allow')).toContain('POST');
  });

  it('takes persisted queries', async () => {
    const query = '{ __typename open }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    const byHash = { extensions: { persistedQuery } };
    expect(codeOf((await post(byHash)).body)).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post({ query, ...byHash })).body.data).toMatchObject({ __typename: 'Query' });
    expect((await post(byHash)).body.data).toMatchObject({ __typename: 'Query' });
    const other = { query: '{ open }', ...byHash };
    expect(await post(other)).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'provided sha does not match query' }] },
    });
  });
});

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a caller', () => {
  it('is refused with wrong credentials, whatever it asks', async () => {
    for (const query of ['{ open }', '{ nope }', '{']) {
      const answer = await post({ query }, { authorization: 'Bearer sk_test_wrong' });
      expect([answer.status, codeOf(answer.body)]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('without credentials may ask what is public, and is told nothing of the schema', async () => {
    expect((await post({ query: '{ open }' })).status).toBe(200);
    expect((await post({ query: '{ me }' })).status).toBe(401);
    const answers = await Promise.all(
      ['{ nope }', '{ book { id } }'].map((query) => post({ query }, { traceparent: TRACE })),
    );
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(answers[0]).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    });
  });

  it('may name its trace, and reads it in errors and headers', async () => {
    const answer = await post({ query: '{ fault }' }, { ...KEY, traceparent: TRACE });
    expect(answer.headers.get('x-trace-id')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(answer.body.errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      retryable: true,
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
    expect(library.logged.at(-1)).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(library.logged.join() + JSON.stringify(answer.body)).not.toMatch(/Jane|duplicate key/);
    expect(JSON.stringify(answer.body)).not.toMatch(/\.[jt]s|\bat /);
  });

  it('comes from where the socket says, unless a trusted proxy says otherwise', async () => {
    const query = { query: '{ origin }' };
    const forwarded = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'user-agent': 'test' };
    expect((await post(query, forwarded)).body.data).toEqual({ origin: '127.0.0.1 test' });
    await using proxied = await startLibrary({ trustedProxies: ['loopback'] });
    const response = await fetch(proxied.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...forwarded },
      body: JSON.stringify(query),
    });
    expect(await response.json()).toEqual({ data: { origin: '203.0.113.7 test' } });
  });

  it('without credentials, or with wrong ones, may ask only so often', async () => {
    await using strict = await startLibrary({ limits: { strangerRequests: 3 } });
    const ask = (headers: Record<string, string>) =>
      fetch(`${strict.graphql}?query={open}`, { headers: { accept: 'application/json', ...headers } });
    const statuses = [];
    for (const headers of [{}, { authorization: 'Bearer guess' }, {}, { authorization: 'Bearer guess' }, {}])
      statuses.push((await ask(headers)).status);
    expect(statuses).toEqual([200, 401, 200, 429, 429]);
    const refused = await ask({});
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(codeOf((await refused.json()) as Answered)).toBe('RATE_LIMITED');
    expect((await ask(KEY)).status).toBe(200);
  });
});

describe('the server', () => {
  it('survives broken requests', async () => {
    const socket = connect(Number(new URL(library.url).port), '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"qu',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await post({ query: '{ open }' })).status).toBe(200);
  });

  it('lets requests end when it closes, and takes no more', async () => {
    const closing = await startLibrary();
    const asked = fetch(`${closing.graphql}?query={author(of:"x")}`, {
      headers: { ...KEY, accept: 'application/json' },
    });
    const response = await asked;
    await closing.close();
    expect(await response.json()).toEqual({ data: { author: 'Author of x' } });
    await expect(fetch(`${closing.url}/live`)).rejects.toThrow();
  });
});
