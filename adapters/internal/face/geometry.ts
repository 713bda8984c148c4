/** Boxes and turned squares: where a face is, and how it is cut out for a net. */
import type { Point, Polygon } from '../../../src/provider/contract.js';
import { type Pixels, resizePixels, warpPixels } from '../image/pixels.js';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A square that may be turned: `angle` in radians, clockwise. */
export interface Frame {
  readonly centre: Point;
  readonly side: number;
  readonly angle: number;
}

export const area = (box: Box): number => box.width * box.height;

/** The shared area as a part of both together. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Of a box or of a whole picture. */
export const longerSide = ({ width, height }: { readonly width: number; readonly height: number }): number =>
  Math.max(width, height);

/** The upright box around all of these, grown by a share of its longer side. */
export function boxAround(polygons: readonly Polygon[], growth = 0): Box {
  const points = polygons.flat();
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...across), Math.min(...down)];
  const [width, height] = [Math.max(...across) - left, Math.max(...down) - top];
  const by = longerSide({ width, height }) * growth;
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by };
}

const GRID = 16;

/** How much of a box lies within polygons, whose corners run clockwise. */
export function coveredShare({ left, top, width, height }: Box, polygons: readonly Polygon[]): number {
  const places = Array.from({ length: GRID * GRID }, (_, i): Point => [
    left + ((i % GRID) + 0.5) * (width / GRID),
    top + (Math.floor(i / GRID) + 0.5) * (height / GRID),
  ]);
  return places.filter((place) => polygons.some((polygon) => isWithin(place, polygon))).length / places.length;
}

const isWithin = ([x, y]: Point, polygon: Polygon): boolean =>
  polygon.every(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length]!;
    return (x1 - x0) * (y - y0) >= (y1 - y0) * (x - x0);
  });

/** The square around a box, on its longer side times `factor`. */
export const frameOf = (box: Box, factor = 1): Frame => ({
  centre: [box.left + box.width / 2, box.top + box.height / 2],
  side: longerSide(box) * factor,
  angle: 0,
});

export const polygonOf = ({ left, top, width, height }: Box, scale: number): Polygon => {
  const corners: Point[] = [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
  return corners.map(([x, y]) => [Math.round(x * scale), Math.round(y * scale)]);
};

export const mean = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Cuts a turned square out of a picture, to `size` pixels; outside the picture its edge repeats. */
export function cutFrame(pixels: Pixels, { centre, side, angle }: Frame, size: number): Pixels {
  const dense = size * Math.max(1, Math.floor(side / size));
  const step = side / dense;
  const a = Math.cos(angle) * step;
  const d = Math.sin(angle) * step;
  const middle = (dense - 1) / 2;
  const cut = warpPixels(pixels, dense, dense, [
    a,
    -d,
    centre[0] - a * middle + d * middle,
    d,
    a,
    centre[1] - d * middle - a * middle,
  ]);
  return resizePixels(cut, size, size);
}

/** A place in a frame, in shares of its side, as a point of the picture. */
export function pointInFrame({ centre, side, angle }: Frame, x: number, y: number): Point {
  const dx = (x - 0.5) * side;
  const dy = (y - 0.5) * side;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos];
}
