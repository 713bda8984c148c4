/** Whether a frame is another picture over again: saved anew, made smaller or brighter, or mirrored. */
import { cutFrame, type Frame } from '../face/geometry.js';
import { type Pixels, toGrey } from '../image/pixels.js';
import { THRESHOLDS } from '../thresholds.js';

/** A face of so many pixels shows a hand's or a head's smallest movement. */
const SIDE = 64;

/** By the face in the frame and what stands in the very same place of the other picture. */
export function isCopy(picture: Pixels, face: Frame, other: Pixels): boolean {
  const shown = faceIn(picture, face);
  const place = inSizeOf(other, picture, face);
  const seen = [faceIn(other, place), mirrored(faceIn(other, mirroredPlace(other, place)))];
  return seen.some((grey) => correlation(shown, grey) >= THRESHOLDS.liveness.copy);
}

const faceIn = (pixels: Pixels, place: Frame): Uint8Array => toGrey(cutFrame(pixels, place, SIDE));

function inSizeOf(other: Pixels, picture: Pixels, { centre: [x, y], side, angle }: Frame): Frame {
  const scale = other.width / picture.width;
  return { centre: [x * scale, y * scale], side: side * scale, angle };
}

const mirroredPlace = ({ width }: Pixels, { centre: [x, y], side, angle }: Frame): Frame => ({
  centre: [width - 1 - x, y],
  side,
  angle: -angle,
});

const mirrored = (grey: Uint8Array): Uint8Array => grey.map((_, i) => grey[i - (i % SIDE) + SIDE - 1 - (i % SIDE)]!);

/** Of two pictures, whatever their brightness and contrast: 1 where they are the same. */
function correlation(a: Uint8Array, b: Uint8Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [together, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    together += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return together / Math.max(1, Math.sqrt(squaresA * squaresB));
}

const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
