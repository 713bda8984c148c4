import type { LivenessStep } from '../provider/contract.js';

export const LIVENESS_MODES = ['PASSIVE', 'PASSIVE_ACTIVE'] as const;
export type LivenessMode = (typeof LIVENESS_MODES)[number];

export const LIVENESS_PROVIDERS = ['INTERNAL', 'AZURE'] as const;
export type LivenessProvider = (typeof LIVENESS_PROVIDERS)[number];

/** LOOK_STRAIGHT and BLINK are what a provider may ask; the gateway itself draws from the others. */
export const LIVENESS_STEPS = [
  'LOOK_STRAIGHT',
  'TURN_LEFT',
  'TURN_RIGHT',
  'LOOK_UP',
  'LOOK_DOWN',
  'SMILE',
  'BLINK',
] as const satisfies readonly LivenessStep[];
