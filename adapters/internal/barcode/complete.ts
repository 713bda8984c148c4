/**
 * Completes PDF417 symbols whose left end is cut off, which zxing does not look for. The start pattern is always the same, and
 * the left column says of rows, columns and error correction what the right column says too: a symbol of the same measures is
 * drawn, and its left end put where it is missing. What columns of data say that are cut off with it, error correction finds.
 */
import type { GreyImage } from '../image/grey.js';
import { darknessOf, median, type SymbolEnd } from './stop.js';

/** Modules of the start pattern, and of each column; the stop pattern has one more. */
const COLUMN = 17;
const STOP = 18;
/** Columns that may be missing: that of the left end, and two of data. */
const MOST_MISSING = 3;
const MOST_COLUMNS = 30;
const ROWS = { least: 3, most: 90 };
const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Share of rows that must say what the drawn symbol's rows say, and in which a column must begin. */
const AGREEMENT = 0.6;
/** How far a column may begin from where it is expected, in modules. */
const DRIFT = 1.2;

/** Rows of modules, 1 for a bar. */
type Modules = readonly (readonly number[])[];
type Draw = (columns: number, rows: number, level: number) => Modules | undefined;

/** Upright, with its right end as `findStop` finds it. */
export async function completeSymbol(grey: GreyImage, end: SymbolEnd): Promise<GreyImage | undefined> {
  const draw = await loadDrawing();
  const dark = darknessOf(grey.data);
  const starts = columnStarts(grey, end, dark);
  if (starts.length < 2) return undefined;
  const right = readRight(grey, end, starts[1]!, dark);
  const seen = starts.length - 1;
  const widths = Array.from({ length: MOST_MISSING + 1 }, (_, missing) => seen + missing - 2).filter((n) => n > 0);
  const columns = best(widths, (width) => agreement(right, draw(width, right.length, 0), 0));
  if (columns === undefined) return undefined;
  const level = best(LEVELS, (each) => agreement(right, draw(columns, right.length, each), 2));
  const symbol = level === undefined ? undefined : draw(columns, right.length, level);
  return symbol && join(grey, end, symbol, starts.at(-1)!, columns + 2 - seen);
}

/** The drawing of barcodes takes long to load and is seldom needed. */
async function loadDrawing(): Promise<Draw> {
  const { default: bwip } = await import('bwip-js/node');
  return (columns, rows, eclevel) => {
    if (columns > MOST_COLUMNS || rows < ROWS.least || rows > ROWS.most) return undefined;
    try {
      const measures = { columns, rows, eclevel, fixedeclevel: true, rowmult: 1 };
      const [drawn] = bwip.raw({ bcid: 'pdf417', text: '0', ...measures });
      if (drawn === undefined || !('pixs' in drawn) || drawn.pixy !== rows) return undefined;
      const { pixs, pixx } = drawn;
      return Array.from({ length: rows }, (_, row) => pixs.slice(row * pixx, (row + 1) * pixx));
    } catch {
      // So much correction does not fit.
      return undefined;
    }
  };
}

/** Where columns begin, from the stop pattern to the left, at the height of its first row: each begins with a bar. */
function columnStarts(grey: GreyImage, end: SymbolEnd, dark: number): number[] {
  const starts = [end.x];
  for (let width = COLUMN * end.module; ;) {
    const expected = starts.at(-1)! - width;
    const found = strongestEdge(grey, end, expected, dark);
    if (found === undefined) return starts;
    width = starts.at(-1)! - found;
    starts.push(found);
  }
}

/** The place near this one where most rows turn from light to dark; the border of the image is light. */
function strongestEdge(grey: GreyImage, end: SymbolEnd, expected: number, dark: number): number | undefined {
  const reach = Math.ceil(DRIFT * end.module);
  const first = Math.round(expected) - reach - 1;
  const counts = Array.from({ length: 2 * reach + 3 }, (_, i) => countEdges(grey, end, first + i, dark));
  let best = { x: 0, rows: 0 };
  for (let i = 1; i < counts.length - 1; i++) {
    // Neighbouring pixels share an edge that is blurred, or not quite upright.
    const rows = counts[i - 1]! + counts[i]! * 1.01 + counts[i + 1]!;
    if (rows > best.rows) best = { x: first + i, rows };
  }
  return best.rows < AGREEMENT * (end.bottom - end.top) ? undefined : best.x;
}

