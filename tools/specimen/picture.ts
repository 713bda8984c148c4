/** Draws in millimetres, with letters as outlines: no font need be installed. */
import bwipjs from 'bwip-js/node';
import sharp from 'sharp';

/** OCR-B, which the barcode writer ships (Matthew Skala, after Norbert Schwarz). */
const FONT = bwipjs.FontLib.lookup('OCR-B');
const EM = 1000;
/** From letter to letter, in ems: closer than in a machine-readable zone. */
const PITCH = 0.63;

export interface TextStyle {
  /** Millimetres of an em. */
  readonly size: number;
  readonly colour?: string;
  /** Millimetres from letter to letter; without it, as print has them. */
  readonly pitch?: number;
}

/** A line of text whose baseline begins at x, y. */
export function text(x: number, y: number, line: string, { size, colour = '#16181d', pitch }: TextStyle): string {
  const step = pitch ?? size * PITCH;
  const outlines = Array.from(line, (letter, i) => {
    const path = outline(letter);
    return path === '' ? '' : `<path transform="translate(${x + i * step} ${y}) scale(${size / EM})" d="${path}"/>`;
  });
  return `<g fill="${colour}">${outlines.join('')}</g>`;
}

function outline(letter: string): string {
  if (letter === ' ') return '';
  const segments = bwipjs.FontLib.getpaths(FONT, letter.charCodeAt(0), EM, EM).map((segment) => {
    const end = `${segment.x} ${-segment.y}`;
    if (segment.type === 'Q') return `Q${segment.cx} ${-segment.cy} ${end}`;
    if (segment.type === 'C') return `C${segment.cx1} ${-segment.cy1} ${segment.cx2} ${-segment.cy2} ${end}`;
    return segment.type + end;
  });
  return `${segments.join('')}Z`;
}

/** A PDF417 barcode of this width. */
export function pdf417(x: number, y: number, width: number, height: number, payload: string): string {
  const symbol = { bcid: 'pdf417', text: payload, columns: 14, eclevel: 5, rowmult: 4 };
  const drawn = bwipjs.toSVG(symbol);
  const place = `<svg x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" `;
  return `<rect x="${x - 2}" y="${y - 2}" width="${width + 4}" height="${height + 4}" fill="#fff"/>${drawn.replace('<svg ', place)}`;
}

export interface Sheet {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  readonly tint: string;
  readonly ink: string;
}
export interface Portrait {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly photo: Buffer;
}

const DOTS_PER_MILLIMETRE = 15;
const TABLE = 9;

/** A photo of the card on a table, as JPEG. */
export async function photograph(sheet: Sheet, print: readonly string[], portrait?: Portrait): Promise<Buffer> {
  const [width, height] = [sheet.width + 2 * TABLE, sheet.height + 2 * TABLE];
  const dots = (millimetres: number): number => Math.round(millimetres * DOTS_PER_MILLIMETRE);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${dots(width)}" height="${dots(height)}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#5d5148"/><g transform="translate(${TABLE} ${TABLE})">` +
    `<rect width="${sheet.width}" height="${sheet.height}" rx="3" fill="${sheet.tint}"/>${waves(sheet)}${print.join('')}</g></svg>`;
  const face = portrait && {
    input: await sharp(portrait.photo).resize(dots(portrait.width), dots(portrait.height)).toBuffer(),
    left: dots(portrait.x + TABLE),
    top: dots(portrait.y + TABLE),
  };
  return sharp(Buffer.from(svg))
    .composite([...(face ? [face] : []), GRAIN])
    .flatten()
    .jpeg({ quality: 92 })
    .toBuffer();
}

const GRAIN_SIZE = 256;
const GRAIN_DEPTH = 9;

/** The noise of a camera, the same in every picture. */
const GRAIN = {
  input: Buffer.from(noise(GRAIN_SIZE * GRAIN_SIZE).flatMap((value) => [value, value, value])),
  raw: { width: GRAIN_SIZE, height: GRAIN_SIZE, channels: 3 as const },
  tile: true,
  blend: 'overlay' as const,
};

function noise(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 128 + Math.round((state / 2 ** 32 - 0.5) * 2 * GRAIN_DEPTH);
  });
}

/** Fine lines, as cards have them behind their print. */
function waves({ width, height, ink }: Sheet): string {
  const rows = Array.from({ length: Math.floor(height / 2.4) - 2 }, (_, row) => 3 + row * 2.4);
  const lines = rows.map((y) => `M2 ${y}Q${width / 4} ${y - 2} ${width / 2} ${y}T${width - 2} ${y}`);
  return `<path d="${lines.join('')}" fill="none" stroke="${ink}" stroke-width="0.12" opacity="0.35"/>`;
}
