/** A face as 128 numbers: dlib's net. Two pictures of one person lie close together, by Euclidean distance. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { FaceTemplate } from '../../../src/provider/contract.js';
import type { Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadModel } from '../onnx.js';
import { cutFrame, type Frame } from './geometry.js';
import { FACE_PLANES } from './planes.js';

const SIDE = 150;
const LENGTH = 128;
/** Changes whenever templates stop being comparable: the net, its weights or how a face is framed. */
export const TEMPLATE_MODEL = 'dlib-resnet-1';

export class FaceRecogniser {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<FaceRecogniser> {
    return new FaceRecogniser(await loadModel('face-recognition.onnx'));
  }

  async describe(pixels: Pixels, frame: Frame): Promise<FaceTemplate> {
    const planes = toPlanes(cutFrame(pixels, frame, SIDE), SIDE, SIDE, FACE_PLANES);
    const [face, mirrored] = [await this.run(planes), await this.run(mirror(planes))];
    return { model: TEMPLATE_MODEL, vector: Array.from(face, (value, i) => (value + mirrored[i]!) / 2) };
  }

  private async run(planes: Float32Array): Promise<Float32Array> {
    const output = await this.session.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    return output.template!.data as Float32Array;
  }
}

export const isComparable = ({ model, vector }: FaceTemplate): boolean =>
  model === TEMPLATE_MODEL && vector.length === LENGTH && vector.every(Number.isFinite);

export const templateDistance = (a: FaceTemplate, b: FaceTemplate): number =>
  Math.hypot(...a.vector.map((value, i) => value - b.vector[i]!));

function mirror(planes: Float32Array): Float32Array {
  const mirrored = new Float32Array(planes.length);
  for (let row = 0; row < planes.length; row += SIDE) {
    for (let x = 0; x < SIDE; x++) mirrored[row + x] = planes[row + SIDE - 1 - x]!;
  }
  return mirrored;
}
