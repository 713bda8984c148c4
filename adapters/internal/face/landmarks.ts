/** Places the 68 points of a face (the usual iBUG order), and squares a face up for the nets that look at it. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Point } from '../../../src/provider/contract.js';
import type { Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadModel } from '../onnx.js';
import { cutFrame, distance, frameOf, mean, pointInFrame, type Box, type Frame } from './geometry.js';
import { FACE_PLANES } from './planes.js';

const SIDE = 112;
/** How dlib frames a face: the eyes are so far from the mouth, in shares of the frame, and the three centres stand so high. */
const EYES_TO_MOUTH = 0.45;
const CENTRE_HEIGHT = 0.43;

export class FaceLandmarks {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<FaceLandmarks> {
    return new FaceLandmarks(await loadModel('face-landmarks.onnx'));
  }

  async locate(pixels: Pixels, box: Box): Promise<readonly Point[]> {
    const frame = frameOf(box);
    const planes = toPlanes(cutFrame(pixels, frame, SIDE), SIDE, SIDE, FACE_PLANES);
    const output = await this.session.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    const values = output.points!.data as Float32Array;
    return Array.from({ length: 68 }, (_, i) => pointInFrame(frame, values[i * 2]!, values[i * 2 + 1]!));
  }
}

export const leftEye = (points: readonly Point[]): Point => mean(points.slice(36, 42));
export const rightEye = (points: readonly Point[]): Point => mean(points.slice(42, 48));

/** The upright square around a face in which dlib's net was taught to see it. */
export function alignedFrame(points: readonly Point[]): Frame {
  const [left, right, mouth] = [leftEye(points), rightEye(points), mean(points.slice(48, 68))];
  const side = (distance(left, mouth) + distance(right, mouth)) / 2 / EYES_TO_MOUTH;
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0]);
  const around: Frame = { centre: mean([left, right, mouth]), side, angle };
  return { ...around, centre: pointInFrame(around, 0.5, 1 - CENTRE_HEIGHT) };
}
