import type { InstalledAdapter } from '../../src/provider/contract.js';
import { Guard } from '../../src/provider/guard.js';
import { ProviderRegistry } from '../../src/provider/registry.js';

/** A registry over these adapters, each in the organization's order where a priority is given. */
export const registryOf = (
  adapters: readonly InstalledAdapter[],
  priorityOf: (id: string) => number | undefined = () => undefined,
): ProviderRegistry => {
  const own = adapters.map((installed) => ({
    ...installed,
    priority: priorityOf(installed.definition.id),
    shadowShare: 0,
    guard: new Guard(
      () => undefined,
      async () => false,
    ),
  }));
  return new ProviderRegistry({ shared: adapters, of: async () => own, close: async () => undefined });
};
