import { encode } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBarcodes, prepareBarcodes } from '../../adapters/internal/barcode/decoder.js';
import { inspectImage } from '../../adapters/internal/image/inspection.js';
import { cropPixels, decodeImage, resizePixels, rotateQuarters, toGrey } from '../../adapters/internal/image/pixels.js';
import type { ImagePurpose } from '../../src/provider/contract.js';

const FRONT: ImagePurpose = { kind: 'document', side: 'FRONT', type: 'UNKNOWN' };

/** A card of print-like strokes. */
function drawCard(width = 1000, height = 630): Sharp {
  const strokes = Array.from({ length: 260 }, (_, i) => {
    const [x, y] = [60 + ((i * 37) % (width - 120)), 60 + ((i * 61) % (height - 120))];
    return `<rect x="${x}" y="${y}" width="${4 + (i % 23)}" height="${3 + (i % 5)}" fill="#223"/>`;
  });
  const svg = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="#c8d4dc"/>${strokes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten();
}
const reasonsOf = async (image: Sharp): Promise<readonly string[]> =>
  (await inspectImage(await image.jpeg().toBuffer(), FRONT)).reasons;

/** Where the marker stands that the picture's data begins with, or the last of several. */
const lastScan = (jpeg: Buffer): number => jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
const inserted = (bytes: Buffer, at: number, more: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
/** In so many scans more than usual, which repeat the last one. */
async function drawInScans(more: number): Promise<Buffer> {
  const jpeg = await drawCard().jpeg({ progressive: true }).toBuffer();
  const scan = jpeg.subarray(lastScan(jpeg), -2);
  return inserted(jpeg, jpeg.length - 2, Buffer.concat(Array.from({ length: more }, () => scan)));
}

beforeAll(prepareBarcodes);

describe('an image', () => {
  it('that is good says so', async () => {
    const inspection = await inspectImage(await drawCard().jpeg().toBuffer(), FRONT);
    expect(inspection).toMatchObject({
      contentType: 'image/jpeg',
      width: 1000,
      height: 630,
      acceptable: true,
      reasons: [],
    });
    expect(inspection.sharpness).toBeGreaterThan(0.3);
  });
  it('may be a bitmap, as scanners write it', async () => {
    const { data, info } = await drawCard().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const [red, green, blue] = [0, 1, 2].map((channel) => data.filter((_, i) => i % 4 === channel));
    const turned = Buffer.from(data);
    for (let i = 0; i < turned.length; i += 4) turned.set([255, blue![i / 4]!, green![i / 4]!, red![i / 4]!], i);
    const bitmap = encode({ data: turned, width: info.width, height: info.height, bitPP: 24 }).data;
    expect(await inspectImage(bitmap, FRONT)).toMatchObject({
      contentType: 'image/bmp',
      width: 1000,
      acceptable: true,
    });
    const decoded = await decodeImage(bitmap, { maxSide: 1000 });
    expect([...decoded.data.subarray(0, 3)]).toEqual([0xc8, 0xd4, 0xdc]);
    await expect(inspectImage(bitmap.subarray(0, 9000), FRONT)).rejects.toMatchObject({ reason: 'image_truncated' });
  });
  it('may come in several scans; what only looks like more of them is none', async () => {
    const jpeg = await drawInScans(0);
    const looks = Buffer.concat(Array.from({ length: 200 }, () => Buffer.from([0xff, 0xda])));
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0x01, 0x92]), looks]);
    const film = Buffer.concat([inserted(jpeg, 2, comment), looks]);
    for (const image of [jpeg, film]) expect(await inspectImage(image, FRONT)).toMatchObject({ acceptable: true });
  });
  it('may have stray bytes within: whoever looks at it takes it', async () => {
    const jpeg = await drawCard().jpeg().toBuffer();
    const stray = inserted(jpeg, lastScan(jpeg), Buffer.from([1, 2, 3]));
    expect(await inspectImage(stray, FRONT)).toMatchObject({ acceptable: true });
    expect(await decodeBarcodes(stray)).toEqual([]);
  });
  it('is upright: its EXIF orientation counts', async () => {
    const turned = await drawCard().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspectImage(turned, FRONT)).toMatchObject({ width: 630, height: 1000 });
    expect(await decodeImage(turned, { maxSide: 500 })).toMatchObject({ width: 315, height: 500, scale: 0.5 });
  });
  it('that is poor says why', async () => {
    expect(await reasonsOf(drawCard().blur(9))).toEqual(['blurry']);
    expect(await reasonsOf(drawCard(300, 190))).toEqual(['too_small']);
    expect(await reasonsOf(drawCard().linear(0.12, 0))).toContain('too_dark');
    expect(await reasonsOf(sharp({ create: { width: 800, height: 500, channels: 3, background: '#9a9' } }))).toEqual([
      'no_document',
    ]);
  });
  it('with a reflection across it has glare; white paper has none', async () => {
    const glow =
      '<radialGradient id="g"><stop offset=".55" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>';
    const spot = `<svg width="1000" height="630"><defs>${glow}</defs><ellipse cx="500" cy="310" rx="380" ry="280" fill="url(#g)"/></svg>`;
    const card = await drawCard().png().toBuffer();
    expect(await reasonsOf(sharp(card).composite([{ input: Buffer.from(spot) }]))).toContain('glare');
    expect(
      await reasonsOf(drawCard().extend({ top: 90, bottom: 90, left: 90, right: 90, background: '#fff' })),
    ).toEqual([]);
  });
});

