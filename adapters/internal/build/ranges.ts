import type { Ranges } from './quantise.js';

/** Between which values the net of the zone moves, by tools/ranges. */
export const ZONE_RANGES: Ranges = {
  '/features/features.0/features.0.2/Relu_output_0': [0, 16.72],
  '/features/features.1/features.1.2/Relu_output_0': [0, 15.12],
  '/features/features.2/features.2.2/Relu_output_0': [0, 15.03],
  '/features/features.3/features.3.2/Relu_output_0': [0, 15.49],
  '/features/features.4/features.4.2/Relu_output_0': [0, 7.537],
  '/Squeeze_output_0': [0, 7.537],
  '/context.0/context.0.2/Relu_output_0': [0, 10.14],
  '/Add_output_0': [0, 11.9],
  '/context.1/context.1.2/Relu_output_0': [0, 10.91],
  '/Add_1_output_0': [0, 18.25],
  '/context.2/context.2.2/Relu_output_0': [0, 15.61],
  '/Add_2_output_0': [0, 28.17],
};
