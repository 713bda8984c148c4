import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, Service } from './service.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));

export interface GatewayProcess {
  readonly service: Service;
  readonly url: string;
}

interface Surroundings {
  readonly folder: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly key: string;
  readonly platformKey: string;
}

/** Processes of one installation: the same database, Redis, images and keys. */
export async function gatewaysOn(count: number, surroundings: Surroundings): Promise<GatewayProcess[]> {
  const masterKey = randomBytes(32).toString('base64');
  return Promise.all(
    Array.from({ length: count }, async (_, place) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const env = {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATA_DIR: surroundings.folder,
        DATABASE_URL: surroundings.databaseUrl,
        REDIS_URL: surroundings.redisUrl,
        MASTER_KEY: masterKey,
        DEMO_API_KEY: surroundings.key,
        PLATFORM_API_KEY: surroundings.platformKey,
        PRIVATE_DESTINATIONS: '127.0.0.0/8',
        LOG_LEVEL: 'error',
      };
      const isReady = () =>
        fetch(`${url}/ready`).then(
          ({ ok }) => ok,
          () => false,
        );
      return { service: new Service(`gateway ${place + 1}`, process.execPath, [MAIN], { env }, isReady), url };
    }),
  );
}
