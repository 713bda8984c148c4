import { setTimeout as wait } from 'node:timers/promises';
import type { ChaosOptions } from './options.js';
import type { GatewayProcess } from './gateways.js';
import type { Server } from './servers.js';
import type { Subscriber } from './subscribers.js';

const OUTAGE_MILLISECONDS = 3000;

export interface Targets {
  readonly gateways: readonly GatewayProcess[];
  readonly postgres: Server;
  readonly redis: Server;
  readonly subscribers: readonly Subscriber[];
}

/** Kills and outages at random moments of the time, none of them at once with another of its kind. */
export async function injectFaults(
  options: ChaosOptions,
  targets: Targets,
  random: () => number,
  say: (line: string) => void,
) {
  const until = Date.now() + options.seconds * 1000;
  const kills = spread(options.kills, options.seconds, random, async () =>
    kill(pick(targets.gateways, random), random, say),
  );
  const kinds = [cutRedis, cutPostgres, cutSockets];
  let turn = 0;
  const outages = spread(options.outages, options.seconds, random, async () => {
    const outage = kinds[turn % kinds.length];
    turn += 1;
    await outage?.(targets, say);
  });
  await Promise.all([kills, outages]);
  await wait(Math.max(0, until - Date.now()));
}

/** So many times, one after the other, each at a random moment of its share of the time. */
async function spread(count: number, seconds: number, random: () => number, work: () => Promise<void>): Promise<void> {
  const start = Date.now();
  const slot = (seconds * 1000) / count;
  for (let place = 0; place < count; place++) {
    const at = start + slot * (place + 0.8 * random());
    await wait(Math.max(0, at - Date.now()));
    await work();
  }
}

const pick = <Value>(values: readonly Value[], random: () => number): Value => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
};

/** A gateway that starts in an outage of PostgreSQL gives up, and is started again, as a supervisor would do it. */
async function kill({ service }: GatewayProcess, random: () => number, say: (line: string) => void): Promise<void> {
  say(`SIGKILL ${service.name}`);
  await service.kill();
  await wait(500 * random());
  for (let attempt = 0; attempt < 10; attempt++)
    try {
      return await service.start();
    } catch {
      await service.kill();
      await wait(1000);
    }
  throw new Error(`${service.name} does not come back`);
}

async function cutRedis({ redis }: Targets, say: (line: string) => void): Promise<void> {
  say('Redis is gone');
  await redis.service.kill();
  await wait(OUTAGE_MILLISECONDS);
  await redis.service.start();
}

async function cutPostgres({ postgres }: Targets, say: (line: string) => void): Promise<void> {
  say('PostgreSQL is gone');
  await postgres.service.kill('SIGQUIT');
  await wait(OUTAGE_MILLISECONDS);
  await postgres.service.start();
}

async function cutSockets({ subscribers }: Targets, say: (line: string) => void): Promise<void> {
  say('all sockets are cut');
  for (const subscriber of subscribers) subscriber.cut();
}
