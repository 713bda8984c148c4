/** What an image says about itself before anything is decoded. */
import { fileTypeFromBuffer } from 'file-type';
import { type ImageInspection, ProviderError } from '../../../src/provider/contract.js';
import { THRESHOLDS } from '../thresholds.js';
import { bitmapSize, MAX_PIXELS, openImage } from './open.js';
import { countScans } from './scans.js';

const CONTENT_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/bmp',
] as const satisfies ImageInspection['contentType'][];

export interface ImageHeader {
  readonly contentType: ImageInspection['contentType'];
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch?: number;
}

/**
 * Reads type and size from the header alone. Throws refused with image_type (not a still JPEG, PNG, WebP or BMP),
 * image_too_large (over 40 megapixels) or image_invalid.
 */
export async function readHeader(bytes: Uint8Array): Promise<ImageHeader> {
  const sniffed = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (sniffed === undefined) throw new ProviderError('refused', 'image_invalid');
  const contentType = CONTENT_TYPES.find((type) => type === sniffed.mime);
  if (contentType === undefined) throw new ProviderError('refused', 'image_type');
  // Each scan costs as much as the whole picture, however few bytes it has, and nobody can end a decoder.
  if (contentType === 'image/jpeg' && countScans(bytes) > THRESHOLDS.image.scans)
    throw new ProviderError('refused', 'image_invalid');
  const header = contentType === 'image/bmp' ? readBitmapHeader(bytes) : await readMetadata(bytes);
  if (header.width * header.height > MAX_PIXELS) throw new ProviderError('refused', 'image_too_large');
  return { contentType, ...header };
}

type Measures = Omit<ImageHeader, 'contentType'>;

async function readMetadata(bytes: Uint8Array): Promise<Measures> {
  const { pages, autoOrient, density } = await openImage(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw new ProviderError('refused', 'image_invalid', { cause });
    });
  if ((pages ?? 1) > 1) throw new ProviderError('refused', 'image_type');
  return { ...autoOrient, ...(density !== undefined && { dotsPerInch: Math.round(density) }) };
}

function readBitmapHeader(bytes: Uint8Array): Measures {
  try {
    return bitmapSize(bytes);
  } catch (cause) {
    return refuseUndecodable(cause);
  }
}

/** Turns a failure to decode an image, whose header was good, into the refusal that it means. */
export function refuseUndecodable(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : '';
  const truncated = /premature|truncat|unexpected end|end of (file|stream|input)|read error|libspng/i.test(message);
  throw new ProviderError('refused', truncated ? 'image_truncated' : 'image_invalid', { cause });
}
