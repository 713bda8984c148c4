/** One view of a document from all that was read off it, the most trusted source first. */
import type { DataSource, DocumentField, DocumentReading, DocumentType, FieldReading } from '../provider/contract.js';

export interface MergedField extends FieldReading {
  readonly source: DataSource;
}
export interface MergedDocument {
  readonly type?: DocumentType;
  readonly fields: Readonly<Partial<Record<DocumentField, MergedField>>>;
}

/** Lower is trusted more. What the DMV says is no reading of the document. */
const TRUST: Readonly<Record<DataSource, number>> = {
  NFC: 0,
  MRZ: 1,
  BARCODE: 1,
  PROVIDER: 2,
  FRONT_OCR: 3,
  BACK_OCR: 4,
  MANUAL: 5,
  DMV: 6,
};

/** Fields that are torn apart when they come from different sources: a name, an address. */
const GROUPS: readonly (readonly DocumentField[])[] = [
  ['firstName', 'middleName', 'lastName', 'nameSuffix'],
  ['street', 'city', 'state', 'postalCode'],
];

/** Sources with check digits or error correction: where these do not hold, nothing in them is believed. */
const MACHINE_READ: readonly DataSource[] = ['NFC', 'MRZ', 'BARCODE'];

/** Print that is not accepted fills only what no accepted reading says. */
export function mergeReadings(readings: readonly DocumentReading[]): MergedDocument {
  const ranked = readings.filter(isUsable).toSorted(byTrust);
  const fields: Partial<Record<DocumentField, MergedField>> = {};
  for (const reading of ranked) Object.assign(fields, missingFrom(reading, fields));
  const type = ranked.find((reading) => reading.type !== undefined)?.type;
  return { fields, ...(type !== undefined && { type }) };
}

const isUsable = ({ source, accepted }: DocumentReading): boolean =>
  source !== 'DMV' && (accepted || !MACHINE_READ.includes(source));

const byTrust = (a: DocumentReading, b: DocumentReading): number =>
  Number(b.accepted) - Number(a.accepted) || TRUST[a.source] - TRUST[b.source];

function missingFrom(
  reading: DocumentReading,
  known: Readonly<Partial<Record<DocumentField, MergedField>>>,
): Partial<Record<DocumentField, MergedField>> {
  const entries = Object.entries(reading.fields) as [DocumentField, FieldReading][];
  const missing = entries.filter(([field, { value }]) => {
    const group = GROUPS.find((members) => members.includes(field)) ?? [field];
    return value.trim() !== '' && group.every((member) => known[member] === undefined);
  });
  return Object.fromEntries(missing.map(([field, value]) => [field, { ...value, source: reading.source }]));
}
