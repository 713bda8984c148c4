/** What a whole check costs: front, selfie and comparison, and the back where there is one, on one worker. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { DocumentSide } from '../../src/provider/contract.js';
import { startEngine, type Engine } from './engine.js';
import type { Progress } from './progress.js';
import { median } from './statistics.js';
import { beside, readManifest, type Category, type Tree } from './tree.js';

const CHECKS = 12;
/** The first checks of a process also compile our code, which those of a worker in use do not. */
const ROUNDS = 2;
const MEBIBYTE = 1024 * 1024;

export interface Cost {
  /** Median CPU milliseconds of a whole check, once as many were made to warm up. */
  readonly cpuMs: number | null;
  /** Memory of the process with one worker, in mebibytes: the most after a check, and the most at any time. */
  readonly rssMb: number | null;
  readonly peakMb: number | null;
}

export async function measureCost(tree: Tree, progress: Progress): Promise<Cost> {
  const sides = await listSides(tree);
  const [selfie] = await listFiles(tree, 'faces', () => true);
  if (sides.fronts.length === 0 || selfie === undefined) return { cpuMs: null, rssMb: null, peakMb: null };
  const engine = await startEngine(1);
  try {
    const spent: number[] = [];
    const resident: number[] = [];
    const fronts = spread(sides.fronts);
    const all = Array.from({ length: ROUNDS }, () => fronts).flat();
    await progress.each('cost: whole checks', all, async (front) => {
      const back = sides.backs[spent.length % Math.max(1, sides.backs.length)];
      const before = process.cpuUsage();
      await check(engine, front, back, selfie);
      const { user, system } = process.cpuUsage(before);
      spent.push((user + system) / 1000);
      resident.push(process.memoryUsage.rss() / MEBIBYTE);
    });
    const peakMb = process.resourceUsage().maxRSS / 1024;
    return { cpuMs: median(spent.slice(-fronts.length)), rssMb: Math.max(...resident), peakMb };
  } finally {
    await engine.close();
  }
}

async function check(engine: Engine, front: string, back: string | undefined, selfie: string): Promise<void> {
  const read = async (path: string, side: DocumentSide) =>
    engine.analyzeDocument({
      idempotencyKey: randomUUID(),
      image: { bytes: await readFile(path) },
      side,
      type: 'UNKNOWN',
    });
  const { portrait } = await read(front, 'FRONT');
  if (back !== undefined) await read(back, 'BACK');
  const frames = [{ image: { bytes: await readFile(selfie) } }];
  const { selfie: face } = await engine.detectLiveness({ idempotencyKey: randomUUID(), frames });
  if (portrait && face) await engine.compareFaces({ idempotencyKey: randomUUID(), reference: portrait, probe: face });
}

const Sides = z.object({ items: z.array(z.object({ file: z.string(), side: z.string().nullish() })) });

async function listFiles(tree: Tree, category: Category, wanted: (side: string) => boolean): Promise<string[]> {
  const folders = tree.folders.filter((folder) => folder.category === category);
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const { items } = await readManifest(folder, Sides);
      return items.filter(({ side }) => wanted(side ?? '')).map(({ file }) => beside(folder, file));
    }),
  );
  return lists.flat();
}

const listSides = async (tree: Tree) => ({
  fronts: await listFiles(tree, 'documents', (side) => side.startsWith('front')),
  backs: await listFiles(tree, 'documents', (side) => side.startsWith('back')),
});

/** As many as are measured, from all over the list. */
const spread = (paths: readonly string[]): string[] =>
  paths.filter((_, index) => index % Math.ceil(paths.length / CHECKS) === 0);
