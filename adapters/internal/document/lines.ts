/** Which lines of print are worth reading, and reading them. */
import type { TextLine } from '../../../src/provider/contract.js';
import { boxPolygon, type TextBox } from '../ocr/geometry.js';
import { relativeTo } from '../ocr/rows.js';
import { isAzerbaijani } from '../ocr/schwa.js';
import type { TextRecogniser } from '../ocr/recognition.js';
import { THRESHOLDS } from '../thresholds.js';
import type { UprightPage } from './orientation.js';

/** Print this small is security print or noise. */
const SMALLEST = 8;
/** Lines of stamps and headings: larger than most, or slanted. */
const LARGE = 1.3;
const SLANT = 0.15;
const MOST_HEADINGS = 8;

/** All lines but those of the machine-readable zone, which its own reader has read. */
export function otherLines(boxes: readonly TextBox[], zone: readonly TextBox[]): TextBox[] {
  return boxes.filter((box) => {
    const inZone = zone.some((line) => {
      const { along, down } = relativeTo(line, box);
      return Math.abs(down) < line.height * 0.6 && Math.abs(along) < line.width / 2;
    });
    return box.height >= SMALLEST && !inZone;
  });
}

/** What to read where the data are known from a code: the lines that could be a stamp across the document. */
export function headings(boxes: readonly TextBox[]): TextBox[] {
  const heights = boxes.map(({ height }) => height).toSorted((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  return boxes
    .filter(({ height, angle }) => height >= usual * LARGE || Math.abs(angle) > SLANT)
    .toSorted((a, b) => b.height - a.height)
    .slice(0, MOST_HEADINGS);
}

/** Polygons are in the pixels of the page as it stands upright. */
export async function readLines(
  page: UprightPage,
  boxes: readonly TextBox[],
  recogniser: TextRecogniser,
): Promise<TextLine[]> {
  const read: { line: TextLine; azerbaijani: string }[] = [];
  for (const box of boxes) {
    const { text, azerbaijani, confidence } = await recogniser.read(page.pixels, box);
    if (confidence < THRESHOLDS.text.line || text.length === 0) continue;
    read.push({ line: { text, confidence, polygon: boxPolygon(box, 1) }, azerbaijani });
  }
  if (!isAzerbaijani(read.map(({ line }) => line.text))) return read.map(({ line }) => line);
  return read.map(({ line, azerbaijani }) => ({ ...line, text: azerbaijani }));
}
