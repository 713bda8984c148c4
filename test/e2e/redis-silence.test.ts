import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisIn, type Server } from '../../tools/chaos/servers.js';
import { Gateway, operator } from '../support/gateway.js';
import { CachedWeightsDocument, UpdateOrganizationDocument } from '../support/generated/operations.js';

const isMissing = spawnSync('redis-server', ['--version']).status !== 0;
const LIMIT = 100;
let folder: string;
let redis: Server;
let gateway: Gateway;
beforeAll(async () => {
  if (isMissing) return;
  folder = await mkdtemp(join(tmpdir(), 'proofgate-silence-'));
  redis = await redisIn(join(folder, 'redis'));
  await redis.service.start();
  // That Redis is down is no surprise here.
  gateway = await Gateway.start(undefined, { REDIS_URL: redis.url, LOG_LEVEL: 'error' });
  const input = { id: 'demo', policy: { rateLimit: LIMIT } };
  await gateway.get(UpdateOrganizationDocument, { input }, operator);
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await redis?.service.kill();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const ask = () => gateway.refusal(CachedWeightsDocument, { id: 'demo' }, operator);

describe.skipIf(isMissing)(`a Redis that hangs ${isMissing ? '(wants redis-server)' : ''}`, () => {
  // Were each of these requests to wait for it, together they would take longer than the test may.
  it('holds up one request, not those that follow, and lifts no limit', async () => {
    expect(await ask()).toBe('NO_REFUSAL');
    redis.service.signal('SIGSTOP');
    const codes: string[] = [];
    while (codes.length < 2 * LIMIT) codes.push(await ask());
    expect(codes.filter((code) => code === 'NO_REFUSAL')).toHaveLength(LIMIT);
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    redis.service.signal('SIGCONT');
  }, 80_000);
});
