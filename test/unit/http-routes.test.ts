import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, startLibrary } from '../support/library-server.js';
import type { Library } from '../support/library-server.js';

let library: Library;
beforeAll(async () => {
  library = await startLibrary();
});
afterAll(() => library.close());

const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const get = (path: string, headers: Record<string, string> = {}, base = library.url) =>
  fetch(base + path, { headers, redirect: 'manual' });
const json = async (path: string, headers?: Record<string, string>): Promise<unknown> =>
  (await get(path, headers)).json();
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const DOWN = { state: 'UNHEALTHY', milliseconds: 3, detail: 'does not answer' } as const;
const UP = { state: 'HEALTHY', milliseconds: 1, detail: null } as const;

describe('operators', () => {
  it('learn what this is', async () => {
    expect(await json('/')).toEqual({
      service: 'library',
      description: 'Lends <books>',
      version: '1.2.3',
      environment: 'test',
      timestamp: aText,
      documentation: '/docs',
      health: '/health',
      status: 'HEALTHY',
    });
    expect(await json('/info')).toMatchObject({
      service: 'library',
      uptime: aNumber,
      endpoints: {
        health: '/health',
        ready: '/ready',
        live: '/live',
        metrics: '/metrics',
        docs: '/docs',
        api_spec: '/schema.graphql',
      },
    });
  });

  it('learn how it is', async () => {
    for (const path of ['/live', '/ready'])
      expect(await json(path)).toMatchObject({ status: 'HEALTHY', version: '1.2.3' });
    expect(await json('/health')).toMatchObject({
      status: 'HEALTHY',
      checks: { database: 'HEALTHY', cache: 'HEALTHY', storage: 'HEALTHY', external_services: { google: 'HEALTHY' } },
      details: { database: { milliseconds: 1, detail: null } },
      error: null,
    });
  });

  it.each([
    ['UNHEALTHY', 503],
    ['DEGRADED', 200],
  ] as const)('find it %s by status %i', async (status, code) => {
    const health = async () => ({
      status,
      database: DOWN,
      cache: UP,
      storage: UP,
      externalServices: {},
      error: 'database',
    });
    await using ill = await startLibrary({ health });
    for (const path of ['/ready', '/health']) expect((await get(path, {}, ill.url)).status).toBe(code);
    expect((await get('/live', {}, ill.url)).status).toBe(200);
  });

  it('count requests and errors', async () => {
    await fetch(library.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ me }"}',
    });
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/proofgate_graphql_errors_total\{code="UNAUTHENTICATED"\} \d/);
    expect(text).toMatch(/proofgate_http_request_duration_seconds_count\{route="\/graphql",status="401"\} \d/);
    expect(text).toContain('process_cpu_seconds_total');
    expect(await json('/metrics', { accept: 'application/json' })).toEqual({
      timestamp: aText,
      system: {
        uptime: aNumber,
        memory: { used: aNumber, total: aNumber, external: aNumber, rss: aNumber },
        cpu: { user: aNumber, system: aNumber },
        pid: process.pid,
        node_version: process.version,
        platform: process.platform,
      },
      environment: { node_env: 'test', version: '1.2.3' },
    });
  });
});

describe('developers', () => {
  it('find the schema', async () => {
    const schema = buildSchema(await (await get('/schema.graphql')).text());
    expect(schema.getQueryType()?.getFields()['books']).toBeDefined();
  });

  it('find Apollo Sandbox at /graphql with a browser, and data without one', async () => {
    const page = await get('/graphql', HTML);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('embeddable-sandbox');
    expect(await json('/graphql?query={open}', { accept: '*/*' })).toEqual({ data: { open: aText } });
  });

  it('find an explorer that asks for nothing from elsewhere, sent once', async () => {
    const page = await get('/graphiql', HTML);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self'/);
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(await page.text()).toContain('YogaGraphiQL');
    const again = await get('/graphiql', { ...HTML, 'if-none-match': page.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('find the way from the root, and nothing that a service name could break', async () => {
    expect((await get('/', HTML)).headers.get('location')).toBe('/docs');
    const docs = await (await get('/docs')).text();
    expect(docs).toContain('href="/graphiql"');
    expect(docs).not.toContain('<books>');
    const [, operations] = /href="(\/docs\/[^"]+)"/.exec(docs) ?? [];
    expect(await (await get(operations ?? '')).text()).toContain('Mutation.createVerificationSession');
  });

  it('need credentials for all this in production', async () => {
    await using production = await startLibrary({ isProduction: true });
    for (const path of ['/docs', '/docs/operations.md', '/schema.graphql', '/graphiql', '/graphql', '/metrics']) {
      const refused = await get(path, HTML, production.url);
      expect([path, refused.status]).toEqual([path, 401]);
      expect(await refused.text()).not.toMatch(/type |GraphiQL|sandbox|process_cpu/);
      expect((await get(path, { ...HTML, authorization: 'Bearer wrong' }, production.url)).status).toBe(401);
      expect((await get(path, { ...HTML, ...KEY }, production.url)).status).toBe(200);
    }
    const introspection = { query: '{ __schema { queryType { name } } }' };
    const ask = (headers: Record<string, string>) =>
      fetch(production.graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(introspection),
      });
    for (let use = 0; use < 5; use++) expect((await ask(KEY)).status).toBe(200);
    expect((await ask({})).status).toBe(401);
  });
});

it('tells the details of health to insiders alone in production', async () => {
  await using production = await startLibrary({ isProduction: true });
  const health = async (headers = {}) => (await get('/health', headers, production.url)).json() as Promise<object>;
  expect(await health()).toEqual({
    status: 'HEALTHY',
    timestamp: aText,
    uptime: aNumber,
    version: '1.2.3',
    environment: 'test',
  });
  expect(await health(KEY)).toMatchObject({
    checks: { database: 'HEALTHY' },
    details: { database: { milliseconds: 1, detail: null } },
  });
  expect((await get('/health', { authorization: 'Bearer wrong' }, production.url)).status).toBe(401);
});

describe('a signed link', () => {
  it('gives the file, to be stored nowhere', async () => {
    const file = await get('/downloads/good');
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([1, 2, 3]);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'content-disposition': 'attachment; filename="capture.png"',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('that is wrong gives nothing', async () => {
    const refused = await get('/downloads/bad');
    expect(refused.status).toBe(404);
    expect(await refused.json()).toEqual({
      error: { message: 'There is no such object.', code: 'NOT_FOUND', retryable: false, traceId: aText },
    });
  });

  it('that fails tells nothing of why', async () => {
    await using broken = await startLibrary({
      openDownload: () => Promise.reject(new Error('/var/blobs/jane is sealed')),
    });
    const failed = await get('/downloads/any', {}, broken.url);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('jane');
    expect(broken.logged.join()).not.toContain('jane');
  });
});

it('knows no other address, and says so with the usual headers', async () => {
  const none = await get('/etc/passwd');
  expect(none.status).toBe(404);
  expect(none.headers.get('x-content-type-options')).toBe('nosniff');
  expect(none.headers.get('x-trace-id')).toMatch(/^[\da-f]{32}$/);
  expect(none.headers.get('x-powered-by')).toBeNull();
});
