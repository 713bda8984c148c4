/** Where a machine-readable zone may stand: the widest rows of print, and the rows beside them. */
import type { TextBox } from '../ocr/geometry.js';
import { boxAt, joinRows, relativeTo } from '../ocr/rows.js';

/** A line of 30 characters is at least so many times as wide as it is high. */
const LINE_ASPECT = 8;
const PIECE_ASPECT = 3;
const MOST_LINES = 8;

/** The rows of print that are long enough for a line of the zone, widest first. */
export function findLongRows(boxes: readonly TextBox[]): { all: TextBox[]; long: TextBox[] } {
  const all = joinRows(boxes).filter(({ width, height }) => width / height > PIECE_ASPECT);
  const long = all
    .filter(({ width, height }) => width / height > LINE_ASPECT)
    .toSorted((a, b) => b.width - a.width)
    .slice(0, MOST_LINES);
  return { all, long };
}

/** The same rows read from the other end. */
export const upsideDown = (box: TextBox): TextBox => ({ ...box, angle: box.angle + Math.PI });

/**
 * The lines of the zone around one line of it, from the top: all of one width, so that the pieces that were found of
 * each make up for one another.
 */
export function zoneAround(seed: TextBox, rows: readonly TextBox[]): TextBox[] {
  const near = rows
    .map((row) => ({ row, ...relativeTo(seed, row) }))
    .filter(({ row, along, down }) => belongsTo(seed, row, along, down));
  if (near.length === 0) return [seed];
  const left = Math.min(...near.map(({ row, along }) => along - row.width / 2));
  const right = Math.max(...near.map(({ row, along }) => along + row.width / 2));
  const height = median(near.map(({ row }) => row.height));
  const places = near.map(({ down }) => down).toSorted((a, b) => a - b);
  return withMissing(places, height).map((down) => boxAt(seed, (left + right) / 2, down, right - left, height));
}

function belongsTo(seed: TextBox, row: TextBox, along: number, down: number): boolean {
  const ratio = row.height / seed.height;
  return (
    Math.abs(down) < seed.height * 3.6 &&
    ratio > 0.5 &&
    ratio < 1.7 &&
    Math.abs(along) < seed.width * 0.6 &&
    row.width > seed.width * 0.35
  );
}

/** A line found alone gets the places above and below it, where its neighbours must be. */
function withMissing(places: readonly number[], height: number): number[] {
  if (places.length > 1) return [...places];
  const [only = 0] = places;
  const pitch = height * 1.3;
  return [only - 2 * pitch, only - pitch, only, only + pitch, only + 2 * pitch];
}

/** Grows lines to the right, where a run of fillers was not seen as text. */
export function extendRight(box: TextBox, by: number): TextBox {
  return boxAt(box, by / 2, 0, box.width + by, box.height);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
