import { drawSpecimen } from '../specimen/documents.js';
import { selfie } from '../specimen/faces.js';
import { injectFaults } from './faults.js';
import { Load } from './load.js';
import { type ChaosOptions, type Say, seededRandom } from './options.js';
import { lastCursor, reckon, type Reckoning, settle } from './reckoning.js';
import { type Ends, hookedReceiver, setStage } from './stage.js';
import { Subscriber } from './subscribers.js';

const WORKERS = 8;
const SETTLE_SECONDS = 240;

interface Counted extends Reckoning {
  readonly reconnects: number;
  readonly kills: number;
  readonly seconds: number;
}

/** Kills and cuts everything that can be killed and cut, under load, and counts what was lost or doubled by it. */
export async function storm(options: ChaosOptions, ends: Ends, say: Say) {
  const start = Date.now();
  const random = seededRandom(options.seed);
  const stage = await setStage(options.gateways, ends);
  const urls = stage.gateways.map(({ url }) => url);
  const receiver = await hookedReceiver(stage, options.seed + 1, ends);
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
  const seconds = Math.round((Date.now() - start) / 1000);
  return { figures: figuresOf({ ...found, reconnects, kills: options.kills, seconds }, say), isWhole: isWhole(found) };
}

function figuresOf(found: Counted, say: Say) {
  const { seconds, events, kills, reconnects, lost, doubled, webhooks, stuck } = found;
  say(`${events} events, ${reconnects} reconnects: ${lost} lost, ${doubled} doubled, ${found.disordered} out of order`);
  say(`webhooks: ${webhooks.due} due, ${webhooks.delivered} delivered, ${webhooks.phantom} phantoms`);
  say(`sessions: ${stuck} stuck, ${found.acknowledgedButLost} acknowledged and lost`);
  return { seconds, events, kills, reconnects, lost, doubled, webhooks, stuck };
}

const isWhole = ({ events, lost, doubled, disordered, stuck, webhooks, acknowledgedButLost }: Reckoning): boolean =>
  events > 0 &&
  webhooks.delivered === webhooks.due &&
  lost + doubled + disordered + stuck + webhooks.phantom + acknowledgedButLost === 0;
