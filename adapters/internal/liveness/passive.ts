/** How likely one picture shows a live person and no print, screen or mask: the second, optional set of models. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Box } from '../face/geometry.js';
import { cropPixels, type Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadOptionalModel } from '../onnx.js';

const SIDE = 128;
/** Multiples of the face's size: a print or a screen betrays itself by grain in the face, or by edges and glare around it. */
const SURROUNDINGS = [1.3, 2, 2.7, 4];
const PLANES = { mean: [0, 0, 0], deviation: [1, 1, 1], order: 'bgr' } as const;

export class PassiveLiveness {
  private constructor(private readonly session: InferenceSession) {}

  /** Undefined where the optional package is not installed. */
  static async create(): Promise<PassiveLiveness | undefined> {
    const session = await loadOptionalModel('face-liveness.onnx');
    return session && new PassiveLiveness(session);
  }

  /** The most suspicious of all looks: an attack shows in one of them, a live person is live in each. */
  async estimate(pixels: Pixels, box: Box): Promise<number> {
    // In a close-up the larger ones are all the whole picture.
    const sides = new Set(SURROUNDINGS.map((factor) => sideOf(pixels, box, factor)));
    let least = 1;
    for (const side of sides) least = Math.min(least, await this.look(cutSurroundings(pixels, box, side)));
    return least;
  }

  private async look(cut: Pixels): Promise<number> {
    const planes = toPlanes(cut, SIDE, SIDE, PLANES);
    const output = await this.session.run({ input: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    const [live = 0, ...attacks] = output.output!.data as Float32Array;
    return 1 / attacks.reduce((sum, attack) => sum + Math.exp(attack - live), 1);
  }
}

const sideOf = (pixels: Pixels, { width, height }: Box, factor: number): number =>
  Math.min(pixels.width, pixels.height, Math.max(width, height) * factor);

/** The square around a face, moved and made smaller as the picture demands: repeated edges look like an attack. */
function cutSurroundings(pixels: Pixels, { left, top, width, height }: Box, side: number): Pixels {
  const x = Math.min(Math.max(0, left + width / 2 - side / 2), pixels.width - side);
  const y = Math.min(Math.max(0, top + height / 2 - side / 2), pixels.height - side);
  return cropPixels(pixels, x, y, side, side);
}
