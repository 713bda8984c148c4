import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisIn, type Server } from '../../tools/chaos/servers.js';
import { Gateway, type Headers, ownDatabase } from './gateway.js';

/** What an installation of several gateways needs that not every machine has; undefined where all of it is there. */
export function whyNoInstallation(): string | undefined {
  if (!process.env['TEST_DATABASE_URL']) return 'wants TEST_DATABASE_URL: the embedded database serves one process';
  if (spawnSync('redis-server', ['--version']).status !== 0) return 'wants redis-server, to stop one in mid-load';
  return undefined;
}

/** Two gateways of one installation, and a Redis of their own. */
export interface Installation {
  readonly gateways: readonly [Gateway, Gateway];
  readonly redis: Server;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-installation-'));
  const redis = await redisIn(join(folder, 'redis'));
  await redis.service.start();
  const database = await ownDatabase(process.env['TEST_DATABASE_URL']);
  if (!database) throw new Error('an installation of two gateways wants TEST_DATABASE_URL');
  const environment: Headers = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    MASTER_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'error', // that Redis is down is no surprise here
  };
  const first = await Gateway.start(undefined, environment);
  const second = await Gateway.start(undefined, environment);
  return {
    gateways: [first, second],
    redis,
    databaseUrl: database.url,
    async close() {
      await Promise.all([first.close(), second.close()]);
      await redis.service.kill();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
