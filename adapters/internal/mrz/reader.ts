import { type GreyImage, greyImage } from '../image/grey.js';
import type { Pixels } from '../image/pixels.js';
import type { TextBox } from '../ocr/geometry.js';
import { THRESHOLDS } from '../thresholds.js';
import { interpret } from './interpret.js';
import { judge, type MrzReading } from './judgement.js';
import { type Lattice, readFreely } from './lattice.js';
import type { MrzNet } from './net.js';
import { extendRight, findLongRows, upsideDown, zoneAround } from './zone.js';

interface View {
  /** At the line's ends, in line heights. */
  readonly margin: number;
  /** Of the crop, in line heights. */
  readonly height: number;
}
/** How the net sees a line twice, and twice more where that leaves a doubt: in other scales. */
const VIEWS: readonly View[] = [
  { margin: 0.35, height: 1 },
  { margin: 0.6, height: 1.2 },
];
const MORE_VIEWS: readonly View[] = [...VIEWS, { margin: 1.4, height: 1.1 }, { margin: 0.2, height: 1.35 }];
const LENGTHS = [30, 36, 44];

/** Finds the machine-readable zone among boxes of text, and reads it. */
export class MrzReader {
  constructor(private readonly net: MrzNet) {}

  /** Undefined where nothing looks like a zone. Boxes and answer are in the given pixels. */
  async read(pixels: Pixels, boxes: readonly TextBox[]): Promise<MrzReading | undefined> {
    const { all, long } = findLongRows(boxes);
    if (long.length === 0) return undefined;
    const page = greyImage(pixels);
    for (const turn of [(box: TextBox) => box, upsideDown]) {
      const lattices = await this.net.read(
        page,
        long.map(turn).map((box) => framed(box, VIEWS[0]!)),
      );
      const seed = long.map(turn).find((_, i) => looksLikeMrz(lattices[i]!));
      const reading = seed && (await this.readAround(page, seed, all.map(turn)));
      if (reading !== undefined) return reading;
    }
    return undefined;
  }

  private async readAround(page: GreyImage, seed: TextBox, rows: readonly TextBox[]): Promise<MrzReading | undefined> {
    const zone = zoneAround(seed, rows);
    let best = await this.readZone(page, zone, VIEWS);
    if (best?.accepted === false) best = (await this.readZone(page, zone, MORE_VIEWS)) ?? best;
    for (const longer of best?.accepted ? [] : await this.longerZones(page, zone)) {
      const reading = await this.readZone(page, longer, VIEWS);
      if (reading !== undefined && (best === undefined || reading.confidence > best.confidence)) best = reading;
    }
    return best;
  }

  private async readZone(
    page: GreyImage,
    zone: readonly TextBox[],
    views: readonly View[],
  ): Promise<MrzReading | undefined> {
    const crops = views.flatMap((view) => zone.map((box) => framed(box, view)));
    const lattices = await this.net.read(page, crops);
    const rows = zone.map((_, i) => views.map((__, view) => lattices[view * zone.length + i]!));
    const found = interpret(rows);
    return found && found.fit >= THRESHOLDS.mrz.presence
      ? judge(found, zone.slice(found.firstRow, found.firstRow + found.format.lineCount))
      : undefined;
  }

  /** The zone drawn out to each legal length, by the width of the characters seen: fillers are often not found. */
  private async longerZones(page: GreyImage, zone: readonly TextBox[]): Promise<TextBox[][]> {
    const lattices = await this.net.read(
      page,
      zone.map((box) => framed(box, VIEWS[0]!)),
    );
    const [longest] = lattices
      .map(readFreely)
      .filter(({ text, confidence }) => text.length >= 20 && confidence > 0.8)
      .map(({ text }) => text.length)
      .toSorted((a, b) => b - a);
    if (longest === undefined) return [];
    const [{ width, height }] = [zone[0]!];
    const pitch = (width + 0.7 * height) / (longest + 0.6);
    return LENGTHS.filter((length) => length > longest && length < longest + 20).map((length) =>
      zone.map((box) => extendRight(box, (length - longest + 0.4) * pitch)),
    );
  }
}

const framed = (box: TextBox, view: View): TextBox => ({
  ...box,
  width: box.width + 2 * view.margin * box.height,
  height: box.height * view.height,
});

/** Fillers, or a birth date, sex and expiry date in their order: nothing else is printed so. */
function looksLikeMrz(lattice: Lattice): boolean {
  const { text, confidence } = readFreely(lattice);
  const fillers = text.split('<').length - 1;
  return (
    confidence > 0.7 && text.length >= 20 && text.length <= 50 && (fillers >= 3 || /\d{6}\d[MFX<]\d{5}/.test(text))
  );
}
