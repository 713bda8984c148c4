/** A hash that stays near for two pictures of one document: taken from what is printed, set straight, whatever lies around. */
import type { Point, Polygon } from '../../../src/provider/contract.js';
import { type Pixels, resizePixels, toGrey, warpPixels } from './pixels.js';

const SIDE = 16;
/** Pixels of a cell before they are averaged. */
const CELL = 8;
/** With less print there is no telling where the document lies. */
const FEWEST_LINES = 3;

/**
 * 256 bits in hex: whether each of 16 × 16 cells of the printed area is darker than its right neighbour. Undefined where
 * too little is printed. Documents of one template are near too: it says that pictures may be the same, not that they are.
 */
export function perceptualHash(
  pixels: Pixels,
  lines: readonly Polygon[],
  others: readonly Polygon[],
): string | undefined {
  if (lines.length < FEWEST_LINES) return undefined;
  const angle = medianAngle(lines);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const points = [...lines, ...others].flat();
  const along = points.map(([x, y]) => x * cos + y * sin);
  const down = points.map(([x, y]) => y * cos - x * sin);
  const [left, top] = [Math.min(...along), Math.min(...down)];
  const [width, height] = [(SIDE + 1) * CELL, SIDE * CELL];
  const stepAlong = (Math.max(...along) - left) / width;
  const stepDown = (Math.max(...down) - top) / height;
  const straight = warpPixels(pixels, width, height, [
    cos * stepAlong,
    -sin * stepDown,
    left * cos - top * sin,
    sin * stepAlong,
    cos * stepDown,
    left * sin + top * cos,
  ]);
  return toBits(toGrey(resizePixels(straight, SIDE + 1, SIDE)));
}

const angleOf = ([[x0, y0] = [0, 0], [x1, y1] = [0, 0]]: readonly Point[]): number => Math.atan2(y1 - y0, x1 - x0);

function medianAngle(lines: readonly Polygon[]): number {
  const angles = lines.map(angleOf).toSorted((a, b) => a - b);
  return angles[angles.length >> 1] ?? 0;
}

function toBits(grey: Uint8Array): string {
  const bytes = Buffer.alloc((SIDE * SIDE) / 8);
  for (let cell = 0; cell < SIDE * SIDE; cell++) {
    const i = Math.floor(cell / SIDE) * (SIDE + 1) + (cell % SIDE);
    if (grey[i]! < grey[i + 1]!) bytes[cell >> 3]! |= 128 >> (cell & 7);
  }
  return bytes.toString('hex');
}
