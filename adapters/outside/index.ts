/** Adapters from outside of this repository: the modules that the configuration names. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type AdapterDefinition, DOCUMENT_TYPES, PROVIDER_CAPABILITIES } from '../../src/provider/contract.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';
/** Of any copy of zod: the adapter may have its own. */
const isSchema = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'safeParse' in value && isFunction(value.safeParse);

/** What can be seen of an adapter; the rest its own suite has to prove. */
const definition = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be of small letters, digits and hyphens'),
  provider: z.literal('EXTERNAL').optional(),
  supports: z.object({
    types: z.array(z.enum(DOCUMENT_TYPES)),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
    sides: z.array(z.enum(['FRONT', 'BACK'])),
  }),
  capabilities: z.array(z.enum(PROVIDER_CAPABILITIES)),
  calibration: z.object({ faceDistance: z.number(), strictFaceDistance: z.number(), liveness: z.number() }).optional(),
  options: z.custom(isSchema, 'must be a zod schema'),
  secrets: z.array(z.string()),
  isShared: z.literal(false, 'must be left out: organizations set it up').optional(),
  isPlayed: z.literal(false, 'must be left out: it would pass by the guard of what may be called').optional(),
  create: z.custom(isFunction, 'must be a function'),
});

export interface LoadedAdapters {
  readonly definitions: readonly AdapterDefinition<unknown>[];
  /** Why others cannot be used, a line each. */
  readonly faults: readonly string[];
}

/**
 * The adapters that these modules export: whatever they export that has a `create`.
 * @param modules names of packages, or paths from the working directory
 * @param taken the ids that there are already
 */
export async function loadAdapters(modules: readonly string[], taken: readonly string[]): Promise<LoadedAdapters> {
  const definitions: AdapterDefinition<unknown>[] = [];
  const faults: string[] = [];
  for (const name of modules)
    try {
      for (const made of await exportsOf(name))
        definitions.push(checked(made, [...taken, ...definitions.map(({ id }) => id)]));
    } catch (error) {
      faults.push(`ADAPTERS ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  return { definitions, faults };
}

async function exportsOf(name: string): Promise<object[]> {
  const isPath = name.startsWith('.') || name.startsWith('/');
  const module = (await import(isPath ? pathToFileURL(resolve(name)).href : name)) as object;
  const found = [...new Set<unknown>(Object.values(module))].filter(canCreate);
  if (found.length === 0) throw new Error('exports no adapter');
  return found;
}

const canCreate = (value: unknown): value is object => typeof value === 'object' && value !== null && 'create' in value;

function checked(made: object, taken: readonly string[]): AdapterDefinition<unknown> {
  if (!isAdapter(made)) {
    const issues = definition.safeParse(made).error?.issues ?? [];
    throw new Error(issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
  if (taken.includes(made.id)) throw new Error(`there is an adapter ${made.id} already`);
  return made;
}

const isAdapter = (made: object): made is AdapterDefinition<unknown> => definition.safeParse(made).success;
