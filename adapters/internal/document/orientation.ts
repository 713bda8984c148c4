/** Which way up the print stands, and geometry between the turned picture and the original. */
import type { Point, Polygon } from '../../../src/provider/contract.js';
import { type Pixels, rotateQuarters } from '../image/pixels.js';
import { halfTurn, type TextBox } from '../ocr/geometry.js';
import type { TextRecogniser } from '../ocr/recognition.js';

/** Quarter turns, clockwise, that set the picture upright. */
export type Quarters = 0 | 1 | 2 | 3;

const PROBES = 3;
/** Lines of a few words: wide enough to tell, short enough to be cheap. */
const PROBE_ASPECT = { least: 4, most: 14 };

/** Upright or on its left side, by the direction of most print. Which way round is told by reading: see `isUpsideDown`. */
export function levelTurn(boxes: readonly TextBox[]): Quarters {
  const sum = (some: readonly TextBox[]): number => some.reduce((total, { width }) => total + width, 0);
  const upright = boxes.filter(({ angle }) => Math.abs(angle) > Math.PI / 4);
  return sum(upright) > sum(boxes) / 2 ? 1 : 0;
}

/** Whether a few lines read better from the other end. */
export async function isUpsideDown(
  pixels: Pixels,
  boxes: readonly TextBox[],
  recogniser: TextRecogniser,
): Promise<boolean> {
  const probes = boxes
    .filter(({ width, height }) => width > height * PROBE_ASPECT.least && width < height * PROBE_ASPECT.most)
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
    .slice(0, PROBES);
  let margin = 0;
  for (const box of probes) {
    const asFound = await recogniser.read(pixels, box);
    const turned = await recogniser.read(pixels, { ...box, angle: box.angle + Math.PI });
    margin += turned.confidence - asFound.confidence;
  }
  return margin > 0;
}

/** The turn that a line standing at this angle needs. */
export function quartersFor(angle: number): Quarters {
  const turn = ((Math.round(-angle / (Math.PI / 2)) % 4) + 4) % 4;
  return turn === 1 || turn === 2 || turn === 3 ? turn : 0;
}

/** The picture set upright, with the ways from and to the picture as it was. */
export class UprightPage {
  readonly pixels: Pixels;

  constructor(
    private readonly source: Pixels & { readonly scale: number },
    private readonly quarters: Quarters,
  ) {
    this.pixels = rotateQuarters(source, quarters);
  }

  /** A box of the picture as it was. A box does not know which of its ends is the first: here it is the left one. */
  turn(box: TextBox): TextBox {
    const [x, y] = this.forward([box.x, box.y]);
    return { ...box, x, y, angle: halfTurn(box.angle + (this.quarters * Math.PI) / 2) };
  }

  /** A polygon in upright pixels, in those of the original image. */
  toOriginal(polygon: Polygon): Polygon {
    const { scale } = this.source;
    return polygon.map((point): Point => {
      const [x, y] = this.backward(point);
      return [Math.round(x / scale), Math.round(y / scale)];
    });
  }

  private forward([x, y]: Point): Point {
    const { width, height } = this.source;
    const places: readonly Point[] = [
      [x, y],
      [height - y, x],
      [width - x, height - y],
      [y, width - x],
    ];
    return places[this.quarters]!;
  }

  private backward([x, y]: Point): Point {
    const { width, height } = this.source;
    const places: readonly Point[] = [
      [x, y],
      [y, height - x],
      [width - x, height - y],
      [width - y, x],
    ];
    return places[this.quarters]!;
  }
}
