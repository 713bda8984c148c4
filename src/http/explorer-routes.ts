import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { FastifyInstance } from 'fastify';
import type { GraphQLEngine } from '../graphql/execution/engine.js';
import { printed } from '../graphql/schema.js';
import { docsPage, operationsPage } from './docs-page.js';
import type { HttpOptions } from './options.js';
import { insidersInProduction } from './request/insider.js';

/** What developers look at: the schema, the documentation and two explorers. In production they want credentials. */
export function explorerRoutes(app: FastifyInstance, options: HttpOptions, engine: GraphQLEngine): void {
  const { schema, information } = options;
  const text = printed(schema);
  const operations = operationsPage();
  const explorer = once(async () => {
    const page = renderGraphiQL({
      title: information.info.service,
      endpoint: '/graphql',
      subscriptionsProtocol: 'WS',
      additionalHeaders: { 'apollo-require-preflight': 'true' },
      defaultQuery: '{ viewer { role mode organization { name } } }',
      headers: '{ "authorization": "Bearer sk_test_…" }',
    });
    const bytes = await promisify(gzip)(page);
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  });

  const guard = insidersInProduction(options);
  app.get('/docs', { onRequest: guard }, (_request, reply) => reply.type('text/html').send(docsPage(information.info)));
  app.get('/docs/operations.md', { onRequest: guard }, (_request, reply) => reply.type('text/plain').send(operations));
  app.get('/schema.graphql', { onRequest: guard }, (_request, reply) => reply.type('text/plain').send(text));
  // Apollo Sandbox comes from Apollo's servers and brings a policy of its own in the page.
  app.get('/graphql', { onRequest: guard, helmet: { contentSecurityPolicy: false } }, async (_request, reply) =>
    reply.type('text/html').send(await engine.landingPage()),
  );
  app.get(
    '/graphiql',
    { onRequest: guard, helmet: { contentSecurityPolicy: EXPLORER_POLICY } },
    async (request, reply) => {
      const { bytes, etag } = await explorer();
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type('text/html').header('content-encoding', 'gzip').send(bytes);
    },
  );
}

/** GraphiQL is one page with its scripts and workers inside: it asks for nothing from elsewhere. */
const EXPLORER_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", "'unsafe-inline'", 'blob:'],
    workerSrc: ['blob:'],
    styleSrc: ["'unsafe-inline'"],
    fontSrc: ['data:'],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'", 'ws:', 'wss:'],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
};

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
