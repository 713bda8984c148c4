/** What failed, as pictures with the readings drawn on them and written below, and beside each the same as text. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { Polygon } from '../../src/provider/contract.js';
import { text } from '../specimen/picture.js';
import type { Failure, Measure } from './measure.js';

export async function writeFailures(folder: string, measures: readonly Measure[]): Promise<number> {
  const failures = measures.flatMap((measure) => measure.failures);
  for (const [index, failure] of failures.entries()) {
    const { key, path, expected, read } = failure;
    const place = join(folder, key);
    await mkdir(place, { recursive: true });
    const name = path === undefined ? String(index).padStart(4, '0') : basename(path).replace(/\.\w+$/, '');
    await writeFile(join(place, `${name}.txt`), `expected\n${expected}\n\nread\n${read}\n`, { flag: 'a' });
    if (path !== undefined) await draw(failure, path, join(place, `${name}.jpg`));
  }
  return failures.length;
}

/** Letters across the picture, and lines of each text at most: all of it stands in the file beside. */
const COLUMNS = 92;
const MOST_LINES = 6;
const LEADING = 2;

/** What cannot be decoded cannot be drawn on; its file of text says that nothing was read. */
async function draw({ polygons, expected, read }: Failure, from: string, to: string): Promise<void> {
  const upright = sharp(await readFile(from)).autoOrient();
  const size = await upright.metadata().catch(() => undefined);
  if (!size) return;
  const { width, height } = size.autoOrient;
  const pen = Math.max(1, Math.round(Math.max(width, height) / 500));
  const shapes = polygons.map((polygon) => shape(polygon, pen)).join('');
  const letter = width / COLUMNS;
  const written = [...wrap(expected).map((line) => ['#087f23', line]), ...wrap(read).map((line) => ['#e6007e', line])];
  const below = Math.ceil(letter * LEADING * (written.length + 0.5));
  const lines = written.map(([colour = '', line = ''], i) =>
    text(0, height + letter * LEADING * (i + 0.9), line, { size: letter * 1.5, pitch: letter, colour }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + below}">${shapes}${lines.join('')}</svg>`;
  await upright
    .extend({ bottom: below, background: '#ffffff' })
    .composite([{ input: Buffer.from(svg) }])
    .flatten({ background: '#ffffff' })
    .jpeg()
    .toFile(to);
}

/** The letters that can be drawn are those of ASCII. */
const wrap = (long: string): string[] =>
  long
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\n -~]/g, '?')
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [])
    .slice(0, MOST_LINES);

const shape = (polygon: Polygon, pen: number): string =>
  `<polygon points="${polygon.join(' ')}" fill="none" stroke="#e6007e" stroke-width="${pen}"/>`;
