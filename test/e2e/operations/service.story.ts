import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { VERSION } from '../../../src/version.js';
import * as api from '../../support/generated/operations.js';
import { ROWS } from '../../support/operations/mapping.js';
import { type Teller, TIME } from '../../support/operations/teller.js';

const NUMBER: unknown = expect.any(Number);
const PATHS = { health: '/health', ready: '/ready', live: '/live', metrics: '/metrics', docs: '/docs' };
const FACTS = { service: 'proofgate', version: VERSION, environment: 'development', timestamp: TIME };
const DESCRIPTION = 'Identity verification over interchangeable providers';
const UP = { state: 'HEALTHY', milliseconds: NUMBER, detail: null };
const IN_PROCESS = { state: 'HEALTHY', milliseconds: null, detail: 'in process' };

/** What anybody may know of the service, over GraphQL and by plain HTTP with the JSON names that operators know. */
export async function tellOfService(teller: Teller): Promise<void> {
  const about = { ...FACTS, description: DESCRIPTION, documentation: '/docs', status: 'HEALTHY' };
  await teller.tell(api.ServiceDocument, {}, { service: { ...about, endpoints: { health: '/health' } } });
  expectNames('service', await teller.hear('service', '/', { ...about, health: '/health' }));
  const endpoints = { ...PATHS, api_spec: '/schema.graphql' };
  expectNames('service info', await teller.hear('service info', '/info', { ...FACTS, uptime: NUMBER, endpoints }));
  const inside = { ...PATHS, apiSpec: '/schema.graphql' };
  await teller.tell(api.ServiceInfoDocument, {}, { service: { ...FACTS, uptime: NUMBER, endpoints: inside } });
  await teller.hear('metrics', '/metrics', METRICS, { accept: 'application/json' });
}

const { service: _service, ...MOMENT } = { ...FACTS, uptime: NUMBER };

/** How it is, and what an operator reads where something that it rests on is gone. */
export async function tellOfHealth(teller: Teller): Promise<void> {
  const cache = process.env['TEST_REDIS_URL'] ? UP : IN_PROCESS;
  await teller.tell(api.HealthDocument, {}, { health: healthWith(UP, cache) });
  const names = { database: 'HEALTHY', cache: 'HEALTHY', storage: 'HEALTHY' };
  const external = { internal: 'HEALTHY', sandbox: 'HEALTHY' };
  const timed = { milliseconds: NUMBER, detail: null };
  const { state: _state, ...details } = cache;
  const heard = await teller.hear('health', '/health', {
    status: 'HEALTHY',
    ...MOMENT,
    checks: { ...names, external_services: external },
    details: {
      database: timed,
      cache: details,
      storage: timed,
      external_services: { internal: timed, sandbox: timed },
    },
  });
  expectNames('health', heard);
  await withoutStorage(teller, async () => {
    const gone = { state: 'UNHEALTHY', milliseconds: NUMBER, detail: 'does not answer' };
    const ailing = { ...healthWith(gone, cache), status: 'UNHEALTHY', error: 'storage does not answer' };
    const { health } = await teller.tell(api.HealthDocument, {}, { health: ailing });
    await teller.hear('health', '/health', { status: 'UNHEALTHY', error: health.error });
    const { health: outside } = await teller.gateway.get(api.HealthStatusDocument, {});
    expect(outside).toMatchObject({ status: 'UNHEALTHY', error: null });
  });
}

const ENGINE = { adapter: 'internal', enabled: true, health: 'HEALTHY', circuit: 'CLOSED' };
const healthWith = (storage: object, cache: object) => ({
  status: 'HEALTHY',
  ...MOMENT,
  error: null,
  checks: { database: UP, cache, storage, externalServices: expect.arrayContaining([ENGINE]) as unknown },
});

/** Its folder is away for a while, and the report of before is forgotten. */
async function withoutStorage({ gateway }: Teller, story: () => Promise<void>): Promise<void> {
  const folder = join(gateway.folder, 'blobs');
  const isReported = () => fetch(`${gateway.address}/ready`).then(({ status }) => status);
  await rename(folder, `${folder}-away`);
  await expect.poll(isReported, { timeout: 10_000 }).toBe(503);
  await story();
  await rename(`${folder}-away`, folder);
}

const METRICS = {
  timestamp: TIME,
  system: {
    uptime: NUMBER,
    memory: { used: NUMBER, total: NUMBER, external: NUMBER, rss: NUMBER },
    cpu: { user: NUMBER, system: NUMBER },
    pid: process.pid,
    node_version: process.version,
    platform: process.platform,
  },
  environment: { node_env: 'development', version: VERSION },
};

/** Every name of the mapping is in the JSON. */
function expectNames(operation: string, response: unknown): void {
  for (const { field } of ROWS.filter((row) => row.operation === operation)) {
    const path = field.startsWith('response.') ? field.slice('response.'.length) : undefined;
    if (path) expect(response).toHaveProperty(path);
  }
}
