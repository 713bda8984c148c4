/** Which list the given files make, by their names; and how they are read. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ListedEntry, ListName } from '../../src/sanctions/sanctions.states.js';
import { CSV_ROLES, type CsvRole, type CsvSet, readCsvSet } from './csv.js';
import { ImportError } from './import-error.js';
import { readXml } from './xml.js';

/** One list as its files have it. */
export interface ListFiles {
  readonly name: ListName;
  readonly paths: readonly string[];
  readonly isXml: boolean;
}
export interface ReadList {
  readonly name: ListName;
  readonly publishedAt: Date | undefined;
  readonly sha256: string;
  readonly entries: readonly ListedEntry[];
}

const SETS: Readonly<Record<ListName, CsvSet>> = {
  'OFAC SDN': { main: 'sdn.csv', aliases: 'alt.csv', addresses: 'add.csv', comments: 'sdn_comments.csv' },
  'OFAC Consolidated': {
    main: 'cons_prim.csv',
    aliases: 'cons_alt.csv',
    addresses: 'cons_add.csv',
    comments: 'cons_comments.csv',
  },
};
const ROLES = Object.entries(SETS)
  .flatMap(([list, set]) => CSV_ROLES.map((role) => ({ list: list as ListName, role, file: set[role] })))
  .sort((a, b) => b.file.length - a.file.length); // sdn_comments.csv and cons_alt.csv before what they end with

/** @throws ImportError for a file of no known name, or a set that is not whole */
export function groupFiles(paths: readonly string[]): ListFiles[] {
  const xml = paths.filter((path) => /\.xml$/i.test(path));
  const csv = paths.filter((path) => !xml.includes(path)).map((path) => ({ path, ...roleOf(path) }));
  const lists = [
    ...xml.map((path): ListFiles => ({ name: xmlName(path), paths: [path], isXml: true })),
    ...[...new Set(csv.map(({ list }) => list))].map((name): ListFiles => {
      const of = (role: CsvRole) => csv.filter((file) => file.list === name && file.role === role);
      const missing = CSV_ROLES.filter((role) => of(role).length !== 1).map((role) => SETS[name][role]);
      if (missing.length > 0) throw new ImportError(`the list ${name} needs each of these once: ${missing.join(', ')}`);
      return { name, paths: CSV_ROLES.flatMap((role) => of(role).map(({ path }) => path)), isXml: false };
    }),
  ];
  const twice = lists.find(({ name }, place) => lists.findIndex((other) => other.name === name) !== place);
  if (twice) throw new ImportError(`the list ${twice.name} is given twice`);
  return lists;
}

function roleOf(path: string): { list: ListName; role: CsvRole } {
  const file = basename(path).toLowerCase();
  const known = ROLES.find(({ file: name }) => file === name || file.endsWith(`_${name}`));
  if (!known)
    throw new ImportError(
      `${basename(path)} is no file of a list: sdn.xml, ${Object.values(SETS['OFAC SDN']).join(', ')} and the consolidated ones are`,
    );
  return known;
}

const xmlName = (path: string): ListName => (/cons/i.test(basename(path)) ? 'OFAC Consolidated' : 'OFAC SDN');

/** Reads a list whole. @throws ImportError where its files are broken */
export async function readList({ name, paths, isXml }: ListFiles, onBytes: (count: number) => void): Promise<ReadList> {
  const hash = createHash('sha256');
  const open = (path: string) => textOf(path, hash, onBytes);
  const [first = '', ...others] = paths;
  const { entries, publishedAt } = isXml
    ? await readXml(first, open)
    : { entries: await readCsvSet(setOf([first, ...others]), open), publishedAt: statSync(first).mtime };
  if (entries.length === 0) throw new ImportError(`${basename(first)} holds no entry`);
  return { name, publishedAt, sha256: hash.digest('hex'), entries };
}

const setOf = ([main = '', aliases = '', addresses = '', comments = '']: readonly string[]): CsvSet => ({
  main,
  aliases,
  addresses,
  comments,
});

/** UTF-8, or what is none as Latin-1. */
async function* textOf(path: string, hash: Hash, onBytes: (count: number) => void): AsyncGenerator<string> {
  let decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    onBytes(chunk.length);
    try {
      yield decoder.decode(chunk, { stream: true });
    } catch {
      decoder = new TextDecoder('latin1');
      yield decoder.decode(chunk, { stream: true });
    }
  }
}
