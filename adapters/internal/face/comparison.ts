/** Whether two pictures show one person. */
import {
  ProviderError,
  type FaceEvidence,
  type FaceRequest,
  type FaceSource,
  type FaceTemplate,
} from '../../../src/provider/contract.js';
import { decodeFace } from './image.js';
import { THRESHOLDS } from '../thresholds.js';
import { Stopwatch } from '../stopwatch.js';
import type { FaceReader } from './reader.js';
import { isComparable, templateDistance } from './recognition.js';

/**
 * Faces too alike for two shots pass with the reason same_picture: what it means, who knows the pictures' origin decides.
 * Throws refused with face_source_missing, template_incomparable, or as decoding an image does.
 */
export async function compareFaces(reader: FaceReader, { reference, probe }: FaceRequest): Promise<FaceEvidence> {
  const watch = new Stopwatch();
  const first = await watch.time('reference', () => templateOf(reader, reference));
  const second = await watch.time('probe', () => templateOf(reader, probe));
  const { distance: threshold, samePicture } = THRESHOLDS.face;
  const judged = { threshold, comparator: 'AT_MOST', timings: watch.timings } as const;
  if (typeof first === 'string' || typeof second === 'string') {
    const reasons = [
      ...(typeof first === 'string' ? [`reference_${first}`] : []),
      ...(typeof second === 'string' ? [`probe_${second}`] : []),
    ];
    return { ...judged, outcome: 'INCONCLUSIVE', reasons };
  }
  const metric = templateDistance(first, second);
  const alike = metric <= threshold;
  return {
    ...judged,
    outcome: alike ? 'PASS' : 'FAIL',
    metric,
    confidence: likeness(metric),
    reasons: alike ? (metric <= samePicture ? ['same_picture'] : []) : ['faces_differ'],
  };
}

/** 1 for the same picture, one half at the threshold, 0 from twice the threshold on. */
export const likeness = (distance: number): number =>
  Math.min(1, Math.max(0, 1 - distance / (2 * THRESHOLDS.face.distance)));

/** The template, or why there is none. */
async function templateOf(reader: FaceReader, { template, image }: FaceSource): Promise<FaceTemplate | string> {
  if (template && isComparable(template)) return template;
  if (!image) throw new ProviderError('refused', template ? 'template_incomparable' : 'face_source_missing');
  const decoded = await decodeFace(image.bytes);
  const { observation, fault } = await reader.read(decoded, decoded.scale);
  return observation?.template ?? fault ?? 'face_missing';
}
