/** One whole check on drawn specimens: both sides of a licence, a selfie, and the comparison. */
import { randomUUID } from 'node:crypto';
import { createDocumentReader } from '../../adapters/internal/document/analysis.js';
import { compareFaces } from '../../adapters/internal/face/comparison.js';
import { FaceReader } from '../../adapters/internal/face/reader.js';
import { LivenessDetector } from '../../adapters/internal/liveness/detection.js';
import type { Engine } from '../../tools/evaluate/engine.js';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { selfie } from '../../tools/specimen/faces.js';

const type = 'DRIVER_LICENSE';
const { front, back = front } = await drawSpecimen(type, new Date());
const face = await selfie();

export async function check(engine: Omit<Engine, 'close'>): Promise<void> {
  const read = async (bytes: Uint8Array, side: 'FRONT' | 'BACK') =>
    engine.analyzeDocument({ idempotencyKey: randomUUID(), image: { bytes }, side, type });
  const { portrait } = await read(front, 'FRONT');
  await read(back, 'BACK');
  const frames = [{ image: { bytes: face } }];
  const live = await engine.detectLiveness({ idempotencyKey: randomUUID(), frames });
  if (!portrait || !live.selfie) throw new Error('the specimens have lost their faces');
  await engine.compareFaces({ idempotencyKey: randomUUID(), reference: portrait, probe: live.selfie });
}

/** The engine on this thread, without workers: what is measured here is nothing but its work. */
export async function createBareEngine(): Promise<Omit<Engine, 'close'>> {
  const faces = await FaceReader.create();
  const documents = await createDocumentReader();
  const liveness = await LivenessDetector.create(faces);
  return {
    analyzeDocument: (request) => documents.analyze(request, (page, print) => faces.readPortrait(page, print)),
    detectLiveness: (request) => liveness.detect(request),
    compareFaces: (request) => compareFaces(faces, request),
  };
}
