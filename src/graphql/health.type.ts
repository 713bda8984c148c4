import { enumOf } from './enum.js';

export const HealthStateEnum = enumOf(
  'HealthState',
  ['HEALTHY', 'DEGRADED', 'UNHEALTHY'],
  'DEGRADED serves, if slower or by others; UNHEALTHY does not.',
);
