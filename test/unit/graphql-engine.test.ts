import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getIntrospectionQuery } from 'graphql';
import type { RequestContext } from '../../src/graphql/context.js';
import { GraphQLEngine } from '../../src/graphql/execution/engine.js';
import type { GraphQLParams } from '../../src/graphql/execution/hot-documents.js';
import { printed } from '../../src/graphql/schema.js';
import { createLogger } from '../../src/shared/logger.js';
import { Witness, librarySchema } from '../support/library-schema.js';

const witness = new Witness();
const logged: string[] = [];
const log = createLogger('info', { write: (line) => logged.push(line) });
const engine = new GraphQLEngine({ schema: librarySchema(witness), log, openSchema: false });
beforeAll(() => engine.start());
afterAll(() => engine.stop());

const stranger: RequestContext = {
  principal: undefined,
  origin: { ipAddress: undefined, userAgent: undefined },
  traceId: 'trace-1',
  headers: {},
};
const operator: RequestContext = {
  ...stranger,
  principal: { kind: 'operator', organizationId: 'acme', role: 'ADMIN', mode: 'SANDBOX', keyId: 'k1' },
};
const ask = (params: GraphQLParams, context = operator) => engine.execute(params, { ...context });

const aText: unknown = expect.any(String);
const textWith = (part: string): unknown => expect.stringContaining(part);

const ADD_BOOK = 'mutation Add($input: BookInput!) { addBook(input: $input) }';

