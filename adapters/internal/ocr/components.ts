/** From a map of text probability to boxes around its lines (differentiable binarisation, Liao et al., 2020). */
import type { Point } from '../../../src/provider/contract.js';
import { smallestBox, type TextBox } from './geometry.js';

export interface ProbabilityMap {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Image pixels a map pixel, across and down. */
  readonly scaleX: number;
  readonly scaleY: number;
}

export interface ComponentOptions {
  /** Probability from which a pixel belongs to text. */
  readonly pixel: number;
  /** Mean probability from which an area is a line. */
  readonly mean: number;
  /** How far the shrunken core grows back: area × grow ÷ perimeter. */
  readonly grow: number;
}

const SMALLEST_AREA = 12;
const SMALLEST_SIDE = 5;

export function findTextBoxes(map: ProbabilityMap, options: ComponentOptions): TextBox[] {
  const seen = new Uint8Array(map.values.length);
  const boxes: TextBox[] = [];
  for (let i = 0; i < map.values.length; i++) {
    if (seen[i] === 1 || map.values[i]! <= options.pixel) continue;
    const area = fill(map, i, seen, options.pixel);
    if (area.size < SMALLEST_AREA || area.sum / area.size < options.mean) continue;
    const core = smallestBox(outline(map, area.extents));
    if (core === undefined) continue;
    const margin = (core.width * core.height * options.grow) / (core.width + core.height);
    const box = { ...core, width: core.width + margin, height: core.height + margin };
    if (Math.min(box.width, box.height) >= SMALLEST_SIDE) boxes.push(box);
  }
  return boxes.toSorted((a, b) => a.y - b.y);
}

interface Area {
  size: number;
  sum: number;
  /** Leftmost and rightmost pixel by row. */
  readonly extents: Map<number, [number, number]>;
}

function fill(map: ProbabilityMap, start: number, seen: Uint8Array, threshold: number): Area {
  const { values, width, height } = map;
  const area: Area = { size: 0, sum: 0, extents: new Map() };
  const open = [start];
  seen[start] = 1;
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const y = Math.floor(i / width);
    const x = i - y * width;
    area.size++;
    area.sum += values[i]!;
    widen(area.extents, x, y);
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const next = row * width + column;
        if (seen[next] === 1 || values[next]! <= threshold) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
  }
  return area;
}

function widen(extents: Map<number, [number, number]>, x: number, y: number): void {
  const extent = extents.get(y);
  if (extent === undefined) {
    extents.set(y, [x, x]);
  } else {
    extent[0] = Math.min(extent[0], x);
    extent[1] = Math.max(extent[1], x);
  }
}

function outline(map: ProbabilityMap, extents: Map<number, [number, number]>): Point[] {
  const points: Point[] = [];
  for (const [y, [left, right]] of extents) {
    for (const row of [y, y + 1]) {
      points.push([left * map.scaleX, row * map.scaleY], [(right + 1) * map.scaleX, row * map.scaleY]);
    }
  }
  return points;
}
