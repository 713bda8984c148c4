/** Everything about the main face of a picture: where it is, its template, and what it looks like. */
import type { FaceObservation, Point } from '../../../src/provider/contract.js';
import type { Pixels } from '../image/pixels.js';
import { THRESHOLDS } from '../thresholds.js';
import { FaceAttributes } from './attributes.js';
import { FaceDetector } from './detection.js';
import { area, type Box, type Frame, polygonOf } from './geometry.js';
import { alignedFrame, FaceLandmarks } from './landmarks.js';
import { FaceRecogniser } from './recognition.js';

/** Why a picture gives no face to go by. */
export type FaceFault = 'face_missing' | 'face_too_small' | 'several_faces';

/** The main face in the decoded pixels, for whoever looks at it further. */
export interface LocatedFace {
  readonly box: Box;
  readonly points: readonly Point[];
  /** The upright square that the nets for a single face see. */
  readonly frame: Frame;
}

export interface FaceReading {
  /** How many faces the picture shows. */
  readonly count: number;
  readonly fault?: FaceFault;
  /** The largest face; absent when there is none. */
  readonly located?: LocatedFace;
  /** What may be compared; absent where there is a fault. */
  readonly observation?: FaceObservation;
}

export class FaceReader {
  private constructor(
    private readonly detector: FaceDetector,
    private readonly landmarks: FaceLandmarks,
    private readonly recogniser: FaceRecogniser,
    readonly attributes: FaceAttributes,
  ) {}

  static async create(): Promise<FaceReader> {
    return new FaceReader(
      await FaceDetector.create(),
      await FaceLandmarks.create(),
      await FaceRecogniser.create(),
      await FaceAttributes.create(),
    );
  }

  /** `scale`: decoded size ÷ original size, in whose pixels the answer's box is. */
  async read(image: Pixels, scale = 1): Promise<FaceReading> {
    const boxes = await this.detector.detect(image);
    const [box] = boxes;
    if (!box) return { count: 0, fault: 'face_missing' };
    const points = await this.landmarks.locate(image, box);
    const located = { box, points, frame: alignedFrame(points) };
    const fault = findFault(boxes);
    if (fault) return { count: boxes.length, fault, located };
    return { count: boxes.length, located, observation: await this.observe(image, located, boxes.length, scale) };
  }

  private async observe(
    image: Pixels,
    { box, frame }: LocatedFace,
    count: number,
    scale: number,
  ): Promise<FaceObservation> {
    return {
      template: await this.recogniser.describe(image, frame),
      box: polygonOf(box, 1 / scale),
      count,
      attributes: await this.attributes.estimate(image, frame),
    };
  }
}

/** Judges boxes that are sorted by size, the largest first. */
export function findFault([largest, second]: readonly Box[]): FaceFault | undefined {
  if (!largest) return 'face_missing';
  if (Math.max(largest.width, largest.height) < THRESHOLDS.face.side) return 'face_too_small';
  if (second && area(second) >= area(largest) * THRESHOLDS.face.rival) return 'several_faces';
  return undefined;
}
