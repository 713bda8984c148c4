import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary({ limits: { keepAlive: 400, recheck: 150, operationsPerSocket: 3 } });
});
afterAll(() => library.close());

const disposers: (() => unknown)[] = [];
afterEach(async () => {
  for (const dispose of disposers.splice(0)) await dispose();
});

const AUTHORIZED = { Authorization: 'Bearer sk_test_library', 'X-Client-Id': 'c1' };

function client(connectionParams: Record<string, unknown> | undefined = AUTHORIZED, url = library.sockets) {
  const made = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(connectionParams && { connectionParams }),
  });
  disposers.push(() => made.dispose());
  return made;
}

/** A bare socket, to say what no client would. */
async function socket(url = library.sockets, protocol = 'graphql-transport-ws') {
  const opened = new WebSocket(url, protocol);
  const received: { type: string; id?: string; payload?: unknown }[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    opened.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  opened.on('message', (data: Buffer) => received.push(JSON.parse(data.toString()) as (typeof received)[number]));
  disposers.push(() => opened.terminate());
  await new Promise((resolve, reject) => opened.once('open', resolve).once('error', reject));
  const send = (message: unknown) => opened.send(typeof message === 'string' ? message : JSON.stringify(message));
  const types = () => received.map(({ type }) => type);
  return { opened, received, closed, send, types };
}
const init = (payload?: unknown) => ({ type: 'connection_init', payload });
const subscribe = (id: string, query: string, variables?: object) => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
});
const COUNTDOWN = 'subscription ($from: Int!) { countdown(from: $from) }';

