import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

let gateway: Gateway;
/** Oldest first. */
const ids: string[] = [];
beforeAll(async () => {
  gateway = await Gateway.start();
  for (const place of [0, 1, 2, 3, 4, 5, 6]) {
    const input = { metadata: { order: String(place), shop: place % 2 ? 'odd' : 'even' }, userId: `user-${place % 3}` };
    const { sessionId } = await openSession(gateway, { ...input, externalId: `Pérez ${place}` });
    ids.push(sessionId);
  }
});
afterAll(() => gateway.close());

async function list(variables: api.ListVerificationsQueryVariables) {
  const { viewer } = await gateway.get(api.ListVerificationsDocument, variables, operator);
  return viewer.organization.verificationSessions;
}
const at = (...places: number[]) => places.map((place) => ids[place] ?? '');
async function found(filter: api.VerificationSessionFilter) {
  const { nodes, totalCount } = await list({ filter });
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => id);
}

describe('the list of verifications', () => {
  it('comes newest first, and counts them all', async () => {
    const page = await list({ first: 3 });
    expect(page.nodes.map(({ id }) => id)).toEqual(at(6, 5, 4));
    expect(page.totalCount).toBe(7);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('goes on after a cursor, back before one, and passes over some', async () => {
    const first = await list({ first: 3 });
    const second = await list({ first: 3, after: first.pageInfo.endCursor });
    expect(second.nodes.map(({ id }) => id)).toEqual(at(3, 2, 1));
    const back = await list({ last: 2, before: second.pageInfo.startCursor });
    expect(back.nodes.map(({ id }) => id)).toEqual(at(5, 4));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect((await list({ last: 2 })).nodes.map(({ id }) => id)).toEqual(at(1, 0));
    expect((await list({ first: 2, skip: 4 })).nodes.map(({ id }) => id)).toEqual(at(2, 1));
    const skipped = await list({ first: 2, skip: 1, after: first.pageInfo.endCursor });
    expect(skipped.nodes.map(({ id }) => id)).toEqual(at(2, 1));
  });

  it('is narrowed by what the sessions are', async () => {
    await gateway.get(api.CancelDocument, { id: ids[2] ?? '' }, operator);
    expect(await found({ status: ['EXPIRED'] })).toEqual(at(2));
    expect(await found({ statusReason: ['CANCELLED', 'MANUAL_REVIEW'] })).toEqual(at(2));
    expect(await found({ status: ['IN_PROGRESS'], userId: ['user-0'] })).toEqual(at(6, 3, 0));
    expect(await found({ metadata: { shop: 'odd' } })).toEqual(at(5, 3, 1));
    expect(await found({ metadata: { shop: 'odd', order: '3' } })).toEqual(at(3));
    expect(await found({ metadata: { shop: 'even', order: '3' } })).toEqual([]);
    expect(await found({ verified: true })).toEqual([]);
    expect(await found({ createdTo: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await found({ createdFrom: '2020-01-01T00:00:00Z' })).toHaveLength(7);
    expect(await found({ clientId: ['no id at all'] })).toEqual([]);
    expect(await found({ identityId: ['019f0000-0000-7000-8000-000000000000'] })).toEqual([]);
  });

  it('is searched without accents or case, by the beginnings of words, and by ids', async () => {
    expect(await found({ searchTerm: 'PERE 4' })).toEqual(at(4));
    expect(await found({ searchTerm: 'pérez' })).toHaveLength(7);
    expect(await found({ searchTerm: 'ezpér' })).toEqual([]);
    expect(await found({ searchTerm: ids[5]?.toUpperCase() ?? null })).toEqual(at(5));
    expect(await found({ searchTerm: ' ' })).toHaveLength(7);
    expect(await found({ searchTerm: '?!' })).toEqual([]);
  });

  it.each([
    [{ first: 101 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ first: 1, last: 1 }, 'last'],
    [{ last: 1, skip: 1 }, 'skip'],
    [{ after: 'nonsense' }, 'after'],
    [{ filter: { metadata: { order: 3 } } }, 'filter.metadata.order'],
  ])('refuses %j', async (variables, path) => {
    const { errors } = await gateway.ask(api.ListVerificationsDocument, variables, operator);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
  });
});
