import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { readMrzLine } from '../../adapters/internal/mrz/line.js';
import { text } from '../../tools/specimen/picture.js';

const PITCH = 2.54;
const EM = 3.3;
const DOTS = 12;

interface Cut {
  /** Millimetres of paper at the ends. */
  readonly margin?: number;
  /** Degrees. */
  readonly turn?: number;
  /** Pixels, of 12 a millimetre. */
  readonly blur?: number;
}

/** A line as it might be cut out and thresholded by another program. */
async function cutOut(line: string, { margin = 0.2, turn = 0, blur = 1 }: Cut = {}) {
  const [width, height] = [line.length * PITCH + 2 * margin, 4];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * DOTS}" height="${height * DOTS}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/><g transform="rotate(${turn} ${width / 2} ${height / 2})">` +
    `${text(margin + 0.2, 3.1, line, { size: EM, pitch: PITCH })}</g></svg>`;
  const png = await sharp(Buffer.from(svg)).flatten().blur(blur).threshold(140).png().toBuffer();
  return decodeImage(png, { maxSide: 2000 });
}
const read = async (line: string, cut?: Cut) => (await readMrzLine(await cutOut(line, cut))).text;

describe('a line cut out alone', () => {
  it('is read, of every length there is', async () => {
    const lines = [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ];
    for (const line of lines) expect(await read(line)).toBe(line);
  });
  it('is read where it is cut as tightly as can be, and where it slants', async () => {
    const line = 'MUSTERMANN<<ERIKA<MARIE<<<<<<<';
    expect(await read(line, { margin: 0 })).toBe(line);
    expect(await read(line, { turn: 0.6 })).toBe(line);
  });
  it('is not made longer than it is: a stretch of a line stays one', async () => {
    for (const stretch of ['MUSTERMANN<<ERIKA', 'IDD<<T220001293<<<<<<<<<<<', '6408125<2010315D<<<<<<']) {
      expect(await read(stretch)).toBe(stretch);
    }
  });
  it('is read by what its check digits say, where its end was cut off', async () => {
    for (const torn of ['AO0BO0C120D<<4509121<0608015<<<<<<0', '5QO0D8B126D<<4509121<0608015<<<<<<0']) {
      expect(await read(torn, { blur: 3 })).toBe(torn);
    }
  });
  it('is no text where nothing stands', async () => {
    const { text: nothing } = await readMrzLine({
      width: 400,
      height: 40,
      data: new Uint8Array(400 * 40 * 3).fill(255),
    });
    expect(nothing).toBe('');
  });
});
