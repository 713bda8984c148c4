/** Reads the weight files of @vladmandic/face-api: TensorFlow.js shards, most of them quantised to a byte. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Weights } from './graph.js';

const manifestSchema = z
  .tuple([
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int()),
          quantization: z.object({ scale: z.number(), min: z.number() }).optional(),
        }),
      ),
    }),
  ])
  .transform(([{ weights }]) => weights);

/** The folder of an installed package's file, e.g. `name/package.json`. */
export const folderOf = (file: string): string => dirname(createRequire(import.meta.url).resolve(file));

/** The tensors of a net by name; asking for one that is not there throws. */
export class WeightFile {
  readonly #tensors = new Map<string, Weights>();

  constructor(name: string) {
    const folder = join(folderOf('@vladmandic/face-api/package.json'), 'model');
    const manifest: unknown = JSON.parse(readFileSync(join(folder, `${name}_model-weights_manifest.json`), 'utf8'));
    const bytes = readFileSync(join(folder, `${name}_model.bin`));
    let offset = 0;
    for (const { name: tensor, shape, quantization } of manifestSchema.parse(manifest)) {
      const length = shape.reduce((product, side) => product * side, 1);
      const data = new Float32Array(length);
      for (let i = 0; i < length; i++) {
        data[i] = quantization
          ? bytes[offset + i]! * quantization.scale + quantization.min
          : bytes.readFloatLE(offset + i * 4);
      }
      offset += quantization ? length : length * 4;
      this.#tensors.set(tensor, { shape, data });
    }
  }

  get(name: string): Weights {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`no weights named ${name}`);
    return tensor;
  }
}

/** Multiplies each output channel (the last dimension) by a factor. */
export const scaleChannels = ({ shape, data }: Weights, factors: Float32Array): Weights => ({
  shape,
  data: data.map((value, i) => value * factors[i % factors.length]!),
});
