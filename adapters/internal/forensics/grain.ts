/**
 * Where a picture is smoother than its own edges and shades let expect. Print and sensor leave a grain on everything;
 * a face or a word that was generated, enlarged or painted over lacks it, whatever quality the file was saved at.
 */
import type { Polygon } from '../../../src/provider/contract.js';
import { type Pixels, toGrey } from '../image/pixels.js';

const BLOCK = 8;
const BINS = 24;
/** Contrast, as a logarithm, from which to which blocks are compared with their like. */
const CONTRAST = { from: -0.7, span: 5.5 };
const FEWEST_IN_BIN = 20;
const FEWEST_BLOCKS = 4;
/** Left out on each side of a face: what remains is skin, which a swap replaces for certain. */
const FACE_MARGIN = 0.35;
/** A window along a line of print, in heights of the line. */
const WINDOW = 1.5;
const SMALLEST_PRINT = 12;

export interface GrainLoss {
  /** How much grain the face lacks, as a logarithm: 0.7 is half of it. */
  readonly portrait?: number;
  /** How much the worst piece of print lacks, against the usual one. */
  readonly print?: number;
}

/** Polygons in the pixels given. */
export function measureGrainLoss(pixels: Pixels, lines: readonly Polygon[], portrait: Polygon | undefined): GrainLoss {
  const grain = relativeGrain(pixels);
  const face = portrait && meanWithin(grain, innerBox(portrait));
  const windows = lines.flatMap((line) => printWindows(grain, boundsOf(line))).toSorted((a, b) => a - b);
  const [worst] = windows;
  const usual = windows[Math.floor((windows.length - 1) / 2)];
  return {
    ...(face !== undefined && { portrait: -face }),
    ...(worst !== undefined && usual !== undefined && windows.length >= FEWEST_BLOCKS && { print: usual - worst }),
  };
}

interface Grain {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** Each block's finest detail against the median of the blocks of its contrast, as a logarithm. */
function relativeGrain(pixels: Pixels): Grain {
  const grey = toGrey(pixels);
  const columns = Math.max(0, Math.floor(pixels.width / BLOCK) - 1);
  const rows = Math.max(0, Math.floor(pixels.height / BLOCK) - 1);
  const values = new Float32Array(columns * rows);
  const bins = new Uint8Array(values.length);
  for (let block = 0; block < values.length; block++) {
    const start = Math.floor(block / columns) * BLOCK * pixels.width + (block % columns) * BLOCK;
    const { fine, coarse } = detailOf(grey, pixels.width, start);
    values[block] = Math.log(fine + 0.15);
    const place = ((Math.log(coarse + 0.5) - CONTRAST.from) / CONTRAST.span) * BINS;
    bins[block] = Math.min(BINS - 1, Math.max(0, Math.floor(place)));
  }
  const usual = mediansByBin(values, bins);
  for (let block = 0; block < values.length; block++) values[block]! -= usual[bins[block]!]!;
  return { values, columns, rows };
}

/** Diagonal second differences, and differences over half a block. */
function detailOf(grey: Uint8Array, width: number, start: number): { fine: number; coarse: number } {
  const reach = BLOCK / 2;
  let fine = 0;
  let coarse = 0;
  for (let y = 0; y < BLOCK; y++) {
    for (let x = 0, i = start + y * width; x < BLOCK; x++, i++) {
      const here = grey[i]!;
      fine += Math.abs(here - grey[i + 1]! - grey[i + width]! + grey[i + width + 1]!);
      coarse += Math.abs(here - grey[i + reach]!) + Math.abs(here - grey[i + reach * width]!);
    }
  }
  const area = BLOCK * BLOCK;
  return { fine: fine / area, coarse: coarse / (2 * area) };
}

/** NaN where a bin has too few blocks to say what is usual. */
function mediansByBin(values: Float32Array, bins: Uint8Array): Float32Array {
  const sizes = new Uint32Array(BINS);
  for (const bin of bins) sizes[bin]!++;
  const sorted = Array.from(sizes, (size) => new Float32Array(size));
  const filled = new Uint32Array(BINS);
  for (let block = 0; block < values.length; block++) {
    const bin = bins[block]!;
    sorted[bin]![filled[bin]!++] = values[block]!;
  }
  return Float32Array.from(sorted, (inside) =>
    inside.length > FEWEST_IN_BIN ? inside.sort()[(inside.length - 1) >> 1]! : NaN,
  );
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf(polygon: Polygon): Bounds {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function innerBox(portrait: Polygon): Bounds {
  const { left, top, right, bottom } = boundsOf(portrait);
  const [dx, dy] = [(right - left) * FACE_MARGIN, (bottom - top) * FACE_MARGIN];
  return { left: left + dx, top: top + dy, right: right - dx, bottom: bottom - dy };
}

function printWindows(grain: Grain, { left, top, right, bottom }: Bounds): number[] {
  const [width, height] = [right - left, bottom - top];
  if (height < SMALLEST_PRINT || width < 2 * height) return [];
  const count = Math.floor(width / (height * WINDOW));
  return Array.from({ length: count }, (_, i) => {
    const bounds = { left: left + (i * width) / count, right: left + ((i + 1) * width) / count, top, bottom };
    return meanWithin(grain, bounds);
  }).filter((value) => value !== undefined);
}

/** The mean of the blocks that lie wholly inside; undefined where there are too few. */
function meanWithin({ values, columns, rows }: Grain, { left, top, right, bottom }: Bounds): number | undefined {
  let sum = 0;
  let count = 0;
  for (let row = Math.max(0, Math.ceil(top / BLOCK)); row < Math.min(rows, Math.floor(bottom / BLOCK)); row++) {
    for (
      let column = Math.max(0, Math.ceil(left / BLOCK));
      column < Math.min(columns, Math.floor(right / BLOCK));
      column++
    ) {
      const value = values[row * columns + column]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
  }
  return count < FEWEST_BLOCKS ? undefined : sum / count;
}
