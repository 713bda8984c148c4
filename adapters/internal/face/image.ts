import { readHeader, refuseUndecodable } from '../image/intake.js';
import { type DecodedImage, decodeImage } from '../image/pixels.js';

/** A face needs no more than this, and decoding a phone's photo to it is quick. */
const LONGEST_SIDE = 1200;

/** Decodes a picture of a person. Throws refused as reading an image's header and decoding it do. */
export async function decodeFace(bytes: Uint8Array): Promise<DecodedImage> {
  await readHeader(bytes);
  return decodeImage(bytes, { maxSide: LONGEST_SIDE }).catch(refuseUndecodable);
}
