import { type AdapterTools, installAdapter, type InstalledAdapter } from '../src/provider/contract.js';
import { internal } from './internal/index.js';

/** Every adapter of this installation. INTERNAL needs no settings: it answers for whoever has no provider. */
export const installAdapters = (tools: AdapterTools): InstalledAdapter[] => [installAdapter(internal, {}, tools)];
