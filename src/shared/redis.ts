import { Redis } from 'ioredis';
import type { Logger } from './logger.js';

/** Who has waited for this long waits no more, and one that was silent for so long is left alone. */
const PATIENCE_MILLISECONDS = 500;

/**
 * One connection for commands. It fails fast: a Redis that is down or slow costs speed, never an answer. One that hangs is
 * waited for once: its connection is given up, and until a new one is greeted every command fails at once.
 */
export async function openRedis(url: string, log: Logger): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: PATIENCE_MILLISECONDS,
    socketTimeout: PATIENCE_MILLISECONDS,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  let isDown = false;
  redis.on('error', (error) => {
    if (!isDown) log.warn({ err: error }, 'redis is down');
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) log.info({}, 'redis is back');
    isDown = false;
  });
  await redis.connect().catch(() => undefined); // it goes on trying
  return redis;
}

/** All that a health check asks. */
export interface Pingable {
  ping(): Promise<unknown>;
}
