/** INTERNAL: the offline engine. Everything is read and judged on this machine, by worker threads. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { defineAdapter, DOCUMENT_TYPES, type Adapter, type AdapterTools } from '../../src/provider/contract.js';
import { EnginePool, type PoolOptions } from './pool.js';
import { THRESHOLDS } from './thresholds.js';

/** A worker takes about 400 MB: one a core, two at most on small machines, eight at most on large ones. */
function defaultWorkers(): number {
  const cores = availableParallelism();
  return cores <= 4 ? Math.min(cores, 2) : Math.min(cores, 8);
}

export const internal = defineAdapter({
  id: 'internal',
  provider: 'INTERNAL',
  supports: { types: DOCUMENT_TYPES, countries: [], sides: ['FRONT', 'BACK'] },
  capabilities: ['DOCUMENT_ANALYSIS', 'IMAGE_FRAUD', 'FACE_MATCH', 'PASSIVE_LIVENESS', 'ACTIVE_LIVENESS', 'AGE_GENDER'],
  calibration: {
    faceDistance: THRESHOLDS.face.distance,
    strictFaceDistance: THRESHOLDS.face.strictDistance,
    liveness: THRESHOLDS.liveness.passive,
  },
  options: z.object({
    workers: z.int().min(1).max(64).default(defaultWorkers),
    timeoutMilliseconds: z.int().min(1).max(600_000).default(20_000),
  }),
  secrets: [],
  isShared: true,
  create: (options, tools) => createEngine(options, tools),
});

function createEngine(options: PoolOptions, tools: AdapterTools): Adapter {
  const pool = new EnginePool(options, tools.log);
  return {
    warm: () => pool.warm(),
    inspectImage: (image, purpose, signal) => pool.run('inspectImage', { image, purpose }, signal),
    analyzeDocument: (request, signal) => pool.run('analyzeDocument', request, signal),
    compareFaces: (request, signal) => pool.run('compareFaces', request, signal),
    detectLiveness: (request, signal) => pool.run('detectLiveness', request, signal),
    health: async () => pool.check(),
    close: () => pool.close(),
  };
}
