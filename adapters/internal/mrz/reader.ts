import type { Pixels } from '../image/pixels.js';
import type { TextBox } from '../ocr/geometry.js';
import { THRESHOLDS } from '../thresholds.js';
import type { MrzFormatName } from './formats.js';
import { type Interpretation, interpret } from './interpret.js';
import { type Lattice, readFreely } from './lattice.js';
import type { MrzNet } from './net.js';
import { type ParsedMrz, parseMrz } from './parse.js';
import { extendRight, findLongRows, upsideDown, zoneAround } from './zone.js';

export interface MrzReading {
  readonly lines: readonly string[];
  readonly format: MrzFormatName;
  readonly parsed: ParsedMrz;
  /** Probability, by the net's own account, that every character is right. */
  readonly confidence: number;
  /** Mean log probability that its lines have their layout: near 0 for a zone, far below for other print. */
  readonly fit: number;
  /** Check digits right, confident, and large enough to be believed. */
  readonly accepted: boolean;
  /** Why it is not accepted: mrz_check_digit_mismatch, mrz_low_confidence, mrz_too_small, mrz_malformed. */
  readonly reasons: readonly string[];
  /** One box a line. */
  readonly boxes: readonly TextBox[];
}

/** How the net sees a line twice: margins at its ends and height of the crop, both in line heights. */
const VIEWS = [
  { margin: 0.35, height: 1 },
  { margin: 0.6, height: 1.2 },
];
const LENGTHS = [30, 36, 44];

/** Finds the machine-readable zone among boxes of text, and reads it. */
export class MrzReader {
  constructor(private readonly net: MrzNet) {}

  /** Undefined where nothing looks like a zone. Boxes and answer are in the given pixels. */
  async read(pixels: Pixels, boxes: readonly TextBox[]): Promise<MrzReading | undefined> {
    const { all, long } = findLongRows(boxes);
    for (const turn of [(box: TextBox) => box, upsideDown]) {
      const lattices = await this.net.read(
        pixels,
        long.map(turn).map((box) => framed(box, VIEWS[0]!)),
      );
      const seed = long.map(turn).find((_, i) => looksLikeMrz(lattices[i]!));
      const reading = seed && (await this.readAround(pixels, seed, all.map(turn)));
      if (reading !== undefined) return reading;
    }
    return undefined;
  }

  private async readAround(pixels: Pixels, seed: TextBox, rows: readonly TextBox[]): Promise<MrzReading | undefined> {
    const zone = zoneAround(seed, rows);
    let best = await this.readZone(pixels, zone);
    for (const longer of best?.accepted ? [] : await this.longerZones(pixels, zone)) {
      const reading = await this.readZone(pixels, longer);
      if (reading !== undefined && (best === undefined || reading.confidence > best.confidence)) best = reading;
    }
    return best;
  }

  private async readZone(pixels: Pixels, zone: readonly TextBox[]): Promise<MrzReading | undefined> {
    const crops = VIEWS.flatMap((view) => zone.map((box) => framed(box, view)));
    const lattices = await this.net.read(pixels, crops);
    const rows = zone.map((_, i) => VIEWS.map((__, view) => lattices[view * zone.length + i]!));
    const found = interpret(rows);
    return found && found.fit >= THRESHOLDS.mrz.presence
      ? judge(found, zone.slice(found.firstRow, found.firstRow + found.format.lineCount))
      : undefined;
  }

  /** The zone drawn out to each legal length, by the width of the characters seen: fillers are often not found. */
  private async longerZones(pixels: Pixels, zone: readonly TextBox[]): Promise<TextBox[][]> {
    const lattices = await this.net.read(
      pixels,
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

const framed = (box: TextBox, view: { margin: number; height: number }): TextBox => ({
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

function judge(found: Interpretation, boxes: readonly TextBox[]): MrzReading {
  const limits = THRESHOLDS.mrz;
  const parsed = parseMrz(found.lines);
  const faults: Record<string, boolean> = {
    mrz_check_digit_mismatch: Object.values(parsed.checks).includes(false),
    mrz_malformed:
      parsed.problems.some((problem) => problem !== 'check_digit') || !found.format.begins.test(found.lines[0]!),
    mrz_low_confidence: found.checked < limits.checked || found.unchecked < limits.unchecked || found.fit < limits.fit,
    mrz_too_small: boxes[0]!.width < limits.width,
  };
  const reasons = Object.keys(faults).filter((reason) => faults[reason]);
  return {
    lines: found.lines,
    format: found.format.name,
    parsed,
    fit: found.fit,
    confidence: found.checked * found.unchecked,
    accepted: reasons.length === 0,
    reasons,
    boxes,
  };
}
