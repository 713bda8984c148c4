/** A hash that stays near where a picture was saved anew, smaller or more coarsely: the signs of its slowest waves. */
import { type Pixels, resizePixels, toGrey } from './pixels.js';

/** Pixels a side before the transform, and waves a side that are kept of it. */
const SIDE = 32;
const WAVES = 8;

/** 64 bits in hex: which of the 8 × 8 slowest cosine waves of the whole picture are above their median. */
export function perceptualHash(pixels: Pixels): string {
  const waves = slowestWaves(toGrey(resizePixels(pixels, SIDE, SIDE)));
  // The first one is the mean brightness, and would draw the median to itself.
  const middle = waves.slice(1).toSorted((a, b) => a - b)[(waves.length - 1) >> 1]!;
  const bytes = Buffer.alloc(waves.length / 8);
  for (const [i, wave] of waves.entries()) if (wave > middle) bytes[i >> 3]! |= 128 >> (i & 7);
  return bytes.toString('hex');
}

/** The upper left corner of the discrete cosine transform, row by row. */
function slowestWaves(grey: Uint8Array): number[] {
  const across = Array.from({ length: SIDE }, (_, y) => transform((x) => grey[y * SIDE + x]!));
  const down = Array.from({ length: WAVES }, (_, wave) => transform((y) => across[y]![wave]!));
  return Array.from({ length: WAVES * WAVES }, (_, i) => down[i % WAVES]![Math.floor(i / WAVES)]!);
}

const transform = (valueAt: (place: number) => number): number[] =>
  COSINES.map((wave) => wave.reduce((sum, cosine, place) => sum + cosine * valueAt(place), 0));

const COSINES = Array.from({ length: WAVES }, (_, wave) =>
  Array.from({ length: SIDE }, (_, place) => Math.cos((Math.PI * (2 * place + 1) * wave) / (2 * SIDE))),
);
