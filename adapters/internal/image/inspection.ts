import type { ImageInspection, ImagePurpose } from '../../../src/provider/contract.js';
import { THRESHOLDS } from '../thresholds.js';
import { type ImageHeader, readHeader, refuseUndecodable } from './intake.js';
import { decodeImage } from './pixels.js';
import { type ImageQuality, measureQuality } from './quality.js';

const DECODED_SIDE = 1200;

/**
 * Decodes an image fully and judges it for its purpose. Throws refused with image_type, image_invalid,
 * image_truncated or image_too_large.
 */
export async function inspectImage(bytes: Uint8Array, purpose: ImagePurpose): Promise<ImageInspection> {
  const header = await readHeader(bytes);
  const pixels = await decodeImage(bytes, { maxSide: DECODED_SIDE }).catch(refuseUndecodable);
  const quality = measureQuality(pixels);
  const reasons = findFaults(header, quality, purpose);
  return {
    ...header,
    acceptable: reasons.length === 0,
    sharpness: round(quality.sharpness),
    glare: round(quality.glare),
    reasons,
  };
}

function findFaults(header: ImageHeader, quality: ImageQuality, purpose: ImagePurpose): string[] {
  const limits = THRESHOLDS.image;
  const side = purpose.kind === 'document' ? limits.documentSide : limits.selfieSide;
  const empty = quality.contrastTiles < limits.contrastTiles;
  const faults: Record<string, boolean> = {
    too_small: Math.max(header.width, header.height) < side,
    too_dark: quality.luminance < limits.luminance,
    no_document: empty && purpose.kind === 'document',
    blurry: !empty && quality.sharpness < limits.sharpness,
    glare: quality.glare > limits.glare,
  };
  return Object.keys(faults).filter((reason) => faults[reason]);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
