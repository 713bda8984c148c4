/**
 * The offline engine on drawn specimens: CPU of each stage as a ratio to the bare model runs in it (what is above 1 is our
 * own code), checks a second with one and two workers, and memory over many checks.
 * Run: npx tsx bench/engine.ts [--checks 500]
 */
import { parseArgs } from 'node:util';
import { median } from '../tools/evaluate/statistics.js';
import { startEngine } from '../tools/evaluate/engine.js';
import { check, createBareEngine } from './engine/check.js';
import { measureStages, watchStages } from './engine/stages.js';

const { values } = parseArgs({ options: { checks: { type: 'string', default: '500' } } });
const checks = Number(values.checks);
const ROUNDS = 5;
const MEBIBYTE = 1024 * 1024;
/** The first checks fill caches and heaps. */
const SETTLED = 0.2;

interface Load {
  readonly perSecond: number;
  /** Mebibytes after each check. */
  readonly resident: readonly number[];
}

/** As many checks at a time as there are workers. */
async function load(workers: number, count: number): Promise<Load> {
  const engine = await startEngine(workers);
  try {
    await Promise.all(Array.from({ length: workers }, () => check(engine)));
    const resident: number[] = [];
    const start = performance.now();
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) {
        await check(engine);
        resident.push(process.memoryUsage.rss() / MEBIBYTE);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    return { perSecond: (count * 1000) / (performance.now() - start), resident };
  } finally {
    await engine.close();
  }
}

/** What a hundred more checks add, by least squares. */
function slopePerHundred(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = values.reduce((sum, value, place) => sum + (place - middle) * (value - mean), 0);
  const variance = values.reduce((sum, _, place) => sum + (place - middle) ** 2, 0);
  return (100 * covariance) / variance;
}

// Memory first: this thread has loaded no models of its own yet.
const one = await load(1, checks);
const settled = one.resident.slice(Math.floor(checks * SETTLED));
const first = median(settled.slice(0, settled.length >> 2)) ?? 0;
const last = median(settled.slice(-(settled.length >> 2))) ?? 0;
console.log(
  `memory with one worker over ${checks} checks: ${first.toFixed(0)} MiB early, ${last.toFixed(0)} MiB late, ` +
    `${Math.max(...one.resident).toFixed(0)} MiB at most; ${slopePerHundred(settled).toFixed(2)} MiB a hundred checks`,
);
const two = await load(2, Math.max(4, Math.round(checks / 5)));
console.log(
  `checks a second: ${one.perSecond.toFixed(2)} with one worker, ${two.perSecond.toFixed(2)} with two; ` +
    `ratio ${(two.perSecond / one.perSecond).toFixed(2)}`,
);

watchStages();
for (const { stage, cpu, bare, runs } of await measureStages(await createBareEngine(), ROUNDS)) {
  const ratio = runs === 0 ? 'no model' : (cpu / bare).toFixed(2);
  console.log(
    `${stage.padEnd(12)} ${cpu.toFixed(1).padStart(7)} ms CPU, ${bare.toFixed(1).padStart(7)} ms in ` +
      `${String(runs).padStart(2)} bare runs of models; ratio ${ratio}`,
  );
}