function countEdges({ data, width }: GreyImage, end: SymbolEnd, x: number, dark: number): number {
  let edges = 0;
  for (let y = end.top; y < end.bottom; y++) {
    const at = Math.round(x + end.lean * y);
    if (at < 0 || data[y * width + at]! >= dark) continue;
    if (at === 0 || data[y * width + at - 1]! >= dark) edges++;
  }
  return edges;
}

/** The right column of each row, read where the usual height of a row says: neighbours never look the same. */
function readRight(grey: GreyImage, end: SymbolEnd, left: number, dark: number): string[] {
  const { top, bottom } = end;
  const at = (y: number): string => modulesAt(grey, end, left, Math.floor(y), dark);
  const heights: number[] = [];
  for (let y = top, previous = ''; y < bottom; y++) {
    const modules = at(y);
    if (modules === previous) heights[heights.length - 1]!++;
    else heights.push(1);
    previous = modules;
  }
  const usual = median(heights.filter((height) => height > end.module));
  if (usual === 0) return [];
  const [fewest, most] = [
    Math.round((bottom - top) / (usual + 1)),
    Math.round((bottom - top) / Math.max(1, usual - 0.5)),
  ];
  const steady = (rows: number): number => {
    const height = (bottom - top) / rows;
    const same = Array.from(
      { length: rows },
      (_, row) => at(top + (row + 0.25) * height) === at(top + (row + 0.75) * height),
    );
    return same.filter(Boolean).length / rows;
  };
  const counts = Array.from({ length: most - fewest + 1 }, (_, more) => fewest + more);
  const rows = best(counts, steady) ?? 0;
  return Array.from({ length: rows }, (_, row) => at(top + ((row + 0.5) * (bottom - top)) / rows));
}

/** What stands between `left` and the stop pattern, a digit a module. */
function modulesAt({ data, width }: GreyImage, end: SymbolEnd, left: number, y: number, dark: number): string {
  const module = (end.x - left) / COLUMN;
  let modules = '';
  for (let i = 0; i < COLUMN; i++) {
    const x = Math.floor(left + end.lean * y + (i + 0.5) * module);
    modules += data[y * width + Math.min(width - 1, Math.max(0, x))]! < dark ? '1' : '0';
  }
  return modules;
}

/** Of every third row: those from 0 on say how many columns there are, those from 2 on the level of correction. */
function agreement(right: readonly string[], symbol: Modules | undefined, from: number): number {
  if (symbol === undefined) return 0;
  const rows = right.map((_, row) => row).filter((row) => row % 3 === from);
  const same = rows.filter((row) => right[row] === symbol[row]!.slice(-COLUMN - STOP, -STOP).join(''));
  return same.length / rows.length;
}

function best(candidates: readonly number[], score: (candidate: number) => number): number | undefined {
  const scored = candidates.map((candidate) => ({ candidate, score: score(candidate) }));
  const [first] = scored.toSorted((a, b) => b.score - a.score);
  return first !== undefined && first.score >= AGREEMENT ? first.candidate : undefined;
}

/** The drawn start pattern and missing columns, and what is seen from `left` on. */
function join(grey: GreyImage, end: SymbolEnd, symbol: Modules, left: number, missing: number): GreyImage {
  const { module, top, bottom } = end;
  const added = Math.round((1 + missing) * COLUMN * module);
  const width = added + grey.width;
  const data = new Uint8Array(width * grey.height).fill(255);
  for (let y = top; y < bottom; y++) {
    const from = Math.max(0, Math.round(left + end.lean * y));
    const row = symbol[Math.floor(((y - top) * symbol.length) / (bottom - top))]!;
    for (let x = 0; x < added; x++) data[y * width + from + x] = row[Math.floor(x / module)] === 1 ? 0 : 255;
    data.set(grey.data.subarray(y * grey.width + from, (y + 1) * grey.width), y * width + from + added);
  }
  return { data, width, height: grey.height };
}
