/** One woman on two occasions, cut from the sample photos that face-api ships (MIT). */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

interface Cut {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
const cut = async (photo: string, place: Cut): Promise<Buffer> =>
  sharp(join(folder, photo)).extract(place).jpeg({ quality: 92 }).toBuffer();

/** For the documents: four to five, as they are printed. */
export const portrait = async (): Promise<Buffer> =>
  cut('sample3.jpg', { left: 942, top: 70, width: 466, height: 583 });
export const selfie = async (): Promise<Buffer> =>
  cut('sample1.jpg', { left: 1368, top: 113, width: 420, height: 420 });
