import type { Signal } from '../../../src/provider/contract.js';
import type { ImageHeader } from '../image/intake.js';
import { THRESHOLDS } from '../thresholds.js';
import { measureGhost } from './ghost.js';
import { readMetadata } from './metadata.js';

/** Graded suspicion of editing. One trace alone is never a verdict: people crop and send pictures with editors too. */
export async function judgeManipulation(bytes: Uint8Array, header: ImageHeader): Promise<Signal> {
  const metadata = await readMetadata(bytes);
  const isJpeg = header.contentType === 'image/jpeg';
  const ghost = isJpeg ? await measureGhost(bytes, header.width, header.height).catch(() => undefined) : undefined;
  const limits = THRESHOLDS.manipulation;
  const traces: Record<string, number> = {
    edited_with_software: metadata.edited ? 0.5 : 0,
    content_credentials_invalid: metadata.credentials === 'invalid' ? 0.6 : 0,
    compression_history_differs: ghost === undefined ? 0 : gradeGhost(ghost),
  };
  const reasons = Object.keys(traces).filter((reason) => traces[reason]! > limits.trace);
  const suspicion = 1 - Object.values(traces).reduce((innocent, weight) => innocent * (1 - weight), 1);
  const judgeable = ghost !== undefined || metadata.credentials === 'valid' || reasons.length > 0;
  return {
    name: 'IMAGE_MANIPULATION',
    outcome: !judgeable ? 'INCONCLUSIVE' : outcomeOf(suspicion, reasons.length),
    ...(judgeable && { confidence: 1 - suspicion }),
    metric: suspicion,
    threshold: limits.suspicion,
    comparator: 'AT_MOST',
    reasons: judgeable ? reasons : ['no_compression_history'],
    evidence: {
      ...(ghost !== undefined && { ghost }),
      camera: metadata.camera,
      credentials: metadata.credentials ?? 'none',
    },
  };
}

/** Never enough to be a verdict by itself: barcodes and blank paper have two kinds of block by nature. */
const gradeGhost = (ghost: number): number => {
  const { from, span } = THRESHOLDS.manipulation.ghost;
  return Math.min(THRESHOLDS.manipulation.suspicion, Math.max(0, (ghost - from) / span));
};

const outcomeOf = (suspicion: number, traces: number): Signal['outcome'] => {
  if (suspicion <= THRESHOLDS.manipulation.suspicion) return 'PASS';
  return traces >= 2 ? 'FAIL' : 'INCONCLUSIVE';
};
