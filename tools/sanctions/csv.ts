/** OFAC's CSV set: no header, null as -0-, a lone 0x1A at the end, remarks that go on in a file of their own. */
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { EntryType, ListedEntry, ListedName } from '../../src/sanctions/sanctions.states.js';
import { ImportError } from './import-error.js';
import { parseRemarks } from './remarks.js';

/** The files of a set, in the order in which they are read and hashed. */
export const CSV_ROLES = ['main', 'aliases', 'addresses', 'comments'] as const;
export type CsvRole = (typeof CSV_ROLES)[number];
export type CsvSet = Readonly<Record<CsvRole, string>>;

const COLUMNS: Readonly<Record<CsvRole, number>> = { main: 12, aliases: 5, addresses: 6, comments: 2 };

/** The text of a file as it is read. */
export type OpenFile = (path: string) => AsyncIterable<string>;

interface Row {
  readonly id: string;
  readonly cells: readonly string[];
}

/** @throws ImportError where a file is broken or the files do not belong together */
export async function readCsvSet(set: CsvSet, open: OpenFile): Promise<ListedEntry[]> {
  const rows = new Map<string, Row>();
  for await (const row of rowsOf(set.main, 'main', open)) {
    if (rows.has(row.id)) throw new ImportError(`${basename(set.main)} has entry ${row.id} twice`);
    rows.set(row.id, row);
  }
  const belonging = async (role: CsvRole): Promise<Map<string, Row[]>> => {
    const found = new Map<string, Row[]>();
    for await (const row of rowsOf(set[role], role, open)) {
      if (!rows.has(row.id))
        throw new ImportError(`${basename(set[role])} speaks of entry ${row.id}, which ${basename(set.main)} lacks`);
      found.set(row.id, [...(found.get(row.id) ?? []), row]);
    }
    return found;
  };
  const aliases = await belonging('aliases');
  await belonging('addresses'); // nothing of it is screened, but a broken set is no set
  const comments = await belonging('comments');
  return [...rows.values()].map((row) => toEntry(row, aliases.get(row.id) ?? [], comments.get(row.id) ?? []));
}

async function* rowsOf(path: string, role: CsvRole, open: OpenFile): AsyncGenerator<Row> {
  const options = { relax_quotes: true, relax_column_count: true, bom: true, skip_empty_lines: true } as const;
  const parser = pipeline(Readable.from(open(path)), parse(options), () => undefined); // its reader is told of faults
  let line = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line += 1;
      const row = checkedRow(record, role, line, basename(path));
      if (row) yield row;
    }
  } catch (error) {
    if (error instanceof CsvError) throw new ImportError(`${basename(path)}: ${error.message}`);
    throw error;
  }
}

/** Undefined for the header that some keepers add, and for the last mark. */
function checkedRow(cells: readonly string[], role: CsvRole, line: number, file: string): Row | undefined {
  const id = cells[0]?.trim() ?? '';
  if (cells.length === 1 && id.replaceAll('\u001a', '') === '') return undefined;
  if (!/^\d+$/.test(id)) {
    if (line === 1 && cells.length === COLUMNS[role]) return undefined;
    throw new ImportError(`${file}: record ${line} does not begin with a number`);
  }
  if (cells.length !== COLUMNS[role])
    throw new ImportError(`${file}: record ${line} has ${cells.length} columns where ${COLUMNS[role]} are expected`);
  return { id, cells };
}

/** `-0-` is OFAC's null. */
const valueOf = (cell: string | undefined): string => (cell?.trim() === '-0-' ? '' : (cell ?? ''));

const TYPES: Readonly<Record<string, EntryType>> = {
  individual: 'INDIVIDUAL',
  vessel: 'VESSEL',
  aircraft: 'AIRCRAFT',
};

function toEntry({ id, cells }: Row, aliases: readonly Row[], comments: readonly Row[]): ListedEntry {
  const type = TYPES[valueOf(cells[2]).trim().toLowerCase()] ?? 'ENTITY';
  // Cut in the middle of a word: what follows is put to it as it is.
  const remarks = [cells[11], ...comments.map((row) => row.cells[1])].map(valueOf).join('');
  const { weakAliases, ...stated } = parseRemarks(remarks);
  const named = (text: string, strength: ListedName['strength']): ListedName => ({
    text: inOrder(text.trim(), type),
    strength,
  });
  return {
    id,
    type,
    names: [
      named(valueOf(cells[1]), 'PRIMARY'),
      ...aliases.map((row) => named(valueOf(row.cells[3]), 'STRONG')),
      ...weakAliases.map((alias) => named(alias, 'WEAK')),
    ].filter(({ text }) => text !== ''),
    programs: valueOf(cells[3])
      .split(/\]\s*\[/)
      .map((program) => program.replace(/[[\]]/g, '').trim())
      .filter(Boolean),
    ...stated,
  };
}

/** A person's family name stands before the first comma; a comma in a company's name is part of it. */
function inOrder(text: string, type: EntryType): string {
  const comma = text.indexOf(',');
  return type === 'INDIVIDUAL' && comma > 0 ? `${text.slice(comma + 1).trim()} ${text.slice(0, comma).trim()}` : text;
}
