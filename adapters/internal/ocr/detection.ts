import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Pixels } from '../image/pixels.js';
import { toPlanes } from '../image/tensor.js';
import { loadModel } from '../onnx.js';
import { findTextBoxes } from './components.js';
import type { TextBox } from './geometry.js';

/** Reads as well as 960 on printed documents, at 60 % of the cost. */
const SIDE = 736;
/** ImageNet's statistics, which the net was trained with. */
const PLANES = { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375], order: 'bgr' } as const;
const COMPONENTS = { pixel: 0.3, mean: 0.4, grow: 1.7 };

/** Finds lines of text: PP-OCRv4's detector. */
export class TextDetector {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<TextDetector> {
    return new TextDetector(await loadModel('ocr-detection.onnx'));
  }

  /** Boxes from top to bottom, in the given pixels; `side`: the longest that the net sees, its cost goes by the square. */
  async detect(pixels: Pixels, side: number = SIDE): Promise<TextBox[]> {
    const input = pageInput(pixels, side);
    const [height = 0, width = 0] = input.dims.slice(2);
    const output = await this.session.run({ [this.session.inputNames[0]!]: input });
    const values = output[this.session.outputNames[0]!]!.data;
    if (!(values instanceof Float32Array)) throw new TypeError('The text detector must answer with floats');
    const scale = { scaleX: pixels.width / width, scaleY: pixels.height / height };
    return findTextBoxes({ values, width, height, ...scale }, COMPONENTS);
  }
}

/** A page as the net takes it. */
export function pageInput(pixels: Pixels, side: number = SIDE): Tensor {
  const shrink = Math.min(1, side / Math.max(pixels.width, pixels.height));
  const width = wholeBlocks(pixels.width * shrink);
  const height = wholeBlocks(pixels.height * shrink);
  return new Tensor('float32', toPlanes(pixels, width, height, PLANES), [1, 3, height, width]);
}

/** The net halves its input five times. */
const wholeBlocks = (length: number): number => Math.max(32, Math.round(length / 32) * 32);
