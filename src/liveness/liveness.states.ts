import type { LivenessStep } from '../provider/contract.js';

export const LIVENESS_MODES = ['PASSIVE', 'PASSIVE_ACTIVE'] as const;
export type LivenessMode = (typeof LIVENESS_MODES)[number];

export const LIVENESS_PROVIDERS = ['INTERNAL', 'AZURE'] as const;
export type LivenessProvider = (typeof LIVENESS_PROVIDERS)[number];
/** What a holder of frames is called; INTERNAL stands for everybody whom frames come to through us. */
export const livenessProviderOf = (holder: string | undefined): LivenessProvider =>
  LIVENESS_PROVIDERS.find((provider) => provider.toLowerCase() === holder) ?? 'INTERNAL';

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
