/** Pixels to the float planes that the nets take. */
import { type Pixels, resizePixels } from './pixels.js';

export interface PlaneOptions {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
  readonly order: 'rgb' | 'bgr';
}

/** Resizes to `width` × `height` and lays the channels out as planes, normalised: (value − mean) ÷ deviation. */
export function toPlanes(source: Pixels, width: number, height: number, options: PlaneOptions): Float32Array {
  const { data } = resizePixels(source, width, height);
  const area = width * height;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const from = options.order === 'bgr' ? 2 - channel : channel;
    const mean = options.mean[channel]!;
    const factor = 1 / options.deviation[channel]!;
    const base = channel * area;
    for (let i = 0, j = from; i < area; i++, j += 3) planes[base + i] = (data[j]! - mean) * factor;
  }
  return planes;
}
