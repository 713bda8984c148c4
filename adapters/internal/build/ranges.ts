import type { Ranges } from './quantise.js';

/** Between which values the net of the zone moves, by tools/ranges. */
export const ZONE_RANGES: Ranges = {
  '/features/features.0/features.0.2/Relu_output_0': [0, 15.86],
  '/features/features.1/features.1.2/Relu_output_0': [0, 14.07],
  '/features/features.2/features.2.2/Relu_output_0': [0, 13.91],
  '/features/features.3/features.3.2/Relu_output_0': [0, 2.806],
  '/features/features.3/Add_output_0': [0, 13.91],
  '/features/features.4/features.4.2/Relu_output_0': [0, 12.13],
  '/features/features.5/features.5.2/Relu_output_0': [0, 2.845],
  '/features/features.5/Add_output_0': [0, 12.13],
  '/features/features.6/features.6.2/Relu_output_0': [0, 5.951],
  '/Squeeze_output_0': [0, 5.951],
  '/context/context.0/context.0.2/Relu_output_0': [0, 8.394],
  '/context/context.0/Add_output_0': [0, 9.989],
  '/context/context.1/context.1.2/Relu_output_0': [0, 10.46],
  '/context/context.1/Add_output_0': [0, 16.06],
  '/context/context.2/context.2.2/Relu_output_0': [0, 12.92],
  '/context/context.2/Add_output_0': [0, 21.38],
  '/context/context.3/context.3.2/Relu_output_0': [0, 4.415],
  '/context/context.3/Add_output_0': [0, 21.38],
  '/context/context.4/context.4.2/Relu_output_0': [0, 3.952],
  '/context/context.4/Add_output_0': [0, 21.82],
};
