/** Decoded pixels and the few geometric operations that the readers need. */
import sharp from 'sharp';
import { openImage } from './open.js';

sharp.concurrency(1);
sharp.cache(false);

/** RGB, interleaved, row by row from the upper left. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Where each pixel of a warped image comes from: source x = a·x + b·y + c, source y = d·x + e·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface DecodedImage extends Pixels {
  /** Decoded size ÷ original size, at most 1. */
  readonly scale: number;
}

/** Decodes to RGB with the EXIF orientation applied, no side longer than `maxSide`. Throws sharp's errors. */
export async function decodeImage(bytes: Uint8Array, options: { maxSide: number }): Promise<DecodedImage> {
  const image = openImage(bytes);
  const { autoOrient } = await image.metadata();
  const { data, info } = await image
    .autoOrient()
    .resize({ width: options.maxSide, height: options.maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = Math.min(1, info.width / autoOrient.width);
  return { width: info.width, height: info.height, data, scale };
}

export function cropPixels(source: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const x0 = Math.min(Math.max(0, Math.round(left)), source.width - 1);
  const y0 = Math.min(Math.max(0, Math.round(top)), source.height - 1);
  const x1 = Math.min(source.width, Math.max(x0 + 1, Math.round(left + width)));
  const y1 = Math.min(source.height, Math.max(y0 + 1, Math.round(top + height)));
  const row = (x1 - x0) * 3;
  const data = new Uint8Array(row * (y1 - y0));
  for (let y = y0; y < y1; y++) {
    const start = (y * source.width + x0) * 3;
    data.set(source.data.subarray(start, start + row), (y - y0) * row);
  }
  return { width: x1 - x0, height: y1 - y0, data };
}

/** Turns clockwise by quarters. @param channels bytes a pixel */
export function rotateQuarters(source: Pixels, quarters: number, channels = 3): Pixels {
  const turn = ((quarters % 4) + 4) % 4;
  if (turn === 0) return source;
  const { width, height, data: from } = source;
  const w = turn === 2 ? width : height;
  const h = turn === 2 ? height : width;
  const to = new Uint8Array(from.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = turn === 1 ? height - 1 - y : turn === 2 ? width - 1 - x : y;
      const line = turn === 1 ? x : turn === 2 ? height - 1 - y : width - 1 - x;
      const i = (y * width + x) * channels;
      const j = (line * w + column) * channels;
      for (let k = 0; k < channels; k++) to[j + k] = from[i + k]!;
    }
  }
  return { width: w, height: h, data: to };
}

/** Samples bilinearly; what lies outside the source repeats its edge. */
export function warpPixels(source: Pixels, width: number, height: number, affine: Affine): Pixels {
  const { data: from } = source;
  const [a, b, c, d, e, f] = affine;
  const row = source.width * 3;
  const right = source.width - 1;
  const bottom = source.height - 1;
  const to = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      const sx = Math.min(Math.max(a * x + b * y + c, 0), right);
      const sy = Math.min(Math.max(d * x + e * y + f, 0), bottom);
      const x0 = sx | 0;
      const y0 = sy | 0;
      const i = y0 * row + x0 * 3;
      const j = y0 < bottom ? i + row : i;
      const step = x0 < right ? 3 : 0;
      const both = (sx - x0) * (sy - y0);
      const later = sx - x0 - both;
      const below = sy - y0 - both;
      const here = 1 - later - below - both;
      to[o] = from[i]! * here + from[i + step]! * later + from[j]! * below + from[j + step]! * both + 0.5;
      to[o + 1] =
        from[i + 1]! * here + from[i + 1 + step]! * later + from[j + 1]! * below + from[j + 1 + step]! * both + 0.5;
      to[o + 2] =
        from[i + 2]! * here + from[i + 2 + step]! * later + from[j + 2]! * below + from[j + 2 + step]! * both + 0.5;
    }
  }
  return { width, height, data: to };
}

/** Averages whole blocks first when shrinking, so that thin strokes survive. */
export function resizePixels(source: Pixels, width: number, height: number): Pixels {
  const shrunk = shrink(source, Math.floor(source.width / width), Math.floor(source.height / height));
  if (shrunk.width === width && shrunk.height === height) return shrunk;
  const sx = shrunk.width / width;
  const sy = shrunk.height / height;
  return warpPixels(shrunk, width, height, [sx, 0, 0.5 * sx - 0.5, 0, sy, 0.5 * sy - 0.5]);
}

function shrink(source: Pixels, kx: number, ky: number): Pixels {
  const across = Math.max(1, kx);
  const down = Math.max(1, ky);
  if (across === 1 && down === 1) return source;
  const width = Math.floor(source.width / across);
  const height = Math.floor(source.height / down);
  const data = new Uint8Array(width * height * 3);
  const area = across * down;
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < down; j++) {
        let i = ((y * down + j) * source.width + x * across) * 3;
        for (let k = 0; k < across; k++, i += 3) {
          red += source.data[i]!;
          green += source.data[i + 1]!;
          blue += source.data[i + 2]!;
        }
      }
      data[o] = red / area;
      data[o + 1] = green / area;
      data[o + 2] = blue / area;
    }
  }
  return { width, height, data };
}

/** Luminance, one byte a pixel. */
export function toGrey(source: Pixels): Uint8Array {
  const grey = new Uint8Array(source.width * source.height);
  for (let i = 0, j = 0; i < grey.length; i++, j += 3) {
    grey[i] = (source.data[j]! * 77 + source.data[j + 1]! * 150 + source.data[j + 2]! * 29) >> 8;
  }
  return grey;
}
