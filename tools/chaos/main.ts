/** Kills and cuts everything that can be killed and cut, under load, and counts what was lost or doubled by it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLApi, operator } from '../demo/client.js';
import { drawSpecimen } from '../specimen/documents.js';
import { selfie } from '../specimen/faces.js';
import { injectFaults } from './faults.js';
import { type GatewayProcess, gatewaysOn } from './gateways.js';
import { Load } from './load.js';
import { type ChaosOptions, chaosOptions, seededRandom } from './options.js';
import { Receiver } from './receiver.js';
import { lastCursor, reckon, type Reckoning, settle } from './reckoning.js';
import { postgresIn, redisIn, type Server } from './servers.js';
import type { Service } from './service.js';
import { Subscriber } from './subscribers.js';

const WORKERS = 8;
const SETTLE_SECONDS = 240;
const WEBHOOK = 'mutation ($url: URL!) { createWebhook(input: { name: "chaos", url: $url }) { webhook { id } } }';

interface Stage {
  readonly postgres: Server;
  readonly redis: Server;
  readonly gateways: readonly GatewayProcess[];
  readonly key: string;
}
type Ends = (() => Promise<unknown>)[];

async function main(options: ChaosOptions, say: (line: string) => void): Promise<boolean> {
  const ends: Ends = [];
  try {
    const start = Date.now();
    const random = seededRandom(options.seed);
    const stage = await setStage(options, ends);
    const urls = stage.gateways.map(({ url }) => url);
    const receiver = await hookedReceiver(stage, options, ends);
    const first = await lastCursor(stage.postgres.url);
    const follow = () => new Subscriber(urls, stage.key, String(first), random);
    const subscribers = Array.from({ length: options.subscribers }, follow);
    for (const subscriber of subscribers) subscriber.follow();
    ends.push(() => Promise.all(subscribers.map((subscriber) => subscriber.end())));

    const pictures = { passport: await drawSpecimen('PASSPORT', new Date()), selfie: await selfie() };
    const load = new Load(urls, stage.key, pictures, random);
    const loaded = load.run(WORKERS);
    say(`load and faults for ${options.seconds} s: ${options.kills} kills, ${options.outages} outages`);
    await injectFaults(options, { ...stage, subscribers }, random, say);
    load.stop();
    await loaded;
    say(`${load.acknowledged} requests acknowledged, ${load.finalized} whole verifications; waiting for the rest`);
    await settle(stage.postgres.url, subscribers, SETTLE_SECONDS);
    const found = await reckon(stage.postgres.url, subscribers, receiver, load, first);
    const reconnects = subscribers.reduce((total, subscriber) => total + subscriber.reconnects, 0);
    report(
      { ...found, reconnects, kills: options.kills, seconds: Math.round((Date.now() - start) / 1000) },
      options,
      say,
    );
    return isWhole(found);
  } finally {
    for (const end of ends.reverse()) await end().catch(() => undefined);
  }
}

/** Servers and gateways of its own, on free ports. */
async function setStage(options: ChaosOptions, ends: Ends): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-chaos-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755); // PostgreSQL runs as somebody else
  const start = async (service: Service) => {
    ends.push(() => service.kill());
    await service.start();
  };
  const postgres = await postgresIn(join(folder, 'postgres'));
  const redis = await redisIn(join(folder, 'redis'));
  await start(postgres.service);
  await start(redis.service);
  const key = `sk_test_${randomBytes(24).toString('base64url')}`;
  const surroundings = { folder: join(folder, 'data'), databaseUrl: postgres.url, redisUrl: redis.url, key };
  const gateways = await gatewaysOn(options.gateways, surroundings);
  for (const { service } of gateways) await start(service);
  return { postgres, redis, gateways, key };
}

async function hookedReceiver({ gateways, key }: Stage, { seed }: ChaosOptions, ends: Ends): Promise<Receiver> {
  const receiver = new Receiver(seededRandom(seed + 1));
  ends.push(async () => receiver.close());
  const variables = { url: await receiver.start() };
  await new GraphQLApi(gateways[0]?.url ?? '').send({ query: WEBHOOK, variables, headers: operator(key) });
  return receiver;
}

interface Counted extends Reckoning {
  readonly reconnects: number;
  readonly kills: number;
  readonly seconds: number;
}

function report(found: Counted, { json }: ChaosOptions, say: (line: string) => void): void {
  const { seconds, events, kills, reconnects, lost, doubled, webhooks, stuck } = found;
  say(`${events} events, ${reconnects} reconnects: ${lost} lost, ${doubled} doubled, ${found.disordered} out of order`);
  say(`webhooks: ${webhooks.due} due, ${webhooks.delivered} delivered, ${webhooks.phantom} phantoms`);
  say(`sessions: ${stuck} stuck, ${found.acknowledgedButLost} acknowledged and lost`);
  const line = { seconds, events, kills, reconnects, lost, doubled, webhooks, stuck };
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
}

const isWhole = ({ events, lost, doubled, disordered, stuck, webhooks, acknowledgedButLost }: Reckoning): boolean =>
  events > 0 &&
  webhooks.delivered === webhooks.due &&
  lost + doubled + disordered + stuck + webhooks.phantom + acknowledgedButLost === 0;

const options = chaosOptions(process.argv.slice(2));
const say = (line: string) => void process.stderr.write(`${line}\n`);
process.exitCode = (await main(options, say)) ? 0 : 1;