describe('a subscription', () => {
  it('brings every event, and ends at its source when its client leaves', async () => {
    const events = client().iterate({ query: COUNTDOWN, variables: { from: 3 } });
    const counts = [];
    for (let n = 0; n < 3; n++)
      counts.push(((await events.next()).value as { data: { countdown: number } }).data.countdown);
    expect(counts).toEqual([3, 2, 1]);
    expect(library.witness.streamsOpen).toBe(1);
    await events.return?.();
    await expect.poll(() => library.witness.streamsOpen).toBe(0);
  });

  it('ends at its source when the connection breaks', async () => {
    const bare = await socket();
    bare.send(init(AUTHORIZED));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    bare.send(subscribe('1', COUNTDOWN, { from: 1 }));
    await expect.poll(() => library.witness.streamsOpen).toBe(1);
    bare.opened.terminate();
    await expect.poll(() => library.witness.streamsOpen).toBe(0);
  });

  it('masks faults, and goes on', async () => {
    const events = client().iterate({ query: COUNTDOWN, variables: { from: 14 } });
    await events.next();
    const { value } = (await events.next()) as { value: unknown };
    expect(value).toEqual({
      data: null,
      errors: [
        {
          message: 'Something went wrong on our side.',
          locations: [{ line: 1, column: 30 }],
          path: ['countdown'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, traceId: aTraceId },
        },
      ],
    });
    expect(await events.next()).toMatchObject({ value: { data: { countdown: 12 } } });
    await events.return?.();
  });

  it.each([
    ['a document that does not fit', 'subscription { nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a text that is no document', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['too much', `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: open`).join(' ')} }`, 'QUERY_TOO_COMPLEX'],
  ])('is refused for %s', async (_name, query, code) => {
    const failure: unknown = await client()
      .iterate({ query })
      .next()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject([{ extensions: { code } }]);
  });

  it('is refused for bad variables', async () => {
    const { value } = (await client()
      .iterate({ query: COUNTDOWN, variables: { from: 'x' } })
      .next()) as { value: unknown };
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: 'from' }] } }] });
  });
});

const aTraceId: unknown = expect.stringMatching(/^[\da-f]{32}$/);

describe('a connection', () => {
  it('answers queries and mutations too', async () => {
    const bare = await socket();
    bare.send(init());
    await expect.poll(bare.types).toEqual(['connection_ack']);
    bare.send(subscribe('1', '{ __typename open }'));
    await expect.poll(bare.types).toEqual(['connection_ack', 'next', 'complete']);
    expect(bare.received[1]?.payload).toEqual({ data: { __typename: 'Query', open: 'everybody may read this' } });
  });

  it('takes credentials by their headers’ names in any case', async () => {
    const lower = { authorization: AUTHORIZED.Authorization, 'x-client-id': 'c1' };
    for (const payload of [AUTHORIZED, lower, { AUTHORIZATION: AUTHORIZED.Authorization }])
      expect(await client(payload).iterate({ query: '{ me }' }).next()).toMatchObject({
        value: { data: { me: 'acme' } },
      });
  });

  it('is closed for good with wrong credentials', async () => {
    const bare = await socket();
    bare.send(init({ Authorization: 'Bearer sk_test_wrong' }));
    expect(await bare.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('without credentials learns nothing of the schema and may not subscribe', async () => {
    const anonymous = client({});
    const failures = await Promise.all(
      ['{ nope }', '{ book { id } }'].map((query) =>
        anonymous
          .iterate({ query })
          .next()
          .catch((error: unknown) => error),
      ),
    );
    expect(failures[0]).toEqual(failures[1]);
    expect(await anonymous.iterate({ query: COUNTDOWN, variables: { from: 3 } }).next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(library.witness.streamsOpen).toBe(0);
  });

  it('is closed when its token has ended, and only then', async () => {
    const expiresAt = new Date(Date.now() + 300);
    const token = {
      kind: 'sdk',
      organizationId: 'acme',
      clientId: 'c1',
      sessionId: 's1',
      mode: 'SANDBOX',
      expiresAt,
    } as const;
    library.principals.set('token', token);
    const bare = await socket();
    bare.send(init({ Authorization: 'Bearer token' }));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    setTimeout(() => library.principals.delete('token'), 290);
    expect((await bare.closed).code).toBe(4403);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime() - 20);
  });

  it('is closed soon after its key was revoked', async () => {
    library.principals.set('revoked', {
      kind: 'operator',
      organizationId: 'acme',
      role: 'VIEWER',
      mode: 'LIVE',
      keyId: 'k2',
    });
    const bare = await socket();
    bare.send(init({ Authorization: 'Bearer revoked' }));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    library.principals.delete('revoked');
    expect((await bare.closed).code).toBe(4403);
  });

  it.each([
    ['that says nothing', [], 4408],
    ['that begins twice', [init(), init()], 4429],
    ['that subscribes first', [subscribe('1', '{ open }')], 4401],
    ['that speaks no JSON', ['not json'], 4400],
    ['that says the unknown', [{ type: 'start' }], 4400],
    [
      'that uses an id twice',
      [init(AUTHORIZED), subscribe('1', 'subscription { countdown(from: 1) }'), subscribe('1', '{ open }')],
      4409,
    ],
    ['that says too much', ['x'.repeat(300 * 1024)], 1009],
  ])('%s is closed', async (_name, messages, code) => {
    const bare = await socket();
    for (const message of messages) {
      bare.send(message);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect((await bare.closed).code).toBe(code);
  });

  it('of another protocol, or to another address, is refused', async () => {
    await expect(socket(library.sockets, 'graphql-ws')).rejects.toThrow();
    await expect(socket(library.sockets.replace('/graphql', '/other'))).rejects.toThrow(/404/);
  });

  it('answers pings, also before it is asked who it is', async () => {
    const bare = await socket();
    bare.send({ type: 'ping' });
    await expect.poll(bare.types).toEqual(['pong']);
  });

  it('carries so many operations at once', async () => {
    const bare = await socket();
    bare.send(init(AUTHORIZED));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    for (const id of ['1', '2', '3', '4']) bare.send(subscribe(id, 'subscription { countdown(from: 0) }'));
    await expect.poll(bare.types).toContain('error');
    expect(bare.received.filter(({ type }) => type === 'error')).toMatchObject([
      { id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] },
    ]);
  });

  it('is closed to come back where its client does not read', async () => {
    await using patient = await startLibrary();
    const bare = await socket(patient.sockets);
    bare.opened.pause();
    for (let n = 0; n < 100; n++) bare.send({ type: 'ping', payload: { echo: 'x'.repeat(200 * 1024) } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    bare.opened.resume();
    expect((await bare.closed).code).toBe(4503);
  });

  it('is ended when nobody answers its pings', async () => {
    const deaf = new WebSocket(library.sockets, 'graphql-transport-ws', { autoPong: false });
    disposers.push(() => deaf.terminate());
    deaf.on('open', () => deaf.send(JSON.stringify(init(AUTHORIZED))));
    const code = await new Promise((resolve) => deaf.on('close', resolve));
    expect(code).toBe(1006);
  });
});

describe('the server', () => {
  it('tells its clients to come back when it closes', async () => {
    const closing = await startLibrary();
    const bare = await socket(closing.sockets);
    bare.send(init(AUTHORIZED));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    await closing.close();
    expect((await bare.closed).code).toBe(1012);
  });

  it('takes so many connections at once', async () => {
    await using full = await startLibrary({ limits: { sockets: 1 } });
    await socket(full.sockets);
    await expect(socket(full.sockets)).rejects.toThrow(/503/);
  });
});
