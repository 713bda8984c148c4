/**
 * What a webhook that never answers costs the others: the time until N events are with all who live, alone, beside
 * one more that lives, and beside one that is dead, in turns. On TEST_DATABASE_URL and TEST_REDIS_URL where they are set.
 * Run: npx tsx bench/webhooks.ts [events] [rounds] [milliseconds that the living take to answer]
 */
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../src/shared/id.js';
import { Gateway, operator } from '../test/support/gateway.js';
import * as api from '../test/support/generated/operations.js';
import { Receiver } from '../test/support/webhook-receiver.js';

const events = Number(process.argv[2] ?? 100);
const rounds = Number(process.argv[3] ?? 9);
const latency = Number(process.argv[4] ?? 20);
const LIVING = 4;
const WARM_UP = 1;
const ORGANIZATION = 'demo';
const EVENT = 'SESSION_CREATED' as const;

const gateway = await Gateway.start(() => new Date(), { PRIVATE_DESTINATIONS: '127.0.0.0/8' });

async function hook(isDead: boolean) {
  const receiver = await Receiver.start();
  receiver.answer = () => (isDead ? 'never' : { status: 204, afterMilliseconds: latency });
  const input = { name: 'bench', url: receiver.url, events: [EVENT] };
  const { webhook } = (await gateway.get(api.CreateWebhookDocument, { input }, operator)).createWebhook;
  return {
    receiver,
    async end() {
      await gateway.get(api.DeleteWebhookDocument, { id: webhook.id }, operator);
      await receiver.close();
    },
  };
}

type Other = 'none' | 'alive' | 'dead';

/** Milliseconds until every event is with every one of the living, beside another. */
async function round(kind: Other): Promise<number> {
  const living = await Promise.all(Array.from({ length: LIVING }, () => hook(false)));
  const others = kind === 'none' ? [] : [await hook(kind === 'dead')];
  const start = performance.now();
  await gateway.services.events.change(ORGANIZATION, async ({ append }) => {
    for (let n = 0; n < events; n++)
      await append({ subjectKind: 'session', subjectId: newId(), type: EVENT, mode: 'SANDBOX' });
  });
  while (living.some(({ receiver }) => receiver.messages.length < events)) await wait(1);
  const taken = performance.now() - start;
  for (const { end } of [...living, ...others]) await end();
  await idle();
  return taken;
}
/** Once nothing is left to be sent: what is on its way to a webhook that is gone comes to nothing. */
async function idle(): Promise<void> {
  for (;;) {
    const queues = await gateway.services.jobs.counts();
    const left = queues.filter(({ queue, waiting, active }) => queue.startsWith('webhook') && waiting + active > 0);
    if (left.length === 0) return;
    await wait(50);
  }
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const figures: Record<Other, number[]> = { none: [], alive: [], dead: [] };
for (let n = -WARM_UP; n < rounds; n++)
  for (const kind of ['none', 'alive', 'dead'] as const) {
    const taken = await round(kind);
    if (n >= 0) figures[kind].push(taken);
  }
await gateway.close();
const [none, alive, dead] = [median(figures.none), median(figures.alive), median(figures.dead)];
process.stdout.write(
  `${events} events to ${LIVING} webhooks that answer in ${latency} ms: alone ${none.toFixed(0)} ms, beside one more ` +
    `that lives ${alive.toFixed(0)} ms, beside one that is dead ${dead.toFixed(0)} ms; ratio of the dead to none ` +
    `${(dead / none).toFixed(2)}, to the living ${(dead / alive).toFixed(2)} (medians of ${rounds})\n`,
);
