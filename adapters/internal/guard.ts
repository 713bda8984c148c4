/**
 * Ending a worker thread while it is inside ONNX Runtime aborts the whole process. So a worker counts itself in and
 * out, and whoever ends it first shuts the door, then waits until it is out. One guard a job, shared by both threads.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export type Guard = Int32Array<SharedArrayBuffer>;
const INSIDE = 0;
const SHUT = 1;
const POLL_MILLISECONDS = 5;

export const createGuard = (): Guard => new Int32Array(new SharedArrayBuffer(8));

/** The job was cancelled, and its worker noticed at the door. */
export class JobEnded extends Error {
  override readonly name = 'JobEnded';
}

let current = createGuard();

/** In a worker: the guard of the job that now begins. */
export function guardJob(guard: Guard): void {
  current = guard;
}

/** In a worker: runs native code that must not be torn off. Throws JobEnded when the door is shut. */
export async function insideNative<Result>(work: () => Promise<Result>): Promise<Result> {
  const guard = current;
  // In before looking: either this thread sees the shut door, or the other one sees it inside.
  Atomics.add(guard, INSIDE, 1);
  try {
    if (isShut(guard)) throw new JobEnded('the job was ended');
    return await work();
  } finally {
    Atomics.sub(guard, INSIDE, 1);
  }
}

export const isShut = (guard: Guard): boolean => Atomics.load(guard, SHUT) === 1;

export function shut(guard: Guard): void {
  Atomics.store(guard, SHUT, 1);
}

/** After shut(): once this resolves, the worker may be ended. */
export async function untilOutside(guard: Guard): Promise<void> {
  while (Atomics.load(guard, INSIDE) > 0) await sleep(POLL_MILLISECONDS);
}
