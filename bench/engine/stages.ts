/** CPU of each stage of a check, and of the bare model runs within it. */
import '../../adapters/internal/offline.js';
import { InferenceSession } from 'onnxruntime-node';
import { Stopwatch } from '../../adapters/internal/stopwatch.js';
import { median } from '../../tools/evaluate/statistics.js';
import type { Engine } from '../../tools/evaluate/engine.js';
import { check } from './check.js';

export interface StageCost {
  readonly stage: string;
  /** Milliseconds of CPU a check, medians. */
  readonly cpu: number;
  readonly bare: number;
  readonly runs: number;
}
interface Run {
  readonly stage: string;
  again(): Promise<unknown>;
}

const WHOLE = 'whole check';
const spent = new Map<string, number>();
let runs: Run[] = [];
let current = 'outside the stages';

/** Must come before the models are loaded: it notes every run of theirs, and under which stage. */
export function watchStages(): void {
  const create = InferenceSession.create.bind(InferenceSession);
  Object.assign(InferenceSession, {
    create: async (file: string, options: InferenceSession.SessionOptions) => {
      const session = await create(file, options);
      const run = session.run.bind(session);
      const noted = async (feeds: InferenceSession.FeedsType) => {
        runs.push({ stage: current, again: () => run(feeds) });
        return run(feeds);
      };
      return Object.assign(session, { run: noted });
    },
  });
  const time = Reflect.get(Stopwatch.prototype, 'time');
  Stopwatch.prototype.time = async function (stage, work) {
    current = stage;
    const [cpu, result] = await cpuOf(() => time.call(this, stage, work));
    current = 'outside the stages';
    spent.set(stage, (spent.get(stage) ?? 0) + cpu);
    // Only what the work answers passes through.
    return result as Awaited<ReturnType<typeof work>>;
  };
}

export async function measureStages(engine: Omit<Engine, 'close'>, rounds: number): Promise<StageCost[]> {
  for (let warming = 0; warming < rounds; warming++) await check(engine);
  const costs = new Map<string, number[]>();
  const bare = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    runs = [];
    spent.clear();
    const [whole] = await cpuOf(() => check(engine));
    for (const [stage, cpu] of [...spent, [WHOLE, whole] as const]) note(costs, stage, cpu);
    const again = runs;
    for (const stage of costs.keys()) {
      const own = again.filter((run) => stage === WHOLE || run.stage === stage);
      const [cpu] = await cpuOf(async () => {
        for (const run of own) await run.again();
      });
      note(bare, stage, cpu);
    }
  }
  const count = (stage: string): number => runs.filter((run) => stage === WHOLE || run.stage === stage).length;
  return [...costs].map(([stage, cpus]) => ({
    stage,
    cpu: median(cpus) ?? 0,
    bare: median(bare.get(stage) ?? []) ?? 0,
    runs: count(stage),
  }));
}

async function cpuOf<Result>(work: () => Promise<Result>): Promise<[milliseconds: number, result: Result]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

function note(all: Map<string, number[]>, stage: string, value: number): void {
  const values = all.get(stage) ?? [];
  values.push(value);
  all.set(stage, values);
}
