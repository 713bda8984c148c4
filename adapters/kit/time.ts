import { setTimeout } from 'node:timers/promises';
import { ProviderError } from '../../src/provider/contract.js';

/** What a call ends with that its caller has given up on. */
export const givenUp = (signal: AbortSignal): ProviderError =>
  new ProviderError('unavailable', isTimeout(signal.reason) ? 'timeout' : 'cancelled', { cause: signal.reason });

const isTimeout = (reason: unknown): boolean => reason instanceof Error && reason.name === 'TimeoutError';

export function stopIfGivenUp(signal: AbortSignal): void {
  if (signal.aborted) throw givenUp(signal);
}

export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {
    throw givenUp(signal);
  });
}

/** Milliseconds that something took, beside its result. */
export async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const begin = performance.now();
  const result = await work();
  return [result, Math.round((performance.now() - begin) * 10) / 10];
}
