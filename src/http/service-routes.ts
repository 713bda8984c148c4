import type { FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../service/information.service.js';
import type { HealthCheck, HealthReport } from '../shared/health.js';
import type { Metrics } from './metrics.js';
import type { HttpOptions } from './options.js';
import { insidersInProduction, isInsider } from './request/insider.js';
import { prefersHtml } from './request/media-type.js';

const { apiSpec, ...paths } = ENDPOINTS;

/** What operators and orchestrators ask: `/`, `/info`, `/live`, `/ready`, `/health`, `/metrics`. */
export function serviceRoutes(
  app: FastifyInstance,
  options: HttpOptions,
  metrics: Metrics,
  isClosing: () => boolean,
): void {
  const { information } = options;
  const { info, report } = information;
  const now = () => information.now();
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });

  app.get('/', async (request, reply) => {
    if (prefersHtml(request.headers)) return reply.redirect('/docs');
    const { status } = await report();
    const { health, docs: documentation } = ENDPOINTS;
    return { ...info, timestamp: now().timestamp, documentation, health, status };
  });
  app.get('/info', () => ({ service: info.service, ...now(), endpoints: { ...paths, api_spec: apiSpec } }));
  app.get('/live', () => ({ status: 'HEALTHY', ...now() }));
  app.get('/ready', async (_request, reply) => {
    const status = isClosing() ? 'UNHEALTHY' : (await report()).status;
    return reply.code(codeOf(status)).send({ status, ...now() });
  });
  app.get('/health', async (request, reply) => {
    const [found, mayKnow] = [await report(), await isInsider(options, request)];
    return reply
      .code(codeOf(found.status))
      .send({ status: found.status, ...now(), ...(mayKnow ? checksOf(found) : {}) });
  });
  app.get('/metrics', { onRequest: insidersInProduction(options) }, async ({ headers }, reply) => {
    if (headers.accept?.includes('application/json')) return metrics.json(now());
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
