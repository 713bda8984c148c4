import bwip from 'bwip-js/node';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { decodeBarcodes, prepareBarcodes } from '../../adapters/internal/barcode/decoder.js';

const PAYLOAD = `@\n\u001e\rANSI 636000100002DL00410278DLDAQT64235789\nDCSSAMPLE\n${'DACMICHAEL\nDADJOHN\n'.repeat(6)}\r`;
const MODULE = 3;
const QUIET = 12;
const WHITE = { background: '#ffffff' };

beforeAll(prepareBarcodes);

/** A drawn symbol, of whose left so many modules are cut off. */
async function draw(cut: number): Promise<Buffer> {
  const measures = { columns: 10, eclevel: 5, rowmult: 3, scale: MODULE, padding: QUIET, backgroundcolor: 'ffffff' };
  const whole: Buffer = await bwip.toBuffer({ bcid: 'pdf417', text: PAYLOAD, ...measures });
  const { width, height } = await sharp(whole).metadata();
  const left = cut === 0 ? 0 : (QUIET + cut) * MODULE;
  return sharp(whole)
    .extract({ left, top: 0, width: width - left, height })
    .png()
    .toBuffer();
}

const read = async (image: Buffer): Promise<string[]> => (await decodeBarcodes(image)).map(({ text }) => text);

test.each([
  { what: 'half the start pattern', cut: 9 },
  { what: 'the start pattern', cut: 17 },
  { what: 'the left column too', cut: 34 },
  { what: 'a column of data too', cut: 50 },
])('a barcode is read whose left edge lacks $what', async ({ cut }) => {
  const image = await draw(cut);
  expect(await read(image)).toEqual([PAYLOAD]);
});

test.each([4, 90, 180, 270])('a cut-off barcode is read that is turned by %s degrees', async (angle) => {
  const image = await draw(17);
  const turned = await sharp(image).rotate(angle, WHITE).jpeg({ quality: 85 }).toBuffer();
  expect(await read(turned)).toEqual([PAYLOAD]);
});

test('a barcode is read that is white on black', async () => {
  const image = await draw(0);
  expect(await read(await sharp(image).negate({ alpha: false }).png().toBuffer())).toEqual([PAYLOAD]);
});

test('what error correction cannot find is not made up', async () => {
  expect(await read(await draw(120))).toEqual([]);
});

test('a QR code beside a leaning barcode does not hide it', async () => {
  const address = 'https://example.org/verify';
  const square: Buffer = await bwip.toBuffer({ bcid: 'qrcode', text: address, scale: 5, backgroundcolor: 'ffffff' });
  const card = { create: { width: 1500, height: 900, channels: 3, ...WHITE } } as const;
  const places = [
    {
      input: await sharp(await draw(0))
        .resize({ width: 1200 })
        .toBuffer(),
      left: 100,
      top: 50,
    },
    { input: square, left: 1000, top: 650 },
  ];
  const flat = await sharp(card).composite(places).png().toBuffer();
  const leaning = await sharp(flat).rotate(6, WHITE).png().toBuffer();
  expect((await read(leaning)).toSorted()).toEqual([PAYLOAD, address]);
});
