/** Cuts lines out of a grey page, at the size and in the scale of light that the net takes. */
import type { TextBox } from '../ocr/geometry.js';
import type { GreyImage } from '../image/grey.js';

/** A sample may stand for so many pixels before more are taken: thin strokes survive. */
const REACH = 1.2;

/** Samples bilinearly, several times a pixel where the crop is smaller than the box; the page's edge is repeated. */
export function cutLine(page: GreyImage, box: TextBox, width: number, height: number, into: Float32Array): void {
  const across = Math.max(1, Math.ceil(box.width / width / REACH));
  const down = Math.max(1, Math.ceil(box.height / height / REACH));
  const stepX = box.width / width / across;
  const stepY = box.height / height / down;
  const cos = Math.cos(box.angle);
  const sin = Math.sin(box.angle);
  const share = 1 / (across * down);
  into.fill(0);
  for (let row = 0; row < height * down; row++) {
    const v = (row + 0.5) * stepY - box.height / 2;
    const x0 = box.x - sin * v - 0.5;
    const y0 = box.y + cos * v - 0.5;
    const base = Math.floor(row / down) * width;
    for (let column = 0; column < width * across; column++) {
      const u = (column + 0.5) * stepX - box.width / 2;
      into[base + Math.floor(column / across)]! += share * sampleAt(page, x0 + cos * u, y0 + sin * u);
    }
  }
}

function sampleAt({ width, height, data }: GreyImage, x: number, y: number): number {
  const sx = Math.min(Math.max(x, 0), width - 1);
  const sy = Math.min(Math.max(y, 0), height - 1);
  const left = sx | 0;
  const top = sy | 0;
  const right = left < width - 1 ? 1 : 0;
  const below = top < height - 1 ? width : 0;
  const i = top * width + left;
  const fx = sx - left;
  const upper = data[i]! + (data[i + right]! - data[i]!) * fx;
  const lower = data[i + below]! + (data[i + below + right]! - data[i + below]!) * fx;
  return upper + (lower - upper) * (sy - top);
}
