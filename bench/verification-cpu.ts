/**
 * CPU time of one whole verification through the API (session, consent, both sides, liveness, verdict), as a ratio to the
 * engine's own calls on the same images: what is above 1 is the gateway. Run: npx tsx bench/verification-cpu.ts [rounds]
 */
import { installAdapters } from '../adapters/index.js';
import { drawSpecimen } from '../tools/specimen/documents.js';
import { selfie } from '../tools/specimen/faces.js';
import { createLogger } from '../src/shared/logger.js';
import { blobOf } from '../test/support/documents.js';
import { Gateway } from '../test/support/gateway.js';
import * as api from '../test/support/generated/operations.js';
import { readyForImages } from '../test/support/subject.js';

const rounds = Number(process.argv[2] ?? 10);
const WARM_UP = 2;
const { front, back = front } = await drawSpecimen('DRIVER_LICENSE', new Date());
const face = await selfie();

/** Milliseconds of CPU, of every thread of this process. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function throughTheGateway(gateway: Gateway): Promise<void> {
  const { sessionId, headers } = await readyForImages(gateway, 'DRIVER_LICENSE', {
    settings: { performOfacTest: false },
  });
  await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(front) }, headers);
  await gateway.get(api.AddBackDocument, { sessionId, image: blobOf(back) }, headers);
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token } = generateLivenessSession.liveness;
  await gateway.get(api.ProcessLivenessDocument, { sessionId, token, selfie: blobOf(face) }, headers);
  await gateway.get(api.FinalizeDocument, { sessionId }, headers);
}

const log = createLogger('silent');
const engine = installAdapters({ fetch, now: () => new Date(), log })[0]?.adapter;
if (!engine?.inspectImage || !engine.analyzeDocument || !engine.detectLiveness)
  throw new Error('no engine is installed');
const { inspectImage, analyzeDocument, detectLiveness } = engine;
async function byTheEngine(): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const type = 'DRIVER_LICENSE';
  for (const [side, bytes] of [
    ['FRONT', front],
    ['BACK', back],
  ] as const) {
    await inspectImage({ bytes }, { kind: 'document', side, type }, signal);
    await analyzeDocument({ idempotencyKey: side, image: { bytes }, side, type }, signal);
  }
  await inspectImage({ bytes: face }, { kind: 'selfie' }, signal);
  await detectLiveness({ idempotencyKey: 'selfie', frames: [{ image: { bytes: face } }] }, signal);
}

const gateway = await Gateway.start();
const figures = { gateway: [] as number[], engine: [] as number[] };
for (let round = -WARM_UP; round < rounds; round++) {
  const [whole, alone] = [await cpuOf(() => throughTheGateway(gateway)), await cpuOf(byTheEngine)];
  if (round < 0) continue;
  figures.gateway.push(whole);
  figures.engine.push(alone);
}
const [whole, alone] = [median(figures.gateway), median(figures.engine)];
process.stdout.write(
  `one verification: ${whole.toFixed(0)} ms CPU through the gateway, ${alone.toFixed(0)} ms the engine alone; ` +
    `ratio ${(whole / alone).toFixed(2)} (medians of ${rounds})\n`,
);
await engine.close?.();
await gateway.close();
