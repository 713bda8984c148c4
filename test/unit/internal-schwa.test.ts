import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../adapters/internal/document/lines.js';
import { UprightPage } from '../../adapters/internal/document/orientation.js';
import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { TextRecogniser } from '../../adapters/internal/ocr/recognition.js';

const WIDTH = 700;
const LINE = 60;

/** What is read of these lines, drawn one below the other. */
async function read(lines: readonly string[]): Promise<string[]> {
  const print = lines.map(
    (line, i) => `<text x="20" y="${i * LINE + 42}" font-size="34" font-family="DejaVu Sans">${line}</text>`,
  );
  const height = lines.length * LINE;
  const svg = `<svg width="${WIDTH}" height="${height}"><rect width="100%" height="100%" fill="#eef"/>${print.join('')}</svg>`;
  const image = await decodeImage(await sharp(Buffer.from(svg)).png().toBuffer(), { maxSide: WIDTH });
  const boxes = lines.map((line, i) => {
    const width = line.length * 25 + 30;
    return { x: 10 + width / 2, y: i * LINE + LINE / 2, width, height: 46, angle: 0 };
  });
  const found = await readLines(new UprightPage(image, 0), boxes, await TextRecogniser.create());
  return found.map(({ text }) => text);
}

describe('the letter Ə', { timeout: 60_000 }, () => {
  it('is read where the print is Azerbaijani, and O stays what it is', async () => {
    const [, name, other] = await read(['AZƏRBAYCAN', 'BABƏK', 'TOFIQ']);
    expect([name, other]).toEqual(['BABƏK', 'TOFIQ']);
  });

  it('is not read anywhere else', async () => {
    expect((await read(['REPUBLIC', 'BABƏK'])).join(' ')).not.toContain('Ə');
  });
});
