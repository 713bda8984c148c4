/** A worker thread of the engine: it loads each model once, and answers one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createDocumentReader } from './document/analysis.js';
import { compareFaces as compare } from './face/comparison.js';
import { FaceReader } from './face/reader.js';
import { guardJob } from './guard.js';
import { inspectImage as inspect } from './image/inspection.js';
import { toFailure, type JobHandler, type JobName, type JobStarted, type Jobs } from './jobs.js';
import { LivenessDetector } from './liveness/detection.js';
import { once } from './once.js';

const faces = once(() => FaceReader.create());
const documents = once(() => createDocumentReader());
const liveness = once(async () => LivenessDetector.create(await faces()));

export const warm = job<'warm'>(async () => {
  await documents();
  await liveness();
  return null;
});
export const inspectImage = job<'inspectImage'>(({ image, purpose }) => inspect(image.bytes, purpose));
export const analyzeDocument = job<'analyzeDocument'>(async (request) => {
  const reader = await faces();
  return (await documents()).analyze(request, (page, print) => reader.readPortrait(page, print));
});
export const compareFaces = job<'compareFaces'>(async (request) => compare(await faces(), request));
export const detectLiveness = job<'detectLiveness'>(async (request) => (await liveness()).detect(request));

function job<Name extends JobName>(
  work: (input: Jobs[Name]['input']) => Promise<Jobs[Name]['output']>,
): JobHandler<Name> {
  return async ({ id, guard, input }) => {
    guardJob(guard);
    parentPort?.postMessage({ started: id } satisfies JobStarted);
    try {
      return { ok: true, output: await work(input) };
    } catch (error) {
      return toFailure(error);
    }
  };
}
