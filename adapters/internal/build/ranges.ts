import type { Ranges } from './quantise.js';

/** Between which values the net of the zone moves, by tools/ranges. */
export const ZONE_RANGES: Ranges = {
  '/features/features.0/features.0.2/Relu_output_0': [0, 15.75],
  '/features/features.1/features.1.2/Relu_output_0': [0, 13.83],
  '/features/features.2/features.2.2/Relu_output_0': [0, 13.7],
  '/features/features.3/features.3.2/Relu_output_0': [0, 3.249],
  '/features/features.3/Add_output_0': [0, 13.7],
  '/features/features.4/features.4.2/Relu_output_0': [0, 11.6],
  '/features/features.5/features.5.2/Relu_output_0': [0, 3.129],
  '/features/features.5/Add_output_0': [0, 11.6],
  '/features/features.6/features.6.2/Relu_output_0': [0, 6.018],
  '/Squeeze_output_0': [0, 6.018],
  '/context/context.0/context.0.2/Relu_output_0': [0, 8.461],
  '/context/context.0/Add_output_0': [0, 10.3],
  '/context/context.1/context.1.2/Relu_output_0': [0, 9.98],
  '/context/context.1/Add_output_0': [0, 15.77],
  '/context/context.2/context.2.2/Relu_output_0': [0, 13.73],
  '/context/context.2/Add_output_0': [0, 21.62],
  '/context/context.3/context.3.2/Relu_output_0': [0, 4.876],
  '/context/context.3/Add_output_0': [0, 21.62],
  '/context/context.4/context.4.2/Relu_output_0': [0, 4.157],
  '/context/context.4/Add_output_0': [0, 21.94],
};
