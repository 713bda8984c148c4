import { readFileSync } from 'node:fs';

/** A field of an operation that users come from, and its place in our API. */
export interface Row {
  readonly operation: string;
  readonly field: string;
  readonly coordinate: string;
}

const [, ...lines] = readFileSync('docs/operations/coverage.tsv', 'utf8').trim().split('\n');
export const ROWS: readonly Row[] = lines.map((line) => {
  const [operation = '', field = '', coordinate = ''] = line.split('\t');
  return { operation, field, coordinate };
});

/** `IdvSessionRead` tells of the operation `idv session read`. */
export const operationOf = (documentName: string): string =>
  documentName.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
