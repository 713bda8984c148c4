import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

const overHttp = async (path: string) =>
  (await fetch(gateway.address + path, { headers: { accept: 'application/json' } })).json() as Promise<object>;

describe('the service about itself', () => {
  it('tells everybody the same over GraphQL as over HTTP', async () => {
    const { service } = await gateway.get(api.AboutDocument, {});
    const { endpoints, timestamp, uptime, ...facts } = service;
    expect(await overHttp('/')).toMatchObject({
      service: facts.service,
      description: facts.description,
      version: facts.version,
      environment: facts.environment,
      documentation: facts.documentation,
      status: facts.status,
    });
    expect(Date.parse(timestamp)).toBeGreaterThan(Date.now() - 60_000);
    expect(uptime).toBeGreaterThan(0);
    const { apiSpec, ...paths } = endpoints;
    expect(await overHttp('/info')).toMatchObject({ endpoints: { ...paths, api_spec: apiSpec } });
    for (const path of [endpoints.live, endpoints.ready, endpoints.docs, apiSpec])
      expect((await fetch(gateway.address + path)).status, path).toBe(200);
  });

  it('tells everybody how it is, and insiders why', async () => {
    const { health } = await gateway.get(api.HealthStatusDocument, {});
    expect(health).toMatchObject({ status: 'HEALTHY', error: null });
    const inside = await gateway.get(api.HealthInsideDocument, {}, operator);
    expect(inside.health.checks).toMatchObject({
      database: { state: 'HEALTHY', detail: null },
      cache: { state: 'HEALTHY' },
      storage: { state: 'HEALTHY' },
    });
    expect(inside.health.checks.externalServices).toContainEqual({ adapter: 'internal', health: 'HEALTHY' });
    expect(inside.health.checks.database.milliseconds).toBeGreaterThan(0);
    expect(await gateway.refusal(api.HealthInsideDocument, {})).toBe('UNAUTHENTICATED');
    const { headers } = await openSession(gateway);
    expect(await gateway.refusal(api.HealthInsideDocument, {}, headers)).toBe('FORBIDDEN');
  });
});
