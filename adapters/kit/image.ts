/** What vendors are sent: still images of the three kinds that the gateway takes. */
import { fileTypeFromBuffer } from 'file-type';
import { type ImageFile, type ImageInspection, ProviderError } from '../../src/provider/contract.js';

type ImageType = ImageInspection['contentType'];
const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const satisfies ImageType[];

/** By the first bytes, nothing is decoded. Throws refused with image_invalid, image_type or image_too_large. */
export async function imageTypeOf(
  { bytes }: ImageFile,
  {
    types = IMAGE_TYPES,
    maxBytes = Number.POSITIVE_INFINITY,
  }: { types?: readonly ImageType[]; maxBytes?: number } = {},
): Promise<ImageType> {
  const sniffed = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (!sniffed) throw new ProviderError('refused', 'image_invalid');
  const type = types.find((known) => known === sniffed.mime);
  if (!type) throw new ProviderError('refused', 'image_type');
  if (bytes.byteLength > maxBytes) throw new ProviderError('refused', 'image_too_large');
  return type;
}

/** An image that must be there; some vendors take no templates. */
export function requireImage(image: ImageFile | undefined): ImageFile {
  if (!image) throw new ProviderError('refused', 'image_required');
  return image;
}
