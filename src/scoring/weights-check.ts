/** What may not be saved as weights. */
import { FUZZY_MATCH, WEIGHTS_FIELDS, WEIGHTS_NAMES, type WeightsName, type WeightsValues } from './weights.js';

export interface WeightsIssue {
  readonly code: 'BAD_USER_INPUT' | 'WEIGHTS_NO_EFFECT';
  /** The name of the number at fault. */
  readonly path: WeightsName;
  readonly message: string;
}

/** All that is wrong with a proposed version; an empty list means that it may be saved. */
export function checkWeights(values: WeightsValues): readonly WeightsIssue[] {
  const faults = WEIGHTS_NAMES.flatMap((name) => rangeIssue(name, values[name]));
  return faults.length > 0 ? faults : noEffectIssues(values);
}

function rangeIssue(name: WeightsName, value: number): WeightsIssue[] {
  const { min, max } = WEIGHTS_FIELDS[name];
  if (Number.isFinite(value) && value >= min && value <= max) return [];
  return [{ code: 'BAD_USER_INPUT', path: name, message: `must be a number from ${min} to ${max}` }];
}

const COMMON_WEIGHTS = [
  'ofacFuzzyMatchWeight',
  'suspiciousWordsWeight',
  'imageManipulationWeight',
  'onlineDuplicationWeight',
  'isIdentityDocumentWeight',
  'genderWeight',
  'ageWeight',
] as const satisfies readonly WeightsName[];

function noEffectIssues(values: WeightsValues): WeightsIssue[] {
  return Object.entries(FUZZY_MATCH).flatMap(([kind, names]) => {
    // The DMV answers for licenses and state cards alone.
    const dmv = kind === 'driverLicense' || kind === 'stateId' ? (['aamvaMatchWeight'] as const) : [];
    const total = [names.weight, ...COMMON_WEIGHTS, ...dmv].reduce((sum, name) => sum + values[name], 0);
    const message = 'every weight of this document type is zero: the score would mean nothing';
    return total > 0 ? [] : [{ code: 'WEIGHTS_NO_EFFECT' as const, path: names.weight, message }];
  });
}
