import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';
import { AUTHORIZED, COUNTDOWN, TestSockets, init, subscribe } from '../support/library-sockets.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
});
afterAll(() => library.close());

const sockets = new TestSockets();
afterEach(() => sockets.end());

const aTraceId: unknown = expect.stringMatching(/^[\da-f]{32}$/);

describe('a subscription', () => {
  it('brings every event, and ends at its source when its client leaves', async () => {
    const events = sockets.client(library.sockets).iterate({ query: COUNTDOWN, variables: { from: 3 } });
    const counts = [];
    for (let n = 0; n < 3; n++)
      counts.push(((await events.next()).value as { data: { countdown: number } }).data.countdown);
    expect(counts).toEqual([3, 2, 1]);
    expect(library.witness.streamsOpen).toBe(1);
    await events.return?.();
    await expect.poll(() => library.witness.streamsOpen).toBe(0);
  });

  it('ends at its source when the connection breaks', async () => {
    const bare = await sockets.open(library.sockets);
    bare.send(init(AUTHORIZED));
    await expect.poll(bare.types).toEqual(['connection_ack']);
    bare.send(subscribe('1', COUNTDOWN, { from: 1 }));
    await expect.poll(() => library.witness.streamsOpen).toBe(1);
    bare.opened.terminate();
    await expect.poll(() => library.witness.streamsOpen).toBe(0);
  });

  it('masks faults, and goes on', async () => {
    const events = sockets.client(library.sockets).iterate({ query: COUNTDOWN, variables: { from: 14 } });
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
    const failure: unknown = await sockets
      .client(library.sockets)
      .iterate({ query })
      .next()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject([{ extensions: { code } }]);
  });

  it('is refused for bad variables', async () => {
    const { value } = (await sockets
      .client(library.sockets)
      .iterate({ query: COUNTDOWN, variables: { from: 'x' } })
      .next()) as { value: unknown };
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: 'from' }] } }] });
  });
});
