/** Finds faces with face-api's SSD detector. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Pixels } from '../image/pixels.js';
import { resizePixels } from '../image/pixels.js';
import { loadModel } from '../onnx.js';
import { THRESHOLDS } from '../thresholds.js';
import { area, overlap, type Box } from './geometry.js';

const SIDE = 512;
const SAME_FACE_OVERLAP = 0.4;
/** A close-up fills the picture, and the net wants air around a face: shares of the input left empty, tried in order. */
const MARGINS = [0.1, 0.3];

export interface FaceBox extends Box {
  readonly score: number;
}

export class FaceDetector {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<FaceDetector> {
    return new FaceDetector(await loadModel('face-detection.onnx'));
  }

  /** The largest first. */
  async detect(pixels: Pixels): Promise<FaceBox[]> {
    for (const margin of MARGINS) {
      const faces = await this.detectOnce(pixels, margin);
      if (faces.length > 0) return faces.sort((a, b) => area(b) - area(a));
    }
    return [];
  }

  private async detectOnce(pixels: Pixels, margin: number): Promise<FaceBox[]> {
    const { planes, origin, shrink } = letterbox(pixels, margin);
    const output = await this.session.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
    const scores = output.scores!.data as Float32Array;
    const corners = output.boxes!.data as Float32Array;
    const found: FaceBox[] = [];
    scores.forEach((score, i) => {
      if (score < THRESHOLDS.face.detection) return;
      const [top = 0, left = 0, bottom = 0, right = 0] = corners
        .subarray(i * 4, i * 4 + 4)
        .map((share) => (share * SIDE - origin) / shrink);
      found.push({ left, top, width: right - left, height: bottom - top, score });
    });
    return keepBest(found);
  }
}

/** The picture in the upper left of a black square, −1 to 1, with an empty margin around it. */
function letterbox(pixels: Pixels, margin: number): { planes: Float32Array; origin: number; shrink: number } {
  const origin = Math.round(SIDE * margin);
  const shrink = (SIDE - 2 * origin) / Math.max(pixels.width, pixels.height);
  const width = Math.max(1, Math.round(pixels.width * shrink));
  const height = Math.max(1, Math.round(pixels.height * shrink));
  const { data } = resizePixels(pixels, width, height);
  const planes = new Float32Array(3 * SIDE * SIDE).fill(-1);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      const row = (channel * SIDE + origin + y) * SIDE + origin;
      for (let x = 0; x < width; x++) planes[row + x] = data[(y * width + x) * 3 + channel]! / 127.5 - 1;
    }
  }
  return { planes, origin, shrink };
}

/** Of boxes around the same face the surest stays. */
function keepBest(found: FaceBox[]): FaceBox[] {
  const kept: FaceBox[] = [];
  for (const box of found.sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(box, other) < SAME_FACE_OVERLAP)) kept.push(box);
  }
  return kept;
}
