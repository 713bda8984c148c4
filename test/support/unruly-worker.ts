/** A worker that behaves as the picture asks: how the pool deals with one that hangs, grows, breaks or dawdles. */
import { parentPort } from 'node:worker_threads';
import { guardJob, insideNative } from '../../adapters/internal/guard.js';
import { toFailure, type JobMessage } from '../../adapters/internal/jobs.js';

const begin = ({ id, guard }: { id: number; guard: Int32Array<SharedArrayBuffer> }): void => {
  guardJob(guard);
  parentPort?.postMessage({ started: id });
};

export const warm = async (message: JobMessage<'warm'>) => {
  begin(message);
  return { ok: true, output: null };
};

/** The first byte of the picture is a letter that says how to behave. */
export const inspectImage = async (message: JobMessage<'inspectImage'>) => {
  begin(message);
  const behaviour = String.fromCharCode(message.input.image.bytes[0] ?? 0);
  try {
    if (behaviour === 'h') for (;;);
    if (behaviour === 'g') grow();
    if (behaviour === 'b') throw new Error('the holder is ANNA MARIA ERIKSSON');
    if (behaviour === 'd') for (;;) await insideNative(async () => new Promise((resolve) => setTimeout(resolve, 20)));
    return { ok: true, output: behaviour };
  } catch (error) {
    return toFailure(error);
  }
};

function grow(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + kept.length));
}
