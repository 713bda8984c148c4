import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clientOf, indexOf, mappingOf, type Names, packageOf, type Places, testOf, TSCONFIG } from './templates.js';

/** Throws where the name is none, or a file is there already. Returns what was written. */
export async function scaffold(root: string, id: string, into?: string): Promise<string[]> {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(id)) throw new Error('a name is of small letters, digits and hyphens');
  const value = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const names = { id, value, type: value.charAt(0).toUpperCase() + value.slice(1) };
  const files = into ? outside(names, into) : inside(names, root);
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  }
  if (into) await link(root, into);
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

/** The gateway and its zod, so that the folder works at once and offline. */
async function link(root: string, folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(modules, { recursive: true });
  await symlink(root, join(modules, 'proofgate'), 'dir');
  await symlink(join(root, 'node_modules', 'zod'), join(modules, 'zod'), 'dir');
}
