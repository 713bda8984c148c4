import type { Ranges } from './quantise.js';

/** Between which values the net of the zone moves, by tools/ranges. */
export const ZONE_RANGES: Ranges = {
  '/features/features.0/features.0.2/Relu_output_0': [0, 13.7],
  '/features/features.1/features.1.2/Relu_output_0': [0, 16.77],
  '/features/features.2/features.2.2/Relu_output_0': [0, 12.56],
  '/features/features.3/features.3.2/Relu_output_0': [0, 11.98],
  '/features/features.4/features.4.2/Relu_output_0': [0, 9.66],
  '/Squeeze_output_0': [0, 9.66],
  '/context.0/context.0.2/Relu_output_0': [0, 10.67],
  '/Add_output_0': [0, 17.31],
  '/context.1/context.1.2/Relu_output_0': [0, 9.628],
  '/Add_1_output_0': [0, 26],
  '/context.2/context.2.2/Relu_output_0': [0, 9.632],
  '/Add_2_output_0': [0, 33.06],
};
