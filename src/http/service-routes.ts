import type { FastifyInstance } from 'fastify';
import type { HealthCheck, HealthReport } from '../shared/health.js';
import type { Metrics } from './metrics.js';
import type { HttpOptions } from './options.js';
import { prefersHtml } from './request/media-type.js';

/** Milliseconds for which a report is good: who asks more often does not make us ask the database more often. */
const REPORT_LASTS = 1000;

const ENDPOINTS = {
  health: '/health',
  ready: '/ready',
  live: '/live',
  metrics: '/metrics',
  docs: '/docs',
  api_spec: '/schema.graphql',
  graphql: '/graphql',
};

/** What operators and orchestrators ask: `/`, `/info`, `/live`, `/ready`, `/health`, `/metrics`. */
export function serviceRoutes(app: FastifyInstance, options: HttpOptions, metrics: Metrics): void {
  const { service } = options;
  const report = lasting(REPORT_LASTS, () => options.health());
  const now = () => ({
    timestamp: new Date().toISOString(),
    uptime: process.uptime(),
    version: service.version,
    environment: service.environment,
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });

  app.get('/', async (request, reply) => {
    if (prefersHtml(request.headers)) return reply.redirect('/docs');
    const { status } = await report();
    const { health, docs: documentation } = ENDPOINTS;
    return { ...service, timestamp: now().timestamp, documentation, health, status };
  });
  app.get('/info', () => ({ service: service.service, ...now(), endpoints: ENDPOINTS }));
  app.get('/live', () => ({ status: 'HEALTHY', ...now() }));
  app.get('/ready', async (_request, reply) => {
    const { status } = await report();
    return reply.code(codeOf(status)).send({ status, ...now() });
  });
  app.get('/health', async (_request, reply) => {
    const found = await report();
    return reply.code(codeOf(found.status)).send({ status: found.status, ...now(), ...checksOf(found) });
  });
  app.get('/metrics', async ({ headers }, reply) => {
    if (headers.accept?.includes('application/json')) return metrics.json(service);
    return reply.type(metrics.registry.contentType).send(await metrics.text());
  });
}

const codeOf = (status: HealthReport['status']): number => (status === 'UNHEALTHY' ? 503 : 200);

function checksOf({ database, cache, storage, externalServices, error }: HealthReport): object {
  const external = Object.entries(externalServices);
  return {
    checks: {
      database: database.state,
      cache: cache.state,
      storage: storage.state,
      external_services: Object.fromEntries(external.map(([name, { state }]) => [name, state])),
    },
    details: {
      database: detailsOf(database),
      cache: detailsOf(cache),
      storage: detailsOf(storage),
      external_services: Object.fromEntries(external.map(([name, check]) => [name, detailsOf(check)])),
    },
    error,
  };
}

const detailsOf = ({ milliseconds, detail }: HealthCheck): object => ({ milliseconds, detail });

/** Asks anew when the last answer is older than that. */
function lasting<Value>(milliseconds: number, ask: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly answer: Promise<Value>; readonly until: number } | undefined;
  return () => {
    if (!last || last.until < performance.now()) last = { answer: ask(), until: performance.now() + milliseconds };
    return last.answer;
  };
}
