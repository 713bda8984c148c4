import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { GreyImage } from '../image/grey.js';
import type { TextBox } from '../ocr/geometry.js';
import { loadModel } from '../onnx.js';
import { cutLine } from './crop.js';
import { CLASS_COUNT, type Lattice } from './lattice.js';

const HEIGHT = 32;
const WIDTH = 576;
/** Added to the deviation, as in training, so that empty paper is not blown up. */
const FLOOR = 8;

/** Reads lines of OCR-B: see models/mrz/README.md. */
export class MrzNet {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<MrzNet> {
    return new MrzNet(await loadModel('mrz-ocrb.onnx'));
  }

  /** The probabilities along each line; the boxes may be slanted or upside down. */
  async read(page: GreyImage, boxes: readonly TextBox[]): Promise<Lattice[]> {
    if (boxes.length === 0) return [];
    const output = await this.session.run({ x: linesInput(page, boxes) });
    const logits = output['y'];
    if (!(logits?.data instanceof Float32Array)) throw new TypeError('The MRZ net must answer with floats');
    const steps = logits.dims[2]!;
    const stride = CLASS_COUNT * steps;
    const { data } = logits;
    return boxes.map((_, i) => softmax(data.subarray(i * stride, (i + 1) * stride), steps));
  }
}

/** Lines as the net takes them. */
export function linesInput(page: GreyImage, boxes: readonly TextBox[]): Tensor {
  const area = HEIGHT * WIDTH;
  const input = new Float32Array(boxes.length * area);
  boxes.forEach((box, i) => {
    const line = input.subarray(i * area, (i + 1) * area);
    cutLine(page, box, WIDTH, HEIGHT, line);
    normalise(line);
  });
  return new Tensor('float32', input, [boxes.length, 1, HEIGHT, WIDTH]);
}

function normalise(line: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < line.length; i++) {
    sum += line[i]!;
    squares += line[i]! * line[i]!;
  }
  const mean = sum / line.length;
  const deviation = Math.sqrt(Math.max(0, squares / line.length - mean * mean)) + FLOOR;
  for (let i = 0; i < line.length; i++) line[i] = (line[i]! - mean) / deviation;
}

/** From logits, class by class, to probabilities, step by step. */
function softmax(logits: Float32Array, steps: number): Lattice {
  const probabilities = new Float64Array(steps * CLASS_COUNT);
  for (let step = 0; step < steps; step++) {
    let highest = -Infinity;
    for (let c = 0; c < CLASS_COUNT; c++) highest = Math.max(highest, logits[c * steps + step]!);
    let sum = 0;
    for (let c = 0; c < CLASS_COUNT; c++) {
      const value = Math.exp(logits[c * steps + step]! - highest);
      probabilities[step * CLASS_COUNT + c] = value;
      sum += value;
    }
    for (let c = 0; c < CLASS_COUNT; c++) probabilities[step * CLASS_COUNT + c]! /= sum;
  }
  return { steps, probabilities };
}
