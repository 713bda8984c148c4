import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphQLEngine } from '../../src/graphql/execution/engine.js';
import { createLogger } from '../../src/shared/logger.js';
import { bookId, librarySchema } from '../support/library-schema.js';

const engine = new GraphQLEngine({ schema: librarySchema(), log: createLogger('silent'), openSchema: true });
beforeAll(() => engine.start());
afterAll(() => engine.stop());
const ask = (query: string) =>
  engine.execute(
    { query },
    { principal: undefined, origin: { ipAddress: undefined, userAgent: undefined }, traceId: 'trace', headers: {} },
  );

describe('connections', () => {
  const names = async (args: string) => {
    const query = `{ books${args} { nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const { result } = await ask(query);
    return result;
  };
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ name: `Book ${from + i}` }));
  const info = (from: number, to: number, hasPreviousPage: boolean, hasNextPage: boolean) => ({
    hasNextPage,
    hasPreviousPage,
    startCursor: bookId(from),
    endCursor: bookId(to),
  });

  it.each([
    ['', 1, 25, false, true],
    ['(first: 100)', 1, 60, false, false],
    [`(first: 10, after: "${bookId(50)}")`, 51, 60, true, false],
    [`(first: 5, after: "${bookId(10)}", skip: 5)`, 16, 20, true, true],
    ['(last: 5)', 56, 60, true, false],
    [`(last: 5, before: "${bookId(6)}")`, 1, 5, false, true],
    [`(first: 5, before: "${bookId(4)}")`, 1, 3, false, false],
  ])('books%s', async (args, from, to, previous, next) => {
    expect(await names(args)).toEqual({
      data: { books: { nodes: range(from, to), pageInfo: info(from, to, previous, next) } },
    });
  });

  it.each([
    ['(first: 101)', 'first'],
    ['(first: -1)', 'first'],
    ['(last: 101)', 'last'],
    ['(first: 1, last: 1)', 'last'],
    ['(skip: -1)', 'skip'],
    ['(last: 5, skip: 5)', 'skip'],
    ['(after: "1")', 'after'],
    [`(before: "' or 1=1")`, 'before'],
  ])('books%s is refused', async (args, path) => {
    const { errors } = await names(args);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
  });

  it('may be asked for their count alone', async () => {
    expect((await ask('{ books(first: 0) { totalCount } }')).result.data).toEqual({
      books: { totalCount: 60 },
    });
  });
});
