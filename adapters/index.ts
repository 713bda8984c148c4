import {
  type AdapterDefinition,
  type AdapterTools,
  installAdapter,
  type InstalledAdapter,
} from '../src/provider/contract.js';
import { aamva } from './aamva/index.js';
import { azure } from './azure/index.js';
import { external } from './external/index.js';
import { google } from './google/index.js';
import { internal } from './internal/index.js';
import { sandbox } from './sandbox/index.js';
import { loadAdapters, type LoadedAdapters } from './outside/index.js';
import { veridas } from './veridas/index.js';

/** Every adapter of this repository that an organization can configure. */
const definitions: readonly AdapterDefinition<unknown>[] = [internal, google, veridas, external, azure, aamva, sandbox];

/** These, and those of the modules that the configuration names. */
export async function adaptersWith(modules: readonly string[]): Promise<LoadedAdapters> {
  const taken = definitions.map(({ id }) => id);
  const loaded = await loadAdapters(modules, taken);
  return { ...loaded, definitions: [...definitions, ...loaded.definitions] };
}

/** Those that answer for whoever has configured no provider; they need no settings. */
const AT_START = ['internal', 'sandbox'];

export const installAdapters = (tools: AdapterTools): InstalledAdapter[] =>
  definitions.filter(({ id }) => AT_START.includes(id)).map((definition) => installAdapter(definition, {}, tools));
