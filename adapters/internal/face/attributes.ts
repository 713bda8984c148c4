/** What a face looks like: age, gender and expression, as face-api's nets estimate them. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { FaceAttributes as Attributes } from '../../../src/provider/contract.js';
import type { Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadModel } from '../onnx.js';
import { cutFrame, type Frame } from './geometry.js';
import { FACE_PLANES } from './planes.js';

const SIDE = 112;
const AGE_GENDER_PLANES = { ...FACE_PLANES, deviation: [256, 256, 256] } as const;
/** The order of the expression net's answers. */
const EXPRESSIONS = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'] as const;
type Expression = (typeof EXPRESSIONS)[number];

export class FaceAttributes {
  private constructor(
    private readonly ageGender: InferenceSession,
    private readonly expression: InferenceSession,
  ) {}

  static async create(): Promise<FaceAttributes> {
    return new FaceAttributes(await loadModel('face-age-gender.onnx'), await loadModel('face-expression.onnx'));
  }

  async estimate(pixels: Pixels, frame: Frame): Promise<Attributes> {
    const planes = toPlanes(cutFrame(pixels, frame, SIDE), SIDE, SIDE, AGE_GENDER_PLANES);
    const output = await this.ageGender.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    const [age = 0] = output.age!.data as Float32Array;
    const [male = 0] = output.gender!.data as Float32Array;
    return {
      age: Math.max(0, Math.round(age * 10) / 10),
      gender: male >= 0.5 ? 'MALE' : 'FEMALE',
      genderProbability: Math.max(male, 1 - male),
    };
  }

  /** The probability that the face bears an expression. */
  async express(pixels: Pixels, frame: Frame, expression: Expression): Promise<number> {
    const planes = toPlanes(cutFrame(pixels, frame, SIDE), SIDE, SIDE, FACE_PLANES);
    const output = await this.expression.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    return (output.probabilities!.data as Float32Array)[EXPRESSIONS.indexOf(expression)]!;
  }
}
