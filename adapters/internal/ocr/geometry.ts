/** Slanted rectangles around text: finding the smallest one, cutting it out, telling where it lies. */
import type { Point, Polygon } from '../../../src/provider/contract.js';
import { type Pixels, resizePixels, warpPixels } from '../image/pixels.js';

/** A rectangle around a line of text; the angle in radians, clockwise on the screen. */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** The corners from the line's upper left, clockwise, in the pixels of the original image. */
export function boxPolygon(box: TextBox, scale: number): Polygon {
  const cos = Math.cos(box.angle);
  const sin = Math.sin(box.angle);
  const corner = (across: number, down: number): Point => {
    const u = (across * box.width) / 2;
    const v = (down * box.height) / 2;
    return [Math.round((box.x + cos * u - sin * v) / scale), Math.round((box.y + sin * u + cos * v) / scale)];
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Cuts the box out upright at the given size; shrinks by averaging, so that strokes survive. */
export function cutBox(source: Pixels, box: TextBox, width: number, height: number): Pixels {
  const over = Math.max(1, Math.ceil(Math.max(box.width / width, box.height / height) / 1.2));
  const w = width * over;
  const h = height * over;
  const cos = Math.cos(box.angle);
  const sin = Math.sin(box.angle);
  const kx = box.width / w;
  const ky = box.height / h;
  const left = box.x - (cos * box.width) / 2 + (sin * box.height) / 2;
  const top = box.y - (sin * box.width) / 2 - (cos * box.height) / 2;
  const offset = (along: number, down: number): number => (along * kx - down * ky) / 2;
  const cut = warpPixels(source, w, h, [
    cos * kx,
    -sin * ky,
    left + offset(cos, sin) - 0.5,
    sin * kx,
    cos * ky,
    top + offset(sin, -cos) - 0.5,
  ]);
  return resizePixels(cut, width, height);
}

/** The smallest rectangle around points, by the edges of their hull. Its long side is the line's, unless it is short. */
export function smallestBox(points: readonly Point[]): TextBox | undefined {
  const hull = convexHull(points);
  if (hull.length < 3) return undefined;
  let best: (TextBox & { area: number }) | undefined;
  for (let i = 0; i < hull.length; i++) {
    const [x0, y0] = hull[i]!;
    const [x1, y1] = hull[(i + 1) % hull.length]!;
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < 1e-6) continue;
    const box = boxAlong(hull, (x1 - x0) / length, (y1 - y0) / length);
    if (best === undefined || box.area < best.area) best = box;
  }
  return best && readable(best);
}

function boxAlong(points: readonly Point[], dx: number, dy: number): TextBox & { area: number } {
  const along = points.map(([x, y]) => x * dx + y * dy);
  const down = points.map(([x, y]) => y * dx - x * dy);
  const [u0, u1, v0, v1] = [Math.min(...along), Math.max(...along), Math.min(...down), Math.max(...down)];
  const u = (u0 + u1) / 2;
  const v = (v0 + v1) / 2;
  const width = u1 - u0;
  const height = v1 - v0;
  return { x: u * dx - v * dy, y: u * dy + v * dx, width, height, angle: Math.atan2(dy, dx), area: width * height };
}

/** Turns the rectangle so that its width runs along the text: level, or upwards where it is clearly upright. */
function readable({ x, y, width, height, angle }: TextBox): TextBox {
  let turned = halfTurn(angle);
  let [w, h] = [width, height];
  if (Math.abs(turned) > Math.PI / 4) {
    [w, h] = [h, w];
    turned = halfTurn(turned + Math.PI / 2);
  }
  return h > 1.5 * w
    ? { x, y, width: h, height: w, angle: turned - Math.PI / 2 }
    : { x, y, width: w, height: h, angle: turned };
}

/** The same direction within (−90°, 90°]. */
export function halfTurn(angle: number): number {
  const turn = angle % Math.PI;
  if (turn > Math.PI / 2) return turn - Math.PI;
  return turn <= -Math.PI / 2 ? turn + Math.PI : turn;
}

function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

function halfHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
    hull.push(point);
  }
  hull.pop();
  return hull;
}

const turn = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
