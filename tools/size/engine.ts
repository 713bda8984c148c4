/** What the offline engine takes on disk: its packages, its prepared models and its own code. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_FOLDER } from '../../adapters/internal/build/hashes.js';
import { listPackages, sizeOf } from './packages.js';

/** The goal on Linux x64, in bytes. */
export const ENGINE_LIMIT = 250e6;
const SOURCES = 'adapters/internal';

/** Bytes by folder, the largest first. Needs a build. */
export function measureEngine(): ReadonlyMap<string, number> {
  const models = fileURLToPath(MODEL_FOLDER);
  const root = fileURLToPath(new URL('..', MODEL_FOLDER));
  const folders = [...listPackages(root, `${root}${SOURCES}`), models, `${root}dist/${SOURCES}`, `${root}${SOURCES}`];
  const sizes = folders.map((folder) => [relative(root, folder), sizeOf(folder)] as const);
  return new Map(sizes.toSorted(([, a], [, b]) => b - a));
}

export const total = (sizes: ReadonlyMap<string, number>): number =>
  [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
