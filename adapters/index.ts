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
import { veridas } from './veridas/index.js';

/** Every adapter that an organization can configure. */
export const definitions: readonly AdapterDefinition<unknown>[] = [
  internal,
  google,
  veridas,
  external,
  azure,
  aamva,
  sandbox,
];

/** Those that answer for whoever has configured no provider; they need no settings. */
const AT_START = ['internal', 'sandbox'];

export const installAdapters = (tools: AdapterTools): InstalledAdapter[] =>
  definitions.filter(({ id }) => AT_START.includes(id)).map((definition) => installAdapter(definition, {}, tools));
