/** The labelled folders of a tree. Inputs and truths are read apart: truths only after the engine has answered. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const CATEGORIES = ['documents', 'faces', 'mrz', 'pdf417', 'tamper'] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Folder<Of extends string = Category> {
  readonly category: Of;
  readonly path: string;
}

export interface Tree {
  readonly folders: readonly Folder[];
  /** Pairs of names, which screening compares without the engine. */
  readonly names: readonly Folder<'sanctions'>[];
  /** Categories that are not the engine's to read. */
  readonly skipped: readonly string[];
}

const MANIFEST = 'manifest.json';
const isCategory = (text: string): text is Category => CATEGORIES.some((category) => category === text);

export const readJson = async <Value>(schema: z.ZodType<Value>, ...path: string[]): Promise<Value> =>
  schema.parse(JSON.parse(await readFile(join(...path), 'utf8')));

export const readManifest = <Value>(folder: Folder, schema: z.ZodType<Value>): Promise<Value> =>
  readJson(schema, folder.path, MANIFEST);

/** Every folder below that has a manifest, of one category if one is asked for. */
export async function readTree(root: string, only?: string): Promise<Tree> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name === MANIFEST)
    .map(({ parentPath }) => parentPath);
  const folders: Folder[] = [];
  const names: Folder<'sanctions'>[] = [];
  const skipped: string[] = [];
  for (const path of paths.toSorted()) {
    const { category } = await readJson(z.object({ category: z.string() }), path, MANIFEST);
    if (only !== undefined && category !== only) continue;
    if (isCategory(category)) folders.push({ category, path });
    else if (category === 'sanctions') names.push({ category, path });
    else skipped.push(category);
  }
  return { folders, names, skipped };
}

const Files = z.object({ items: z.array(z.object({ file: z.string() })) });
const IMAGE = /\.(jpe?g|png|webp|tiff?)$/i;

/** Absolute paths of a folder's images, as its manifest lists them. */
export async function listImages(folder: Folder): Promise<string[]> {
  const { items } = await readManifest(folder, Files);
  return items.map(({ file }) => join(folder.path, file)).filter((path) => IMAGE.test(path));
}

/** The files of strings and of pairs that lie beside a manifest. */
export const beside = (folder: Folder<string>, file: string): string => join(folder.path, file);
