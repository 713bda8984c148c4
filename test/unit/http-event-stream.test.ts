import { request } from 'node:http';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';
import { COUNTDOWN } from '../support/library-sockets.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
});
afterAll(() => library.close());

const clientOf = (headers: Record<string, string> = KEY) =>
  createClient({ url: `${library.graphql}/stream`, headers, retryAttempts: 0 });

async function all<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const found: Result[] = [];
  for await (const result of results) found.push(result);
  return found;
}

describe('a subscription over server-sent events', () => {
  it('brings every event, and ends at its source when its client leaves', async () => {
    const client = clientOf();
    const counts: unknown[] = [];
    for await (const { data } of client.iterate({ query: COUNTDOWN, variables: { from: 3 } })) {
      counts.push(data?.['countdown']);
      if (counts.length === 3) break;
    }
    expect(counts).toEqual([3, 2, 1]);
    client.dispose();
    await expect.poll(() => library.witness.streamsOpen).toBe(0);
  });

  it('is refused in the stream for a document that does not fit', async () => {
    const [result] = await all(clientOf().iterate({ query: 'subscription { nope }' }));
    expect(result?.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it('is refused before the stream to those who are not known', async () => {
    const failure: unknown = await all(
      clientOf({ authorization: 'Bearer sk_test_unknown' }).iterate({ query: COUNTDOWN, variables: { from: 1 } }),
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ response: { status: 401 } });
  });

  it('answers a query, too', async () => {
    const [result] = await all(clientOf().iterate({ query: '{ __typename }' }));
    expect(result).toEqual({ data: { __typename: 'Query' } });
  });

  it('ends when the server does, so that the client resumes elsewhere', async () => {
    const own = await startLibrary();
    const ended = new Promise<void>((resolve, reject) => {
      const sent = request(`${own.graphql}/stream`, {
        method: 'POST',
        headers: { ...KEY, 'content-type': 'application/json' },
      });
      sent.on('response', (response) => response.resume().on('end', resolve));
      sent.on('error', reject);
      sent.end(JSON.stringify({ query: COUNTDOWN, variables: { from: 0 } }));
    });
    await expect.poll(() => own.witness.streamsOpen).toBe(1);
    await own.close();
    await ended;
  });
});
