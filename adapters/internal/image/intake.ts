/** What an image says about itself before anything is decoded. */
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { type ImageInspection, ProviderError } from '../../../src/provider/contract.js';
import { MAX_PIXELS } from './pixels.js';

const CONTENT_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const satisfies ImageInspection['contentType'][];

export interface ImageHeader {
  readonly contentType: ImageInspection['contentType'];
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch?: number;
}

/**
 * Reads type and size from the header alone. Throws refused with image_type (not a still JPEG, PNG or WebP),
 * image_too_large (over 40 megapixels) or image_invalid.
 */
export async function readHeader(bytes: Uint8Array): Promise<ImageHeader> {
  const sniffed = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (sniffed === undefined) throw new ProviderError('refused', 'image_invalid');
  const contentType = CONTENT_TYPES.find((type) => type === sniffed.mime);
  if (contentType === undefined) throw new ProviderError('refused', 'image_type');
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw new ProviderError('refused', 'image_invalid', { cause });
    });
  if ((metadata.pages ?? 1) > 1) throw new ProviderError('refused', 'image_type');
  if (metadata.width * metadata.height > MAX_PIXELS) throw new ProviderError('refused', 'image_too_large');
  return {
    contentType,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    ...(metadata.density !== undefined && { dotsPerInch: Math.round(metadata.density) }),
  };
}

/** Turns a failure to decode an image, whose header was good, into the refusal that it means. */
export function refuseUndecodable(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : '';
  const truncated = /premature|truncat|unexpected end|end of (file|stream|input)|read error|libspng/i.test(message);
  throw new ProviderError('refused', truncated ? 'image_truncated' : 'image_invalid', { cause });
}
