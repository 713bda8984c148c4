/**
 * Magic documents: a picture whose file bears `proofgate-sandbox:` and, on the same line, the name of a scenario or a JSON
 * object. Anywhere in the file will do: a comment, EXIF, or simply appended to it.
 */
import { z } from 'zod';
import { DOCUMENT_FIELDS, type ImageFile, ProviderError } from '../../src/provider/contract.js';
import { imageTypeOf } from '../kit/image.js';
import { SCENARIO_NAMES } from './scenarios.js';

const MARK = Buffer.from('proofgate-sandbox:');
const LONGEST_LINE = 4096;

const magic = z.strictObject({
  scenario: z.enum(SCENARIO_NAMES).optional(),
  fields: z.partialRecord(z.enum(DOCUMENT_FIELDS), z.string().max(200)).optional(),
});
export type Magic = z.infer<typeof magic>;

/** Throws refused with image_invalid or image_type, or magic_document_invalid where the mark is there and what follows is not understood. */
export async function readMagic(image: ImageFile): Promise<Magic> {
  await imageTypeOf(image);
  const bytes = Buffer.from(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength);
  const mark = bytes.lastIndexOf(MARK);
  if (mark === -1) return {};
  const begin = mark + MARK.length;
  // A line ends with the first control character.
  const [line = ''] = bytes.toString('utf8', begin, begin + LONGEST_LINE).split(/[\u0000-\u001f\u007f]/, 1);
  const parsed = magic.safeParse(line.trim().startsWith('{') ? tryParse(line) : { scenario: line.trim() });
  if (!parsed.success) throw new ProviderError('refused', 'magic_document_invalid');
  return parsed.data;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
