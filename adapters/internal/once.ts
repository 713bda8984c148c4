import { ProviderError } from '../../src/provider/contract.js';
import { JobEnded } from './guard.js';

/** Made when first needed, then kept. Throws unavailable with engine_failed, no picture's fault; it is tried again then. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((cause: unknown) => {
      made = undefined;
      throw cause instanceof JobEnded ? cause : new ProviderError('unavailable', 'engine_failed', { cause });
    });
    return made;
  };
}
