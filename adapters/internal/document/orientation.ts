/** Which way up the print stands, and geometry between the turned picture and the original. */
import type { Point, Polygon } from '../../../src/provider/contract.js';
import { type Pixels, rotateQuarters } from '../image/pixels.js';
import type { TextBox } from '../ocr/geometry.js';
import type { TextRecogniser } from '../ocr/recognition.js';

/** Quarter turns, clockwise, that set the picture upright. */
export type Quarters = 0 | 1 | 2 | 3;

/** A line read with this confidence was read the right way up. */
const SURE = 0.85;
const PROBES = 3;

/** By the direction of the widest lines, and by which way round they read better. */
export async function findOrientation(
  pixels: Pixels,
  boxes: readonly TextBox[],
  recogniser: TextRecogniser,
): Promise<Quarters> {
  const probes = boxes.toSorted((a, b) => b.width - a.width).slice(0, PROBES);
  if (probes.length === 0) return 0;
  const sideways = probes.filter(({ angle }) => Math.abs(angle) > Math.PI / 4).length > PROBES / 2;
  const asFound = await meanConfidence(pixels, probes, recogniser);
  if (asFound >= SURE) return sideways ? 1 : 0;
  const flipped = probes.map((box) => ({ ...box, angle: box.angle + Math.PI }));
  const fromBehind = await meanConfidence(pixels, flipped, recogniser);
  if (fromBehind <= asFound) return sideways ? 1 : 0;
  return sideways ? 3 : 2;
}

async function meanConfidence(pixels: Pixels, boxes: readonly TextBox[], recogniser: TextRecogniser): Promise<number> {
  let sum = 0;
  for (const box of boxes) sum += (await recogniser.read(pixels, box)).confidence;
  return sum / boxes.length;
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

  /** A box of the picture as it was. */
  turn(box: TextBox): TextBox {
    const [x, y] = this.forward([box.x, box.y]);
    return { ...box, x, y, angle: wrapped(box.angle + (this.quarters * Math.PI) / 2) };
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

function wrapped(angle: number): number {
  const turn = (angle + Math.PI) % (2 * Math.PI);
  return (turn < 0 ? turn + 2 * Math.PI : turn) - Math.PI;
}