describe('what is refused', () => {
  const jpeg = async (): Promise<Buffer> => drawCard().jpeg().toBuffer();
  const bomb = async (): Promise<Buffer> => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(50_000, 16);
    png.writeUInt32BE(50_000, 20);
    return png;
  };
  const animation = async (): Promise<Buffer> => {
    const frames = Buffer.concat([Buffer.alloc(300, 0), Buffer.alloc(300, 255)]);
    return sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
      .webp({ loop: 0 })
      .toBuffer();
  };
  it.each([
    ['text', async () => Buffer.from('no image at all'), 'image_invalid'],
    ['nothing', async () => Buffer.alloc(0), 'image_invalid'],
    ['a GIF', async () => drawCard().gif().toBuffer(), 'image_type'],
    ['a TIFF', async () => drawCard().tiff().toBuffer(), 'image_type'],
    ['an animation', animation, 'image_type'],
    ['a decompression bomb', bomb, 'image_too_large'],
    ['a JPEG cut in half', async () => (await jpeg()).subarray(0, (await jpeg()).length / 2), 'image_truncated'],
    ['a JPEG of more scans than pictures have', async () => drawInScans(100), 'image_invalid'],
    ['a JPEG of only a header', async () => (await jpeg()).subarray(0, 40), 'image_invalid'],
  ])('is %s', async (_what, make, reason) => {
    await expect(inspectImage(await make(), FRONT)).rejects.toMatchObject({ kind: 'refused', reason });
  });
  it('is refused by the reader of barcodes too', async () => {
    const half = (await jpeg()).subarray(0, 9000);
    await expect(decodeBarcodes(half)).rejects.toMatchObject({ kind: 'refused', reason: 'image_truncated' });
  });
});

describe('pixels', () => {
  const four = { width: 2, height: 2, data: Uint8Array.from([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]) };
  const reds = ({ data }: { data: Uint8Array }): number[] => [...data].filter((_, i) => i % 3 === 0);

  it('turn clockwise, and come back after four turns', () => {
    expect(reds(rotateQuarters(four, 1))).toEqual([3, 1, 4, 2]);
    expect(reds(rotateQuarters(four, 2))).toEqual([4, 3, 2, 1]);
    expect(reds(rotateQuarters(rotateQuarters(four, 3), 1))).toEqual([1, 2, 3, 4]);
  });
  it('shrink by averaging, and are cut within their bounds', () => {
    expect(reds(resizePixels({ ...four, data: four.data.map((value) => value * 10) }, 1, 1))).toEqual([25]);
    expect(cropPixels(four, 1, 1, 9, 9)).toMatchObject({ width: 1, height: 1 });
    expect([...toGrey(four)]).toEqual([1, 2, 3, 4]);
  });
});
