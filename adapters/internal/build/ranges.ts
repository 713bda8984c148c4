import type { Ranges } from './quantise.js';

/** Between which values the net of the zone moves, by tools/ranges. */
export const ZONE_RANGES: Ranges = {
  '/features/features.0/features.0.2/Relu_output_0': [0, 14.29],
  '/features/features.1/features.1.2/Relu_output_0': [0, 13.41],
  '/features/features.2/features.2.2/Relu_output_0': [0, 13.06],
  '/features/features.3/features.3.2/Relu_output_0': [0, 13.06],
  '/features/features.4/features.4.2/Relu_output_0': [0, 7.26],
  '/Squeeze_output_0': [0, 7.26],
  '/context.0/context.0.2/Relu_output_0': [0, 8.784],
  '/Add_output_0': [0, 11.04],
  '/context.1/context.1.2/Relu_output_0': [0, 11.29],
  '/Add_1_output_0': [0, 18.38],
  '/context.2/context.2.2/Relu_output_0': [0, 12.55],
  '/Add_2_output_0': [0, 25.24],
};