describe('a document', () => {
  const cases: [name: string, params: GraphQLParams][] = [
    ['of the usual kind', { query: '{ open me book(number: 2) { id name pages } }' }],
    ['with an interface', { query: '{ named { __typename name ... on Book { pages } } }' }],
    ['that finds nothing', { query: '{ book(number: 99) { name } }' }],
    ['that meets a fault beside an answer', { query: '{ open misfit }' }],
    ['that meets a fault that empties it', { query: '{ open fault }' }],
    [
      'with good variables',
      { query: ADD_BOOK, variables: { input: { name: 'A', chapters: [{ title: 'I', pages: 1 }] } } },
    ],
    [
      'with bad variables',
      { query: ADD_BOOK, variables: { input: { name: 'B', chapters: [{ title: 'I', pages: 'x' }] } } },
    ],
    ['without its variables', { query: ADD_BOOK }],
    [
      'with a page',
      { query: '{ books(first: 2) { nodes { name } edges { cursor } totalCount pageInfo { hasNextPage } } }' },
    ],
    ['with a bad page', { query: '{ books(first: 500) { totalCount } }' }],
    ['with a null where a default is', { query: 'query ($n: Int) { shelf(number: $n) }', variables: { n: null } }],
    ['with a default', { query: 'query ($n: Int) { shelf(number: $n) }' }],
    ['with several operations', { query: 'query A { open } query B { me }', operationName: 'B' }],
    ['whose operation is not there', { query: 'query A { open } query B { me }', operationName: 'C' }],
  ];
  it.each(cases)('%s is answered the same when it is hot', async (_name, params) => {
    const first = await ask(params);
    for (let use = 0; use < 5; use++) expect(await ask(params)).toEqual(first);
    expect(first).toMatchSnapshot();
  });

  it('becomes hot by use where it is answered, and its operations apart', async () => {
    const query = 'query A { open } query B { me }';
    for (let use = 0; use < 4; use++) await ask({ query, operationName: 'A' });
    expect(engine.hot.find({ query, operationName: 'A' })).toBeDefined();
    expect(engine.hot.find({ query, operationName: 'D' })).toBeUndefined();
  });

  it('is answered by its hash', async () => {
    const query = '{ open }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    const byHash = { extensions: { persistedQuery } };
    expect((await ask(byHash)).result.errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    for (let use = 0; use < 4; use++) expect((await ask({ query, ...byHash })).result.data).toEqual({ open: aText });
    for (let use = 0; use < 4; use++) expect((await ask(byHash)).result.data).toEqual({ open: aText });
    const wrong = { query: '{ me }', extensions: { persistedQuery } };
    expect(await ask(wrong)).toMatchObject({
      status: 400,
      result: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
  });

  it('that is hot never serves a caller what another one loaded', async () => {
    const query = '{ a: author(of: "x") b: author(of: "x") c: author(of: "y") }';
    for (let use = 0; use < 5; use++) await ask({ query });
    expect(witness.batches.slice(-5)).toEqual(Array.from({ length: 5 }, () => ['x', 'y']));
  });
});

describe('errors', () => {
  it('say which variables are wrong, and where', async () => {
    const input = { name: 4, chapters: [{ title: 'I', pages: 1 }, { pages: 'Jane Doe' }], wait: 'P1M', more: 1 };
    const { status, result } = await ask({ query: ADD_BOOK, variables: { input } });
    expect(status).toBe(400);
    expect(result.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      retryable: false,
      traceId: 'trace-1',
    });
    expect(result.errors?.[0]?.extensions?.['issues']).toEqual([
      { path: 'input.name', message: 'String cannot represent a non string value' },
      { path: 'input.chapters.1.title', message: textWith('required') },
      { path: 'input.chapters.1.pages', message: 'Int cannot represent non-integer value' },
      { path: 'input.wait', message: textWith('Duration') },
      { path: 'input.more', message: textWith('is not defined') },
    ]);
    expect(JSON.stringify(result)).not.toContain('Jane');
  });

  it('of our own are masked, and logged once without what they quote', async () => {
    logged.length = 0;
    const { status, result } = await ask({ query: '{ fault }' });
    expect(status).toBe(500);
    expect(result.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        locations: [{ line: 1, column: 3 }],
        path: ['fault'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, traceId: 'trace-1' },
      },
    ]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('trace-1');
    expect(logged.join()).not.toContain('Jane');
  });

  it('tell strangers nothing of the schema', async () => {
    const documents = ['{ books { nope } }', '{ nope }', '{ book(number: "1") { id } }', '{ book { id } open { x } }'];
    const answers = await Promise.all(documents.map((query) => ask({ query }, stranger)));
    answers.push(await ask({ query: ADD_BOOK, variables: { input: {} } }, stranger));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      status: 400,
      result: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    });
    expect((await ask({ query: '{ book { nope } }' })).result.errors?.map(({ message }) => message).join()).toContain(
      'nope',
    );
  });

  it('refuse introspection to strangers, also of a document that others use', async () => {
    const query = getIntrospectionQuery();
    for (let use = 0; use < 5; use++) expect((await ask({ query })).result.data).toHaveProperty('__schema');
    for (const asked of [query, '{ __type(name: "Book") { name } }'])
      expect(await ask({ query: asked }, stranger)).toMatchObject({ status: 401, result: { errors: [{}] } });
    expect((await ask({ query: '{ __typename open }' }, stranger)).status).toBe(200);
  });

  it('name documents that are none', async () => {
    expect(await ask({ query: '{ open' })).toMatchObject({
      status: 400,
      result: { errors: [{ locations: [{ line: 1, column: 7 }], extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] },
    });
    expect((await ask({})).result.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect((await ask({ query: '' })).result.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });
});

describe('limits', () => {
  const page = (inner: string, args = '(first: 100)') => `books${args} { nodes { ${inner} } }`;
  const costly: [name: string, query: string][] = [
    ['aliases', `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: open`).join(' ')} }`],
    ['directives', `{ open ${'@include(if: true)'.repeat(6)} }`],
    ['cost', `{ ${Array.from({ length: 9 }, (_, i) => `a${i}: ${page('id name pages '.repeat(12))}`).join(' ')} }`],
    [
      'cost by variables',
      `query ($n: Int) { ${Array.from({ length: 9 }, (_, i) => `a${i}: ${page('id name pages '.repeat(12), '(first: $n)')}`).join(' ')} }`,
    ],
  ];
  it.each(costly)('%s', async (_name, query) => {
    const { status, result } = await ask({ query });
    expect(status).toBe(400);
    expect(result.errors?.map(({ extensions }) => extensions?.['code'])).toContain('QUERY_TOO_COMPLEX');
  });
  it('depth that the stack does not suffice for', async () => {
    logged.length = 0;
    const query = `mutation { addBook(input: ${'['.repeat(2400)}${']'.repeat(2400)}) }`;
    expect(await ask({ query })).toMatchObject({
      status: 400,
      result: { errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] },
    });
    expect(logged).toEqual([]);
  });
  it('tokens', async () => {
    expect(await ask({ query: `{ ${'open '.repeat(5000)} }` })).toMatchObject({ status: 400 });
  });
  it('let a full page through', async () => {
    expect((await ask({ query: `{ ${page('id name pages')} }` })).result.errors).toBeUndefined();
  });
});

it('prints the schema in a fixed order, with defaults and links', () => {
  const text = printed(librarySchema());
  expect(text).toBe(printed(librarySchema()));
  expect(text).toContain('wait: Duration! = "PT20S"');
  expect(text).toMatch(/scalar Duration\s+@specifiedBy\(url: "https:/);
  expect(text).toContain('type BookConnection');
});
