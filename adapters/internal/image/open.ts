/** Opens the formats that are taken: what sharp reads, and Windows bitmaps, which scanners still write. */
import { BmpCompression, decode } from 'bmp-ts';
import sharp, { type Sharp, type SharpOptions } from 'sharp';

/** The upper limit of a decoded image: a phone's photo, not a decompression bomb. */
export const MAX_PIXELS = 40_000_000;

/** Where a bitmap's header has its offset of pixels, its size, its depth and its packing. */
const HEADER = { bytes: 54, start: 10, width: 18, height: 22, depth: 28, packing: 30 } as const;
const OPAQUE = 255;

/** Alike wherever a picture is opened: else one reader would refuse, for harmless damage, what another has taken. */
const OPTIONS: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: 'error' };

/** Throws what the decoder throws. */
export function openImage(bytes: Uint8Array, options: SharpOptions = {}): Sharp {
  if (!isBitmap(bytes)) return sharp(bytes, { ...OPTIONS, ...options });
  const size = bitmapSize(bytes);
  if (size.width * size.height > MAX_PIXELS) throw new Error('The bitmap is too large to be decoded');
  const { data, width, height } = decode(Buffer.from(bytes), { toRGBA: true });
  for (let i = 3; i < data.length; i += 4) data[i] = OPAQUE;
  return sharp(data, { ...OPTIONS, ...options, raw: { width, height, channels: 4 } });
}

const isBitmap = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/** Throws where a bitmap has no pixels, or ends before they do. */
export function bitmapSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < HEADER.bytes) throw new Error('The bitmap is truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getInt32(HEADER.width, true);
  const height = Math.abs(view.getInt32(HEADER.height, true));
  if (width <= 0 || height === 0) throw new Error('The bitmap has no size');
  const row = Math.ceil((width * view.getUint16(HEADER.depth, true)) / 32) * 4;
  const packed = [BmpCompression.BI_RLE4, BmpCompression.BI_RLE8].includes(view.getUint32(HEADER.packing, true));
  const needed = packed ? 0 : row * height;
  if (view.getUint32(HEADER.start, true) + needed > bytes.length) throw new Error('The bitmap is truncated');
  return { width, height };
}
