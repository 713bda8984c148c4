import type { Signal } from '../../../src/provider/contract.js';
import type { ImageHeader } from '../image/intake.js';
import { THRESHOLDS } from '../thresholds.js';
import type { GrainLoss } from './grain.js';
import { readMetadata } from './metadata.js';

export interface ManipulationTraces {
  readonly header: ImageHeader;
  readonly grain: GrainLoss;
  /** What the print says against itself, by name. */
  readonly contradictions: readonly string[];
}

const limits = THRESHOLDS.manipulation;

/** Graded suspicion of editing. One trace alone is never a verdict: people crop and send pictures with editors too. */
export async function judgeManipulation(bytes: Uint8Array, seen: ManipulationTraces): Promise<Signal> {
  const metadata = await readMetadata(bytes);
  const grain = gradeGrain(seen);
  const weights: Record<string, number> = {
    edited_with_software: metadata.edited ? 0.5 : 0,
    content_credentials_invalid: metadata.credentials === 'invalid' ? 0.6 : 0,
    grain_missing: grain ?? 0,
    ...Object.fromEntries(seen.contradictions.map((reason) => [reason, 0.5])),
  };
  const reasons = Object.keys(weights).filter((reason) => weights[reason]! > limits.suspicion);
  const suspicion = 1 - Object.values(weights).reduce((innocent, weight) => innocent * (1 - weight), 1);
  // Valid credentials are no ground: whoever signs with a certificate of his own has them.
  const judgeable = grain !== undefined || reasons.length > 0;
  return {
    name: 'IMAGE_MANIPULATION',
    outcome: judgeable ? outcomeOf(suspicion, reasons.length) : 'INCONCLUSIVE',
    ...(judgeable && { confidence: 1 - suspicion }),
    metric: suspicion,
    threshold: limits.suspicion,
    comparator: 'AT_MOST',
    reasons: judgeable ? reasons : ['no_grain_to_compare'],
    evidence: {
      ...(seen.grain.portrait !== undefined && { portraitGrainLoss: seen.grain.portrait }),
      ...(seen.grain.print !== undefined && { printGrainLoss: seen.grain.print }),
      camera: metadata.camera,
      credentials: metadata.credentials ?? 'none',
    },
  };
}

/** Never enough to be a verdict by itself: make-up, a lens's blur and drawn samples lack grain too. */
function gradeGrain({ header, grain }: ManipulationTraces): number | undefined {
  const { portrait, print } = grain;
  const tooSmall = Math.max(header.width, header.height) < limits.grain.side;
  if (tooSmall || (portrait === undefined && print === undefined)) return undefined;
  const { usual, printWeight, middle, slope, most } = limits.grain;
  const loss = (portrait ?? usual.portrait) + printWeight * (print ?? usual.print);
  return Math.min(most, 1 / (1 + Math.exp(-slope * (loss - middle))));
}

const outcomeOf = (suspicion: number, traces: number): Signal['outcome'] => {
  if (suspicion <= limits.suspicion) return 'PASS';
  return traces >= 2 && suspicion >= limits.verdict ? 'FAIL' : 'INCONCLUSIVE';
};
