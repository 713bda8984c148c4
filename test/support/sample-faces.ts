/** People for tests: cut from the sample photos that an installed package (face-api, MIT) ships. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

const cut = (photo: number, left: number, top: number, side: number) => async (): Promise<Buffer> =>
  sharp(join(folder, `sample${photo}.jpg`))
    .extract({ left, top, width: side, height: side })
    .jpeg({ quality: 92 })
    .toBuffer();

/** One woman, on two occasions. */
export const selfieOfAnna = cut(1, 1368, 113, 420);
export const portraitOfAnna = cut(3, 884, 70, 583);
/** The same, as another camera sees her: mirrored, brighter, smaller. */
export const mirroredSelfieOfAnna = async (): Promise<Buffer> =>
  sharp(await selfieOfAnna())
    .flop()
    .modulate({ brightness: 1.1 })
    .resize(380)
    .jpeg({ quality: 85 })
    .toBuffer();
/** Two other women. */
export const selfieOfBerta = cut(6, 1290, 102, 597);
export const selfieOfClara = cut(5, 660, 9, 412);
/** The last, so near that no air is left around her. */
export const closeUpOfClara = async (): Promise<Buffer> =>
  sharp(await cut(5, 762, 132, 190)())
    .resize(600)
    .jpeg({ quality: 92 })
    .toBuffer();
/** The same, upright, with eyes and mouth where generated portraits have them. */
export const portraitAsGenerated = async (): Promise<Buffer> => {
  const upright = await sharp(await cut(5, 674, 0, 412)())
    .rotate(-7.56)
    .toBuffer(); // sharp turns after it has cut
  return sharp(upright).extract({ left: 76, top: 76, width: 310, height: 310 }).jpeg({ quality: 92 }).toBuffer();
};
/** Several people, of whom none stands out. */
export const groupPhoto = async (): Promise<Buffer> => readFile(join(folder, 'sample1.jpg'));

/** A picture of nobody. */
export const emptyWall = async (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#c8c0b0' } })
    .jpeg()
    .toBuffer();
