/** Screening by names alone: labelled pairs of people's names, by our similarity and by Jaro-Winkler alone beside it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { jaroWinkler } from '@skyra/jaro-winkler';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { nameSimilarity, prepareName } from '../../src/sanctions/matching/name-similarity.js';
import { WEIGHTS_FIELDS } from '../../src/scoring/weights.js';
import { confusion, f1, share, type Confusion } from './statistics.js';
import { beside, type Folder } from './tree.js';

const TOLERANCE = Number(WEIGHTS_FIELDS.ofacFuzzyMatchTolerance.default);
const PAIRS = 'name_pairs_nomenklatura.csv';
const Pairs = z.array(
  z.object({ schema: z.string(), name1: z.string(), name2: z.string(), is_match: z.enum(['true', 'false']) }),
);
type Pair = readonly [one: string, other: string];

/** Null where there is nothing to find, or nothing was. */
interface Found {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}
export interface NameMeasure extends Found {
  readonly baseline: Found;
  readonly pairs: number;
}

/** Undefined where the tree has no such pairs. A pair is found where it is as alike as a hit is by default. */
export async function measureNames(folders: readonly Folder<'sanctions'>[]): Promise<NameMeasure | undefined> {
  const files = folders.map((folder) => beside(folder, PAIRS)).filter((file) => existsSync(file));
  const rows = (await Promise.all(files.map(readPairs))).flat().filter(({ schema }) => schema === 'Person');
  if (rows.length === 0) return undefined;
  const labelled = (label: 'true' | 'false'): Pair[] =>
    rows.filter(({ is_match: same }) => same === label).map(({ name1, name2 }) => [name1, name2]);
  const [same, different] = [labelled('true'), labelled('false')];
  const by = (similarity: (one: string, other: string) => number): Found => {
    const isFound = ([one, other]: Pair): boolean => similarity(one, other) >= TOLERANCE;
    return foundOf(confusion(same.map(isFound), different.map(isFound)));
  };
  return {
    ...by((one, other) => nameSimilarity(prepareName(one), prepareName(other))),
    baseline: by((one, other) => jaroWinkler(one.toLowerCase(), other.toLowerCase())),
    pairs: rows.length,
  };
}

const readPairs = async (file: string) => Pairs.parse(parse(await readFile(file), { columns: true }));

const foundOf = (counts: Confusion): Found => ({
  precision: share(counts.truePositives, counts.truePositives + counts.falsePositives),
  recall: share(counts.truePositives, counts.truePositives + counts.falseNegatives),
  f1: f1(counts),
});

export function printNames(measure: NameMeasure): string {
  const line = (what: string, { precision, recall, f1: both }: Found): string =>
    `  ${what.padEnd(20)} precision ${figure(precision)}, recall ${figure(recall)}, F1 ${figure(both)}`;
  return [
    `Sanctions by name, ${measure.pairs} pairs of people at a tolerance of ${TOLERANCE.toFixed(2)}`,
    line('screening', measure),
    line('Jaro-Winkler alone', measure.baseline),
  ].join('\n');
}
const figure = (value: number | null): string => value?.toFixed(3) ?? '–';

/** The keys of the last line of `--json`; null where there is no such data. */
export function namesRecord(measure: NameMeasure | undefined): { sanctions: Omit<NameMeasure, 'pairs'> | null } {
  if (!measure) return { sanctions: null };
  const { pairs: _, ...figures } = measure;
  return { sanctions: figures };
}
