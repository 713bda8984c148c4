/** How good a picture is, from its luminance alone. */
import { type Pixels, resizePixels, toGrey } from './pixels.js';

export interface ImageQuality {
  /** 0 blurred to 1 sharp: how much a further blur would take away (Crete et al., 2007). */
  readonly sharpness: number;
  /** Share of the picture burnt out, as a reflection does. */
  readonly glare: number;
  /** Mean luminance, 0 to 255. */
  readonly luminance: number;
  /** Share of tiles that hold light and dark, sharp or blurred. */
  readonly contrastTiles: number;
}

const TILE = 16;
const BURNT = 252;
const EDGE = 24;
const CONTRAST = 32;
const SIDE = 800;

export function measureQuality(pixels: Pixels): ImageQuality {
  const shrink = Math.min(1, SIDE / Math.max(pixels.width, pixels.height));
  const width = Math.max(TILE, Math.round(pixels.width * shrink));
  const height = Math.max(TILE, Math.round(pixels.height * shrink));
  const grey = toGrey(resizePixels(pixels, width, height));
  const tiles = measureTiles(grey, width, height);
  return {
    sharpness: measureSharpness(grey, width, height),
    glare: glareShare(tiles),
    luminance: grey.reduce((sum, value) => sum + value, 0) / grey.length,
    contrastTiles: tiles.contrasted / tiles.edged.length,
  };
}

/** Compares neighbour differences before and after a nine-pixel mean; the sharper direction's loss is not averaged. */
function measureSharpness(grey: Uint8Array, width: number, height: number): number {
  const across = lostVariation(grey, width, height, 1);
  const down = lostVariation(grey, width, height, width);
  return Math.min(across, down);
}

function lostVariation(grey: Uint8Array, width: number, height: number, stride: number): number {
  const reach = 4 * stride;
  let before = 0;
  let lost = 0;
  for (let y = 5; y < height - 5; y++) {
    for (let x = 5; x < width - 5; x++) {
      const i = y * width + x;
      const sharp = Math.abs(grey[i]! - grey[i - stride]!);
      const blurred = Math.abs(grey[i + reach]! - grey[i - reach - stride]!) / 9;
      before += sharp;
      lost += Math.max(0, sharp - blurred);
    }
  }
  return before === 0 ? 0 : Math.max(0, (lost / before - 0.5) * 2);
}

interface Tiles {
  readonly columns: number;
  readonly rows: number;
  readonly burnt: Uint8Array;
  readonly edged: Uint8Array;
  readonly contrasted: number;
}

function measureTiles(grey: Uint8Array, width: number, height: number): Tiles {
  const columns = Math.floor(width / TILE);
  const rows = Math.floor(height / TILE);
  const burnt = new Uint8Array(columns * rows);
  const edged = new Uint8Array(columns * rows);
  let contrasted = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let darkest = 255;
      let lightest = 0;
      let steepest = 0;
      for (let y = row * TILE; y < (row + 1) * TILE; y++) {
        for (let x = column * TILE + 1; x < (column + 1) * TILE; x++) {
          const value = grey[y * width + x]!;
          darkest = Math.min(darkest, value);
          lightest = Math.max(lightest, value);
          steepest = Math.max(steepest, Math.abs(value - grey[y * width + x - 1]!));
        }
      }
      burnt[row * columns + column] = darkest >= BURNT ? 1 : 0;
      edged[row * columns + column] = steepest >= EDGE ? 1 : 0;
      contrasted += lightest - darkest >= CONTRAST ? 1 : 0;
    }
  }
  return { columns, rows, burnt, edged, contrasted };
}

/**
 * Share of burnt tiles in areas that fade out, as a reflection does. White paper is no glare: it ends at an edge, or
 * reaches the border of the picture.
 */
function glareShare({ burnt, edged, columns, rows }: Tiles): number {
  const seen = new Uint8Array(burnt.length);
  let glare = 0;
  for (let i = 0; i < burnt.length; i++) {
    if (burnt[i] === 0 || seen[i] === 1) continue;
    const area = growArea(i, burnt, seen, columns, rows);
    const faded = area.rim.filter((tile) => edged[tile] === 0).length;
    if (!area.atBorder && faded > area.rim.length / 2) glare += area.size;
  }
  return glare / burnt.length;
}

function growArea(start: number, burnt: Uint8Array, seen: Uint8Array, columns: number, rows: number) {
  const open = [start];
  const rim: number[] = [];
  let size = 0;
  let atBorder = false;
  seen[start] = 1;
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const column = i % columns;
    const row = Math.floor(i / columns);
    size++;
    atBorder ||= column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
    for (const next of neighbours(i, columns, rows)) {
      if (seen[next] === 1) continue;
      if (burnt[next] === 0) {
        rim.push(next);
      } else {
        seen[next] = 1;
        open.push(next);
      }
    }
  }
  return { size, atBorder, rim };
}

function neighbours(i: number, columns: number, rows: number): number[] {
  const column = i % columns;
  const row = Math.floor(i / columns);
  const found: number[] = [];
  if (column > 0) found.push(i - 1);
  if (column < columns - 1) found.push(i + 1);
  if (row > 0) found.push(i - columns);
  if (row < rows - 1) found.push(i + columns);
  return found;
}
