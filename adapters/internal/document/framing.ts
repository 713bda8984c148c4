/** Whether a picture shows the side that it was taken for, all of it and nobody beside; said only where there is no doubt. */
import type { DocumentSide, DocumentType, Polygon } from '../../../src/provider/contract.js';
import { type Box, polygonOf } from '../face/geometry.js';
import type { FaceReading } from '../face/reader.js';
import type { MrzReading } from '../mrz/judgement.js';
import { THRESHOLDS } from '../thresholds.js';

/** Of these it is known which side bears the face and which the code; of an UNKNOWN document it is not. */
const TWO_SIDED: ReadonlySet<DocumentType> = new Set([
  'DRIVER_LICENSE',
  'IDENTIFICATION_CARD',
  'IDENTITY_CARD',
  'RESIDENCE_PERMIT',
  'PASSPORT_CARD',
]);

export const isTwoSided = (type: DocumentType): boolean => TWO_SIDED.has(type);

export interface SeenSide {
  readonly type: DocumentType;
  readonly side: DocumentSide;
  readonly mrz: MrzReading | undefined;
  /** A licence's barcode that was read. */
  readonly licence: boolean;
  /** The largest face, whether or not it can be compared, and everything printed. */
  readonly face: FaceReading | undefined;
  readonly print: readonly Polygon[];
}

export interface Framing {
  /** Its other side than the one that was asked for. */
  readonly otherSide: boolean;
  /** Some of it lies beyond the picture: worth another one, and no doubt that it is a document. */
  readonly cropped: boolean;
  /** Nobody can tell which face is its portrait. */
  readonly severalFaces: boolean;
}

/** Places are in the pixels of the upright page, of which the width is given. */
export const judgeFraming = (seen: SeenSide, width: number): Framing => ({
  otherSide: showsOtherSide(seen),
  cropped: isCropped(seen.print, width),
  severalFaces: seen.side === 'FRONT' && seen.face?.fault === 'several_faces',
});

/** A code and no face is a back: zones of three lines and barcodes stand there. A large face and no code is a front. */
function showsOtherSide({ type, side, mrz, licence, face, print }: SeenSide): boolean {
  const box = face?.located?.box;
  if (!isTwoSided(type)) return false;
  if (side === 'BACK') return !licence && mrz === undefined && box !== undefined && isPortrait(box, print);
  return box === undefined && (licence || (mrz?.format === 'TD1' && mrz.fit >= THRESHOLDS.mrz.fit));
}

/** Backs bear small ghosts of the portrait. */
function isPortrait(face: Box, print: readonly Polygon[]): boolean {
  return face.width >= extent([polygonOf(face, 1), ...print]) * THRESHOLDS.framing.portrait;
}

function extent(polygons: readonly Polygon[]): number {
  const across = polygons.flat().map(([x]) => x);
  return Math.max(...across) - Math.min(...across);
}

/** Whether lines run out of the upright page at its left or right: some of the document lies beyond. */
function isCropped(lines: readonly Polygon[], width: number): boolean {
  const { ends, cutLines } = THRESHOLDS.framing;
  const cut = lines.filter((line) => {
    const across = line.map(([x]) => x);
    const room = Math.min(Math.min(...across), width - Math.max(...across));
    return room <= heightOf(line) * ends;
  });
  return cut.length >= cutLines;
}

function heightOf([[x0, y0] = [0, 0], , , [x1, y1] = [0, 0]]: Polygon): number {
  return Math.hypot(x1 - x0, y1 - y0);
}
