import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLApi, operator } from '../demo/client.js';
import { type GatewayProcess, gatewaysOn } from './gateways.js';
import { seededRandom } from './options.js';
import { Receiver } from './receiver.js';
import { postgresIn, redisIn, type Server } from './servers.js';
import type { Service } from './service.js';

const WEBHOOK = 'mutation ($url: URL!) { createWebhook(input: { name: "chaos", url: $url }) { webhook { id } } }';

/** What to do at the end of a run, the last first. */
export type Ends = (() => Promise<unknown>)[];

export interface Stage {
  readonly folder: string;
  readonly gateways: readonly GatewayProcess[];
  /** Of an operator, and of the platform. */
  readonly key: string;
  readonly platformKey: string;
}
export interface ServedStage extends Stage {
  readonly postgres: Server;
  readonly redis: Server;
}

const newKey = (): string => `sk_test_${randomBytes(24).toString('base64url')}`;

async function newFolder(ends: Ends): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-chaos-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755); // PostgreSQL runs as somebody else
  return folder;
}

async function begin(service: Service, ends: Ends): Promise<void> {
  ends.push(() => service.kill());
  await service.start();
}

/** Servers and gateways of its own, on free ports. */
export async function setStage(count: number, ends: Ends): Promise<ServedStage> {
  const folder = await newFolder(ends);
  const postgres = await postgresIn(join(folder, 'postgres'));
  const redis = await redisIn(join(folder, 'redis'));
  await begin(postgres.service, ends);
  await begin(redis.service, ends);
  const [key, platformKey] = [newKey(), newKey()];
  const servers = { databaseUrl: postgres.url, redisUrl: redis.url };
  const gateways = await gatewaysOn(count, { folder: join(folder, 'data'), key, platformKey, ...servers });
  for (const { service } of gateways) await begin(service, ends);
  return { folder: join(folder, 'data'), postgres, redis, gateways, key, platformKey };
}

/** One gateway on embedded parts. */
export async function setEmbeddedStage(ends: Ends): Promise<Stage> {
  const folder = join(await newFolder(ends), 'data');
  const [key, platformKey] = [newKey(), newKey()];
  const gateways = await gatewaysOn(1, { folder, key, platformKey });
  for (const { service } of gateways) await begin(service, ends);
  return { folder, gateways, key, platformKey };
}

/** A customer's server that is told of everything. */
export async function hookedReceiver({ gateways, key }: Stage, seed: number, ends: Ends): Promise<Receiver> {
  const receiver = new Receiver(seededRandom(seed));
  ends.push(async () => receiver.close());
  const variables = { url: await receiver.start() };
  await new GraphQLApi(gateways[0]?.url ?? '').send({ query: WEBHOOK, variables, headers: operator(key) });
  return receiver;
}
