/** A PNG's own words about its making. */
import { THRESHOLDS } from '../thresholds.js';

const SIGNATURE_BYTES = 8;
/** Around a chunk's data: its length and type before, its checksum behind. */
const FRAME_BYTES = 12;
const TELLING: ReadonlySet<string> = new Set(['IHDR', 'tEXt', 'iTXt', 'eXIf']);

/**
 * The same PNG without its picture and without what would take too long: exifr unpacks a colour profile of any size, and
 * its time for nested XMP grows with the square.
 */
export function tellingChunks(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept = [png.subarray(0, SIGNATURE_BYTES)];
  let left: number = THRESHOLDS.manipulation.metadata;
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= png.length;) {
    const size = view.getUint32(at) + FRAME_BYTES;
    const isTelling = TELLING.has(String.fromCharCode(...png.subarray(at + 4, at + 8)));
    if (isTelling && size <= left) {
      kept.push(png.subarray(at, at + size));
      left -= size;
    }
    at += size;
  }
  return Buffer.concat(kept);
}
