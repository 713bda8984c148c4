import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clientOf, indexOf, mappingOf, type Names, packageOf, type Places, testOf, TSCONFIG } from './templates.js';

/**
 * Throws where the name is none, or a file is there already. Returns what was written.
 * @param isInstalled whether the folder finds the gateway and its tools in a node_modules above it
 */
export async function scaffold(root: string, id: string, into?: string, isInstalled = false): Promise<string[]> {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(id)) throw new Error('a name is of small letters, digits and hyphens');
  const value = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const names = { id, value, type: value.charAt(0).toUpperCase() + value.slice(1) };
  const files = into ? outside(names, into) : inside(names, root);
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  }
  if (into && !isInstalled) await link(root, into);
  return files.map(([path]) => path);
}

function inside(names: Names, root: string): [string, string][] {
  const folder = join(root, 'adapters', names.id);
  const places: Places = {
    contract: '../../src/provider/contract.js',
    kit: (file) => `../kit/${file}.js`,
    suite: './adapter.contract.js',
    adapter: `../../adapters/${names.id}/index.js`,
  };
  return [
    ...sources(names, places, folder),
    [join(root, 'test/contract', `${names.id}.test.ts`), testOf(names, places)],
  ];
}

function outside(names: Names, folder: string): [string, string][] {
  const places: Places = {
    contract: 'proofgate/adapter',
    kit: (file) => `proofgate/adapter-kit/${file}`,
    suite: 'proofgate/adapter-suite',
    adapter: './index.js',
  };
  return [
    ...sources(names, places, folder),
    [join(folder, 'index.test.ts'), testOf(names, places)],
    [join(folder, 'package.json'), packageOf(names)],
    [join(folder, 'tsconfig.json'), TSCONFIG],
  ];
}

const sources = (names: Names, places: Places, folder: string): [string, string][] => [
  [join(folder, 'index.ts'), indexOf(names, places)],
  [join(folder, 'client.ts'), clientOf(names, places)],
  [join(folder, 'mapping.ts'), mappingOf(names, places)],
];

/** The gateway and what its suite needs, out of a checkout: so that the folder works at once and offline. */
async function link(root: string, folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const linked = {
    proofgate: root,
    ...Object.fromEntries(TOOLS.map((name) => [name, join(root, 'node_modules', name)])),
  };
  for (const [name, target] of Object.entries(linked)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(target, join(modules, name), 'dir');
  }
}
const TOOLS = ['zod', 'vitest', 'typescript', '@types/node', '.bin'];
