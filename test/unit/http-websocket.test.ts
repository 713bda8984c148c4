import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';
import { AUTHORIZED, COUNTDOWN, TestSockets, init, subscribe } from '../support/library-sockets.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary({ limits: { keepAlive: 400, recheck: 150, operationsPerSocket: 3 } });
});
afterAll(() => library.close());

const sockets = new TestSockets();
afterEach(() => sockets.end());

describe('a connection', () => {
  it('answers queries and mutations too', async () => {
    const bare = await sockets.open(library.sockets);
    bare.send(init());
    await expect.poll(bare.types).toEqual(['connection_ack']);
    bare.send(subscribe('1', '{ __typename open }'));
    await expect.poll(bare.types).toEqual(['connection_ack', 'next', 'complete']);
    expect(bare.received[1]?.payload).toEqual({ data: { __typename: 'Query', open: 'everybody may read this' } });
  });

  it('takes credentials by their headers’ names in any case', async () => {
    const lower = { authorization: AUTHORIZED.Authorization, 'x-client-id': 'c1' };
    for (const payload of [AUTHORIZED, lower, { AUTHORIZATION: AUTHORIZED.Authorization }])
      expect(await sockets.client(library.sockets, payload).iterate({ query: '{ me }' }).next()).toMatchObject({
        value: { data: { me: 'acme' } },
      });
  });

  it('is closed for good with wrong credentials', async () => {
    const bare = await sockets.open(library.sockets);
    bare.send(init({ Authorization: 'Bearer sk_test_wrong' }));
    expect(await bare.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('without credentials learns nothing of the schema and may not subscribe', async () => {
    const anonymous = sockets.client(library.sockets, {});
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
    const bare = await sockets.open(library.sockets);
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
    const bare = await sockets.open(library.sockets);
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
    const bare = await sockets.open(library.sockets);
    for (const message of messages) {
      bare.send(message);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect((await bare.closed).code).toBe(code);
  });

  it('of another protocol, or to another address, is refused', async () => {
    await expect(sockets.open(library.sockets, 'graphql-ws')).rejects.toThrow();
    await expect(sockets.open(library.sockets.replace('/graphql', '/other'))).rejects.toThrow(/404/);
  });

  it('answers pings, also before it is asked who it is', async () => {
    const bare = await sockets.open(library.sockets);
    bare.send({ type: 'ping' });
    await expect.poll(bare.types).toEqual(['pong']);
  });

  it('carries so many operations at once', async () => {
    const bare = await sockets.open(library.sockets);
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
    const bare = await sockets.open(patient.sockets);
    bare.opened.pause();
    for (let n = 0; n < 100; n++) bare.send({ type: 'ping', payload: { echo: 'x'.repeat(200 * 1024) } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    bare.opened.resume();
    expect((await bare.closed).code).toBe(4503);
  });

  it('is ended when nobody answers its pings', async () => {
    const deaf = new WebSocket(library.sockets, 'graphql-transport-ws', { autoPong: false });
    deaf.on('open', () => deaf.send(JSON.stringify(init(AUTHORIZED))));
    const code = await new Promise((resolve) => deaf.on('close', resolve));
    expect(code).toBe(1006);
  });
});

describe('the server', () => {
  it('tells its clients to come back when it closes', async () => {
    const closing = await startLibrary();
    const bare = await sockets.open(closing.sockets);
    bare.send(init(AUTHORIZED));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    await closing.close();
    expect((await bare.closed).code).toBe(1012);
  });

  it('takes so many connections at once', async () => {
    await using full = await startLibrary({ limits: { sockets: 1 } });
    await sockets.open(full.sockets);
    await expect(sockets.open(full.sockets)).rejects.toThrow(/503/);
  });
});
