import type {
  DataSource,
  DocumentField,
  DocumentReading,
  FieldReading,
  Polygon,
  TextLine,
} from '../../src/provider/contract.js';

/** A reading of these values. */
export const reading = (
  source: DataSource,
  values: Partial<Record<DocumentField, string>>,
  changes: Partial<DocumentReading> = {},
): DocumentReading => ({
  source,
  accepted: true,
  fields: Object.fromEntries(
    Object.entries(values).map(([field, value]): [string, FieldReading] => [field, { value, confidence: 0.9 }]),
  ),
  ...changes,
});

export const box = (x: number, y: number, width: number, height: number): Polygon => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** Printed lines from the top. */
export const lines = (...texts: string[]): TextLine[] =>
  texts.map((text, row) => ({ text, confidence: 0.95, polygon: box(10, row * 30, 400, 20) }));
