/** Draws machine-readable zones of nobody, as cameras see them, for measuring what the reader believes of them. */
import sharp from 'sharp';
import { decodeImage, type DecodedImage } from '../../adapters/internal/image/pixels.js';
import type { TextBox } from '../../adapters/internal/ocr/geometry.js';
import { cardLines, passportLines } from '../specimen/mrz.js';
import { text } from '../specimen/picture.js';
import { PERSON, type Person } from '../specimen/person.js';
import type { Chance } from './random.js';

export interface DrawnZone {
  readonly image: DecodedImage;
  /** Where a detector would see the lines, more or less. */
  readonly boxes: readonly TextBox[];
  readonly lines: readonly string[];
  /** Pixels of a line. */
  readonly width: number;
  /** What was done to it. */
  readonly what: Degradation;
}

export const DEGRADATIONS = ['plain', 'blur', 'contrast', 'pattern', 'glare', 'slant', 'jpeg', 'noise', 'all'] as const;
type Degradation = (typeof DEGRADATIONS)[number];

/** Millimetres, by ICAO Doc 9303-3: from letter to letter, from line to line, an em of the drawn letters. */
const PITCH = 2.54;
const LEADING = 6.35;
const EM = 3.3;
const MARGIN = 6;

export async function drawZone(chance: Chance, what: Degradation): Promise<DrawnZone> {
  const lines = drawLines(chance);
  const millimetres = lines[0].length * PITCH;
  const width = Math.round(chance.between(300, 1200));
  const dots = width / millimetres;
  const print = lines.map((line, i) =>
    text(MARGIN, MARGIN + 4 + i * LEADING, line, { size: EM, pitch: PITCH, colour: inkOf(chance, what) }),
  );
  const size = [millimetres + 2 * MARGIN, (lines.length - 1) * LEADING + 2 * MARGIN + 5] as const;
  const angle = what === 'slant' || what === 'all' ? chance.between(-4, 4) : chance.between(-0.7, 0.7);
  const svg = sheet(size, dots, angle, [ground(chance, what, size), ...print, glare(chance, what, size)]);
  const image = await decodeImage(await expose(chance, what, svg), { maxSide: 1600 });
  const boxes = lines.map((_, i) => boxOf(chance, size, dots, angle, i, millimetres));
  return { image, boxes, lines, width, what };
}

function drawLines(chance: Chance): [string, ...string[]] {
  const word = (): string => Array.from({ length: chance.whole(3, 9) }, () => chance.letter()).join('');
  const date = (from: number): string =>
    `${from + chance.whole(0, 29)}-${String(chance.whole(1, 12)).padStart(2, '0')}-${String(chance.whole(1, 28)).padStart(2, '0')}`;
  const person: Person = {
    ...PERSON,
    lastName: word(),
    firstName: word(),
    middleName: chance.is(0.4) ? word() : '',
    birthDate: date(1960),
    gender: chance.is(0.5) ? 'M' : 'F',
  };
  const digits = (count: number): string => Array.from({ length: count }, () => chance.whole(0, 9)).join('');
  const issue = {
    number: `${chance.letter()}${chance.letter()}${digits(6)}`,
    issuedAt: date(2005),
    expiresAt: date(2020),
  };
  return chance.is(0.5) ? passportLines(person, issue) : cardLines(person, issue);
}

const has = (what: Degradation, wanted: Degradation): boolean => what === wanted;

function inkOf(chance: Chance, what: Degradation): string {
  const shade = Math.round(
    has(what, 'contrast') ? chance.between(120, 175) : has(what, 'all') ? chance.between(30, 120) : 30,
  );
  return `rgb(${shade},${shade},${shade})`;
}

/** Paper, and fine curved lines over it. */
function ground(chance: Chance, what: Degradation, [width, height]: readonly [number, number]): string {
  const paper = `<rect width="${width}" height="${height}" fill="rgb(222,218,210)"/>`;
  if (!has(what, 'pattern') && !has(what, 'all')) return paper;
  const step = chance.between(0.8, 2);
  const lift = chance.between(-6, 6);
  const rows = Array.from({ length: Math.ceil(height / step) + 8 }, (_, i) => (i - 4) * step);
  const lines = rows.map((y) => `M0 ${y}Q${width / 4} ${y + lift} ${width / 2} ${y}T${width} ${y}`).join('');
  const shade = Math.round(chance.between(110, 185));
  return `${paper}<path d="${lines}" fill="none" stroke="rgb(${shade},${shade},${shade + 20})" stroke-width="${step / 3}"/>`;
}

function glare(chance: Chance, what: Degradation, [width, height]: readonly [number, number]): string {
  if (!has(what, 'glare') && !has(what, 'all')) return '';
  const strength = has(what, 'glare') ? chance.between(0.5, 0.95) : chance.between(0, 0.6);
  const stops = `<stop offset="0" stop-color="#fff" stop-opacity="${strength}"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>`;
  const place = `cx="${chance.between(0, width)}" cy="${chance.between(0, height)}"`;
  return `<radialGradient id="glare">${stops}</radialGradient><ellipse ${place} rx="${chance.between(8, 30)}" ry="${chance.between(6, 20)}" fill="url(#glare)"/>`;
}

function sheet(
  [width, height]: readonly [number, number],
  dots: number,
  angle: number,
  parts: readonly string[],
): string {
  const turn = `rotate(${angle} ${width / 2} ${height / 2})`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width * dots)}" height="${Math.round(height * dots)}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#dedad2"/><g transform="${turn}">${parts.join('')}</g></svg>`
  );
}

/** Lens, sensor and file. */
async function expose(chance: Chance, what: Degradation, svg: string): Promise<Buffer> {
  const drawn = await sharp(Buffer.from(svg)).flatten().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { data, info } = drawn;
  const spread = has(what, 'noise') ? chance.between(15, 45) : has(what, 'all') ? chance.between(0, 20) : 4;
  const grain = data.map((value) =>
    Math.min(255, Math.max(0, value + (chance.next() + chance.next() - 1) * spread * 2)),
  );
  const camera = sharp(grain, { raw: info });
  const blur = has(what, 'blur') ? chance.between(0.8, 1.8) : has(what, 'all') ? chance.between(0.4, 1.1) : 0.5;
  const quality = Math.round(
    has(what, 'jpeg') ? chance.between(12, 35) : has(what, 'all') ? chance.between(35, 85) : 90,
  );
  return camera.blur(blur).jpeg({ quality }).toBuffer();
}

function boxOf(
  chance: Chance,
  [width, height]: readonly [number, number],
  dots: number,
  angle: number,
  line: number,
  long: number,
): TextBox {
  const turn = (angle * Math.PI) / 180;
  const u = MARGIN + long / 2 - width / 2 + chance.between(-0.6, 0.6);
  const v = MARGIN + 2.8 + line * LEADING - height / 2 + chance.between(-0.3, 0.3);
  return {
    x: (width / 2 + u * Math.cos(turn) - v * Math.sin(turn)) * dots,
    y: (height / 2 + u * Math.sin(turn) + v * Math.cos(turn)) * dots,
    width: (long + chance.between(-0.5, 1.5)) * dots,
    height: chance.between(3.2, 4.6) * dots,
    angle: turn + chance.between(-0.006, 0.006),
  };
}
