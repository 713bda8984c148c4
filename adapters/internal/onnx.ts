/** Loads the models that the build has prepared: checked by hash, one thread each. */
import './offline.js';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { insideNative } from './guard.js';
import { MODEL_FOLDER, MODEL_HASHES, type ModelFile } from './build/hashes.js';

export type ModelName = Extract<ModelFile, `${string}.onnx`>;

/** One thread that does not spin while it waits: two that do cost three times the CPU for the same work. */
const SESSION: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  enableCpuMemArena: false,
  enableMemPattern: false,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

/** Throws when the file is missing (run `npm run build`) or is not the one whose hash is committed. */
export async function loadModel(name: ModelName, folder = MODEL_FOLDER): Promise<InferenceSession> {
  const file = await checkModelFile(name, folder);
  const session = await insideNative(() => InferenceSession.create(file, SESSION));
  const run = session.run.bind(session);
  return Object.assign(session, { run: (feeds: InferenceSession.FeedsType) => insideNative(() => run(feeds)) });
}

export async function readModelText(name: Exclude<ModelFile, ModelName>): Promise<string> {
  return readFile(await checkModelFile(name, MODEL_FOLDER), 'utf8');
}

/** Undefined where the model comes from an optional package that is not installed. */
export async function loadOptionalModel(
  name: 'face-liveness.onnx' | 'face-pose.onnx',
  folder = MODEL_FOLDER,
): Promise<InferenceSession | undefined> {
  return loadModel(name, folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Returns the path. Reads in chunks, and lets the runtime read for itself: a worker keeps no copy of the bytes. */
async function checkModelFile(name: ModelFile, folder: URL): Promise<string> {
  const file = fileURLToPath(new URL(name, folder));
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== MODEL_HASHES[name])
    throw new Error(`the model ${name} is not the one that its hash names`);
  return file;
}
