/** Finds faces with face-api's SSD detector. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { cropPixels, type Pixels, resizePixels } from '../image/pixels.js';
import { loadModel } from '../onnx.js';
import { THRESHOLDS } from '../thresholds.js';
import { area, type Box, longerSide, overlap } from './geometry.js';

const SIDE = 512;
const SAME_FACE_OVERLAP = 0.4;
/** The net wants air around a face, and in a close-up there is none: shares of the input left empty at each side. */
const MARGINS = { usual: 0.1, closeUp: 0.3 };

export interface FaceBox extends Box {
  readonly score: number;
}

export class FaceDetector {
  private constructor(private readonly session: InferenceSession) {}

  static async create(): Promise<FaceDetector> {
    return new FaceDetector(await loadModel('face-detection.onnx'));
  }

  /**
   * The largest first.
   * @param enough share of the picture's longer side: where no face reaches it, a close-up may have been missed
   */
  async detect(pixels: Pixels, enough = 0): Promise<FaceBox[]> {
    const found = await this.detectOnce(pixels, MARGINS.usual);
    if (found.some((face) => shareOf(face, pixels) >= enough)) return bySize(found);
    return withMissed(found, await this.detectOnce(pixels, MARGINS.closeUp));
  }

  /** The same, with another look at one place of the picture, whose faces may be too small to be found in all of it. */
  async detectCloser(pixels: Pixels, place: Box): Promise<FaceBox[]> {
    const left = Math.max(0, Math.round(place.left));
    const top = Math.max(0, Math.round(place.top));
    const closer = await this.detect(cropPixels(pixels, left, top, place.width, place.height));
    const moved = closer.map((face) => ({ ...face, left: face.left + left, top: face.top + top }));
    return withMissed(await this.detect(pixels), moved);
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
  const shrink = (SIDE - 2 * origin) / longerSide(pixels);
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
    if (!kept.some((other) => isSameFace(box, other))) kept.push(box);
  }
  return kept;
}

const withMissed = (found: readonly FaceBox[], more: readonly FaceBox[]): FaceBox[] =>
  bySize([...found, ...more.filter((face) => !found.some((known) => isSameFace(face, known)))]);
const isSameFace = (a: Box, b: Box): boolean => overlap(a, b) >= SAME_FACE_OVERLAP;
const bySize = (faces: readonly FaceBox[]): FaceBox[] => faces.toSorted((a, b) => area(b) - area(a));
const shareOf = (face: Box, pixels: Pixels): number => longerSide(face) / longerSide(pixels);
