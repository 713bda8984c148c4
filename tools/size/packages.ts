/** The packages that the engine needs installed: what its sources name, and what those depend on. The build's own are not. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ dependencies: Names, optionalDependencies: Names });
type Manifest = z.infer<typeof Manifest>;

const readManifest = (folder: string): Manifest =>
  Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return entry.name === 'node_modules' ? [] : filesOf(path);
  });

/** Bytes of the files in a folder, without packages that are installed within it. */
export const sizeOf = (folder: string): number =>
  filesOf(folder).reduce((bytes, path) => bytes + statSync(path).size, 0);

/** Folders of packages, each once: those named in the sources below `sources`, with all their dependencies. */
export function listPackages(root: string, sources: string): string[] {
  const own = readManifest(root);
  const known = Object.keys({ ...own.dependencies, ...own.optionalDependencies });
  const text = filesOf(sources)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const named = known.filter((name) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
  const found = new Set<string>();
  for (const name of named) collect(name, root, found);
  return [...found];
}

function collect(name: string, from: string, found: Set<string>): void {
  const folder = findPackage(name, from);
  // Optional ones of other platforms are not installed.
  if (folder === undefined || found.has(folder)) return;
  found.add(folder);
  const { dependencies, optionalDependencies } = readManifest(folder);
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) collect(needed, folder, found);
}

/** Where Node would find it. */
function findPackage(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? undefined : findPackage(name, above);
}
