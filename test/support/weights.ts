import { defaultWeights, type WeightsValues } from '../../src/scoring/weights.js';
import type { WeightsValuesInput } from './generated/operations.js';

/** Values to save: the defaults, but for what a test wants. */
export const weightsValues = (changed: Partial<WeightsValues> = {}): WeightsValuesInput => ({
  ...defaultWeights({ faceDistance: 0.5, strictFaceDistance: 0.4, liveness: 0.5 }),
  ...changed,
});
