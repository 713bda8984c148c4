/** Pictures of one byte a pixel, and what needs no decoder to be done with them. */
import { type Pixels, toGrey } from './pixels.js';

/** Luminance, row by row from the upper left. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const greyImage = (pixels: Pixels): GreyImage => ({
  width: pixels.width,
  height: pixels.height,
  data: toGrey(pixels),
});

/** The same picture on white paper, with so many pixels of it at the sides, and above and below. */
export function onPaper(image: GreyImage, across: number, down: number): GreyImage {
  const width = image.width + 2 * across;
  const height = image.height + 2 * down;
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < image.height; y++) {
    data.set(image.data.subarray(y * image.width, (y + 1) * image.width), (y + down) * width + across);
  }
  return { width, height, data };
}

export const negative = ({ width, height, data }: GreyImage): GreyImage => ({
  width,
  height,
  data: data.map((value) => 255 - value),
});
