/** Finds the pattern in which a PDF417 symbol ends, and so its place, lean and scale, where its beginning is cut off. */

import type { GreyImage } from '../image/grey.js';

/** The right end of a symbol; the pattern stands at `x + lean · y`. */
export interface SymbolEnd {
  readonly x: number;
  readonly lean: number;
  readonly top: number;
  readonly bottom: number;
  /** Pixels of a module. */
  readonly module: number;
}

interface Hit {
  readonly x: number;
  readonly y: number;
  readonly module: number;
}

/** Bars and gaps, in modules; the last gap and bar may be cut off. */
const PATTERN = [7, 1, 1, 3, 1, 1, 1];
const MODULES = PATTERN.reduce((sum, width) => sum + width, 0);
/** How much wider or narrower than it should be a bar may look, in modules. */
const TOLERANCE = 0.6;
const STEP = 2;
const FEWEST_HITS = 12;
/** How far a pattern may stand beside the line of its symbol, in modules. */
const SPREAD = 1.5;

export function findStop(grey: GreyImage, dark: number): SymbolEnd | undefined {
  const hits: Hit[] = [];
  for (let y = 0; y < grey.height; y += STEP) hits.push(...hitsIn(grey, y, dark));
  if (hits.length < FEWEST_HITS) return undefined;
  const lean = slope(hits);
  const x = median(hits.map((hit) => hit.x - lean * hit.y));
  const module = median(hits.map((hit) => hit.module));
  const own = hits.filter((hit) => Math.abs(hit.x - x - lean * hit.y) < SPREAD * module);
  if (own.length < FEWEST_HITS) return undefined;
  return { x, lean, module, top: own[0]!.y, bottom: Math.min(grey.height, own.at(-1)!.y + STEP) };
}

/** Midway between the darkest and the lightest twentieth. */
export function darknessOf(data: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]!++;
  const at = (share: number): number => {
    let left = data.length * share;
    let value = 0;
    while (value < 255 && (left -= counts[value]!) > 0) value++;
    return value;
  };
  return (at(0.05) + at(0.95)) / 2;
}

function hitsIn({ data, width }: GreyImage, y: number, dark: number): Hit[] {
  const row = data.subarray(y * width, (y + 1) * width);
  const edges: number[] = [0];
  for (let x = 1; x < width; x++) if (row[x]! < dark !== row[x - 1]! < dark) edges.push(x);
  edges.push(width);
  const found: Hit[] = [];
  for (let i = row[0]! < dark ? 0 : 1; i + PATTERN.length < edges.length; i += 2) {
    const module = (edges[i + PATTERN.length]! - edges[i]!) / MODULES;
    const fits = PATTERN.every(
      (modules, k) => Math.abs((edges[i + k + 1]! - edges[i + k]!) / module - modules) < TOLERANCE,
    );
    if (fits && module >= 1) found.push({ x: edges[i]!, y, module });
  }
  return found;
}

/** Of x over y: the median of what pairs say that lie half of all apart. */
function slope(hits: readonly Hit[]): number {
  const half = hits.length >> 1;
  return median(hits.slice(half).map((hit, i) => (hit.x - hits[i]!.x) / Math.max(1, hit.y - hits[i]!.y)));
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
