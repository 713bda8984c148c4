/**
 * Whether a picture is cut as only generators of faces cut theirs. They are trained on faces that were squared up by eyes
 * and mouth (the alignment of the FFHQ data set, https://github.com/NVlabs/ffhq-dataset), so that every portrait which they
 * draw has its face in the very same place. No camera and no hand aims like that.
 */
import type { Point } from '../../../src/provider/contract.js';
import { distance, type Frame, mean } from '../face/geometry.js';
import { leftEye, rightEye } from '../face/landmarks.js';
import { THRESHOLDS } from '../thresholds.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** From 0, cut to the pixel as generators do, to 1, as any picture may be. */
export function framingByHand(size: Size, points: readonly Point[]): number {
  return Math.min(1, deviation(size, generatorsFrame(points)) / THRESHOLDS.liveness.framing);
}

/** The square that the alignment would cut around this face. */
function generatorsFrame(points: readonly Point[]): Frame {
  const [left, right] = [leftEye(points), rightEye(points)];
  const eyes = mean([left, right]);
  const mouth = mean([points[48]!, points[54]!]); // its corners
  const [across, down] = [minus(right, left), minus(mouth, eyes)];
  return {
    centre: [eyes[0] + down[0] * 0.1, eyes[1] + down[1] * 0.1],
    side: 2 * Math.max(distance(left, right) * 2, distance(eyes, mouth) * 1.8),
    angle: Math.atan2(across[1] - down[0], across[0] + down[1]),
  };
}

/** The worst difference between the picture's own edges and the frame, in shares of the picture's side. */
function deviation({ width, height }: Size, { centre, side, angle }: Frame): number {
  return Math.max(
    Math.abs(width / height - 1),
    Math.abs(side / width - 1),
    Math.abs(centre[0] / width - 0.5),
    Math.abs(centre[1] / height - 0.5),
    Math.abs(Math.sin(angle)),
  );
}

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
