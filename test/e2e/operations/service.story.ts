import { expect } from 'vitest';
import { ROWS } from '../../support/operations/mapping.js';
import { type Teller, TIME } from '../../support/operations/teller.js';

const NUMBER: unknown = expect.any(Number);
const VERSION: unknown = expect.stringMatching(/^\d+\.\d+\.\d+/);
const ENDPOINTS = {
  health: '/health',
  ready: '/ready',
  live: '/live',
  metrics: '/metrics',
  docs: '/docs',
  api_spec: '/schema.graphql',
};
const CHECK = { milliseconds: NUMBER };

/** What operators and orchestrators read by plain HTTP, with the JSON names that they know. */
export async function tellOfService(teller: Teller): Promise<void> {
  const about = { service: 'proofgate', version: VERSION, environment: 'development', timestamp: TIME };
  const places = { documentation: '/docs', health: '/health', status: 'HEALTHY' };
  const description: unknown = expect.stringContaining('Identity');
  expectNames('service', await teller.hear('service', '/', { ...about, ...places, description }));
  const info = { ...about, uptime: NUMBER, endpoints: ENDPOINTS };
  expectNames('service info', await teller.hear('service info', '/info', info));
  await teller.hear('metrics', '/metrics', METRICS, { accept: 'application/json' });
  const checks = { database: 'HEALTHY', cache: 'HEALTHY', storage: 'HEALTHY', external_services: {} };
  const details = { database: CHECK, cache: expect.anything() as unknown, storage: CHECK, external_services: {} };
  const health = { status: 'HEALTHY', timestamp: TIME, uptime: NUMBER, version: VERSION, environment: 'development' };
  expectNames('health', await teller.hear('health', '/health', { ...health, checks, details }), ['error']);
}

const METRICS = {
  timestamp: TIME,
  system: {
    uptime: NUMBER,
    memory: { used: NUMBER, total: NUMBER, external: NUMBER, rss: NUMBER },
    cpu: { user: NUMBER, system: NUMBER },
    pid: NUMBER,
    node_version: process.version,
    platform: process.platform,
  },
  environment: { node_env: 'development', version: VERSION },
};

/** Every name of the mapping is in the JSON, save those that only an ill service has. */
function expectNames(operation: string, response: unknown, absent: readonly string[] = []): void {
  for (const { field } of ROWS.filter((row) => row.operation === operation)) {
    const path = field.startsWith('response.') ? field.slice('response.'.length) : undefined;
    if (path && !absent.includes(path)) expect(response).toHaveProperty(path);
  }
}
