import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

type Stream = ReturnType<
  typeof gateway.subscribe<api.SessionUpdatesSubscription, api.SessionUpdatesSubscriptionVariables>
>;
const follow = (variables: api.SessionUpdatesSubscriptionVariables, headers = operator) =>
  gateway.subscribe(api.SessionUpdatesDocument, variables, headers);

async function take(stream: Stream, count: number) {
  const updates: api.SessionUpdatesSubscription['sessionUpdated'][] = [];
  while (updates.length < count) {
    const { value, done } = await stream.next();
    if (done) break;
    if (value.data) updates.push(value.data.sessionUpdated);
    else throw new Error(JSON.stringify(value.errors));
  }
  return updates;
}

describe('a session as it changes', () => {
  it('is told live, in order, with the session as it stands', async () => {
    const { sessionId, headers } = await openSession(gateway);
    const stream = follow({ sessionId, after: '0' });
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, headers);
    const updates = await take(stream, 3);
    expect(updates.map(({ event }) => event)).toEqual([
      'SESSION_CREATED',
      'SESSION_CONSENT_GIVEN',
      'SESSION_DOCUMENT_TYPE_SET',
    ]);
    expect(updates.every(({ session }) => session.id === sessionId)).toBe(true);
    await stream.end();
  });

  it('goes on after the last cursor: nothing lost, nothing twice', async () => {
    const { sessionId, headers } = await openSession(gateway);
    const first = follow({ sessionId, after: '0' });
    const [created] = await take(first, 1);
    await first.end();
    await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
    const second = follow({ sessionId, after: created?.cursor ?? '' });
    await gateway.get(api.CancelDocument, { id: sessionId }, operator);
    expect((await take(second, 2)).map(({ event }) => event)).toEqual(['SESSION_CONSENT_GIVEN', 'SESSION_CANCELLED']);
    await second.end();
  });

  it('reads the same log as the history', async () => {
    const { sessionId } = await openSession(gateway);
    const stream = follow({ sessionId, after: '0' });
    const [created] = await take(stream, 1);
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, operator);
    expect(verificationSession?.history).toEqual([
      {
        sequence: 1,
        cursor: created?.cursor,
        event: 'SESSION_CREATED',
        endpoint: 'Mutation.createVerificationSession',
      },
    ]);
    await stream.end();
  });

  it('gives the SDK its own session, and nobody what is not theirs', async () => {
    const mine = await openSession(gateway);
    const other = await openSession(gateway);
    const stream = follow({ after: '0' }, mine.headers);
    expect((await take(stream, 1))[0]?.session.id).toBe(mine.sessionId);
    await stream.end();
    for (const [variables, code] of [
      [{ sessionId: other.sessionId }, 'NOT_FOUND'],
      [{ sessionId: mine.sessionId, after: 'abc' }, 'BAD_USER_INPUT'],
      [{ filter: { organizationId: 'somebody-else' } }, 'NOT_FOUND'],
    ] as const) {
      const refused = follow(variables, mine.headers);
      const { value } = await refused.next();
      expect(JSON.stringify(value)).toContain(code);
      await refused.end();
    }
  });
});

describe('a cursor from before what the log reaches back to', () => {
  /** Over server-sent events: all that comes until something is told, or the stream ends. */
  async function streamed(address: string, variables: api.SessionUpdatesSubscriptionVariables): Promise<string> {
    const headers = { ...operator, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: print(api.SessionUpdatesDocument), variables });
    const { body: stream } = await fetch(`${address}/graphql/stream`, { method: 'POST', headers, body });
    let text = '';
    for await (const chunk of stream?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.includes('data: {')) break;
    }
    return text;
  }

  it.each([
    ['90 days without a setting', {}, 90],
    ['EVENT_DAYS', { EVENT_DAYS: '30' }, 30],
  ])('is refused by socket and by stream: %s', async (_setting, environment, days) => {
    let ahead = 0;
    const later = await Gateway.start(() => new Date(Date.now() + ahead), environment);
    try {
      const { sessionId } = await openSession(later);
      const read = async () =>
        (await later.get(api.ReadSessionDocument, { id: sessionId }, operator)).verificationSession;
      const publishedAt = async () => (await read())?.history?.[0]?.cursor;
      await expect.poll(publishedAt, { timeout: 30_000 }).toMatch(/^\d+$/);
      const after = (await publishedAt()) ?? '';
      await openSession(later);
      const first = async () => {
        const stream = later.subscribe(api.SessionUpdatesDocument, { after }, operator);
        const { value } = await stream.next();
        await stream.end();
        return JSON.stringify(value);
      };
      ahead = (days - 1) * 24 * 3600 * 1000;
      for (const told of [await first(), await streamed(later.address, { after })])
        expect(told).toContain('SESSION_CREATED');
      ahead = (days + 1) * 24 * 3600 * 1000;
      for (const told of [await first(), await streamed(later.address, { after })])
        expect(told).toContain('CURSOR_EXPIRED');
      expect((await read())?.history?.map(({ event }) => event)).toContain('SESSION_CREATED');
    } finally {
      await later.close();
    }
  });
});
