/** What failed, as pictures with the readings drawn on them, and beside each what was expected and what was read. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { Polygon } from '../../src/provider/contract.js';
import type { Failure, Measure } from './measure.js';

/** Fonts may be missing where this runs: text goes into the file beside the picture. */
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

/** What cannot be decoded cannot be drawn on; its file of text says that nothing was read. */
async function draw({ polygons }: Failure, from: string, to: string): Promise<void> {
  const upright = sharp(await readFile(from)).autoOrient();
  const size = await upright.metadata().catch(() => undefined);
  if (!size) return;
  const { width, height } = size.autoOrient;
  const pen = Math.max(1, Math.round(Math.max(width, height) / 500));
  const shapes = polygons.map((polygon) => shape(polygon, pen)).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  await upright
    .composite([{ input: Buffer.from(svg) }])
    .flatten({ background: '#ffffff' })
    .jpeg()
    .toFile(to);
}

const shape = (polygon: Polygon, pen: number): string =>
  `<polygon points="${polygon.join(' ')}" fill="none" stroke="#e6007e" stroke-width="${pen}"/>`;
