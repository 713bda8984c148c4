/** Everything about the main face of a picture: where it is, its template, and what it looks like. */
import type { FaceObservation, FaceTemplate, Point, Polygon } from '../../../src/provider/contract.js';
import type { Pixels } from '../image/pixels.js';
import { THRESHOLDS } from '../thresholds.js';
import { FaceAttributes } from './attributes.js';
import { FaceDetector } from './detection.js';
import { area, type Box, boxAround, coveredShare, type Frame, longerSide, polygonOf } from './geometry.js';
import { alignedFrame, FaceLandmarks } from './landmarks.js';
import { FaceRecogniser, templateDistance } from './recognition.js';

/** More faces than that beside its portrait are no document's. */
const MOST_GHOSTS = 3;
/** A portrait may stand beside all print: so much of the print's longer side away. */
const AROUND_PRINT = 0.25;

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
    const boxes = await this.detector.detect(image, THRESHOLDS.face.closeUp);
    return this.readLargest(image, boxes, findFault(boxes), scale);
  }

  /**
   * The portrait of a document: its largest face, unless another one is of somebody else.
   * @param print the lines on the page: the ghosts of a portrait that stand under print are like nobody
   */
  async readPortrait(page: Pixels, print: readonly Polygon[]): Promise<FaceReading> {
    const boxes = await this.findPortraits(page, print);
    const { observation, ...seen } = await this.readLargest(page, boxes, findFault(boxes.slice(0, 1)), 1);
    if (!observation) return seen;
    const others = boxes.slice(1).filter((box) => !isTooSmall(box) && !isUnderPrint(box, print));
    const isPortrait = !(await this.showsAnother(page, others, observation.template));
    return isPortrait ? { ...seen, observation } : { ...seen, fault: 'several_faces' };
  }

  private async findPortraits(page: Pixels, print: readonly Polygon[]): Promise<readonly Box[]> {
    const isSmall = print.length > 0 && longerSide(boxAround(print)) < longerSide(page) * THRESHOLDS.face.document;
    return isSmall ? this.detector.detectCloser(page, boxAround(print, AROUND_PRINT)) : this.detector.detect(page);
  }

  private async readLargest(
    image: Pixels,
    boxes: readonly Box[],
    fault: FaceFault | undefined,
    scale: number,
  ): Promise<FaceReading> {
    const [box] = boxes;
    if (!box) return { count: 0, fault: 'face_missing' };
    const located = await this.locate(image, box);
    if (fault) return { count: boxes.length, fault, located };
    return { count: boxes.length, located, observation: await this.observe(image, located, boxes.length, scale) };
  }

  private async showsAnother(page: Pixels, boxes: readonly Box[], known: FaceTemplate): Promise<boolean> {
    if (boxes.length > MOST_GHOSTS) return true;
    for (const box of boxes) {
      const template = await this.recogniser.describe(page, (await this.locate(page, box)).frame);
      if (templateDistance(known, template) > THRESHOLDS.face.ghost) return true;
    }
    return false;
  }

  private async locate(image: Pixels, box: Box): Promise<LocatedFace> {
    const points = await this.landmarks.locate(image, box);
    return { box, points, frame: alignedFrame(points) };
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
  if (isTooSmall(largest)) return 'face_too_small';
  if (second && area(second) >= area(largest) * THRESHOLDS.face.rival) return 'several_faces';
  return undefined;
}

const isTooSmall = (box: Box): boolean => longerSide(box) < THRESHOLDS.face.side;

const isUnderPrint = (box: Box, print: readonly Polygon[]): boolean =>
  coveredShare(box, print) >= THRESHOLDS.face.underPrint;
