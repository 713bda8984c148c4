/**
 * The event loop's delay on the API's thread while whole verifications (front, back, selfie, comparison) are analysed.
 * `npx tsx bench/engine-delay.ts FRONT BACK SELFIE`, or without arguments on sample photos of an installed package.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Adapter } from '../src/provider/contract.js';
import { internal } from '../adapters/internal/index.js';

const LIMIT_MILLISECONDS = 50;
const VERIFICATIONS = 12;
const quiet = { debug: () => {}, info: () => {}, warn: console.warn, error: console.error };

const samples = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
const [
  front = join(samples, 'sample1.jpg'),
  back = join(samples, 'sample2.jpg'),
  selfie = join(samples, 'sample3.jpg'),
] = process.argv.slice(2);
const images = { front: read(front), back: read(back), selfie: read(selfie) };

const engine = internal.create(internal.options.parse({}), { fetch, now: () => new Date(), log: quiet });
const never = new AbortController().signal;
await engine.health(never);
await verify(engine);
let worst = 0;
for (const atOnce of [1, 2]) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  const start = performance.now();
  delay.enable();
  let left = VERIFICATIONS;
  const work = async (): Promise<void> => {
    while (left-- > 0) await verify(engine);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  delay.disable();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const p99 = delay.percentile(99) / 1e6;
  worst = Math.max(worst, p99);
  console.log(
    `${atOnce} at a time: event loop p99 ${p99.toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms, ` +
      `${(VERIFICATIONS / seconds).toFixed(2)} verifications/s, ` +
      `${((user + system) / 1000 / VERIFICATIONS).toFixed(0)} ms CPU each, ` +
      `RSS ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
}
await engine.close?.();
console.log(`event loop p99 ${worst.toFixed(1)} ms, limit ${LIMIT_MILLISECONDS} ms`);
process.exitCode = worst < LIMIT_MILLISECONDS ? 0 : 1;

/** One person's whole check, as the gateway asks for it. */
async function verify({ analyzeDocument, compareFaces, detectLiveness }: Adapter): Promise<void> {
  const document = { idempotencyKey: 'bench', type: 'IDENTIFICATION_CARD' } as const;
  const [face] = await Promise.all([
    analyzeDocument!({ ...document, image: images.front, side: 'FRONT' }, never),
    analyzeDocument!({ ...document, image: images.back, side: 'BACK' }, never),
  ]);
  const live = await detectLiveness!({ idempotencyKey: 'bench', frames: [{ image: images.selfie }] }, never);
  await compareFaces!(
    {
      idempotencyKey: 'bench',
      reference: face.portrait ? { template: face.portrait.template } : { image: images.front },
      probe: live.selfie ? { template: live.selfie.template } : { image: images.selfie },
    },
    never,
  );
}

function read(file: string): { bytes: Uint8Array } {
  return { bytes: readFileSync(file) };
}
