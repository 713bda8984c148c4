/** Which way a head is turned, in degrees, by the pose net of the second, optional set of models. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { cutFrame, frameOf, type Box } from '../face/geometry.js';
import type { Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadOptionalModel } from '../onnx.js';

const SIDE = 224;
const AIR = 1.5;
const PLANES = { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375], order: 'rgb' } as const;
/** The net answers with a probability for each bin of 3°, from −99°. */
const BIN = 3;
const FIRST_BIN = -99;

/** Yaw: positive towards the person's own right, in a picture that is not mirrored. Pitch: positive upwards. */
export interface HeadPose {
  readonly yaw: number;
  readonly pitch: number;
}

export class PoseEstimator {
  private constructor(private readonly session: InferenceSession) {}

  /** Undefined where the optional package is not installed. */
  static async create(): Promise<PoseEstimator | undefined> {
    const session = await loadOptionalModel('face-pose.onnx');
    return session && new PoseEstimator(session);
  }

  async estimate(pixels: Pixels, box: Box): Promise<HeadPose> {
    const planes = toPlanes(cutFrame(pixels, frameOf(box, AIR), SIDE), SIDE, SIDE, PLANES);
    const output = await this.session.run({ input: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    const [yaw, pitch] = this.session.outputNames.map((name) => angleOf(output[name]!.data as Float32Array));
    return { yaw: yaw!, pitch: pitch! };
  }
}

/** The expected angle over all bins. */
function angleOf(logits: Float32Array): number {
  const peak = logits.reduce((a, b) => Math.max(a, b));
  const weights = logits.map((logit) => Math.exp(logit - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((sum, weight, bin) => sum + (weight / total) * (bin * BIN + FIRST_BIN), 0);
}
