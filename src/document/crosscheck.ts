/** Whether the sources of one document agree: what its machine-readable parts say, held against what is printed. */
import { distance } from 'fastest-levenshtein';
import type { DataSource, DocumentEvidence, DocumentField, DocumentReading, Polygon } from '../provider/contract.js';
import { addressAmong, nameAmong, numberAmong } from './similarity.js';

/** What was read off one side. */
export type SideReadings = Pick<DocumentEvidence, 'readings' | 'text'>;

export interface Crosscheck {
  /** 0 to 1; null where only one source has the value. */
  readonly similarity: number | null;
  /** The two sources that are least alike, or the one that has the value. */
  readonly sources: readonly DataSource[];
  readonly reasons: readonly string[];
}
export interface Crosschecks {
  readonly documentNumber: Crosscheck;
  readonly name: Crosscheck;
  readonly address: Crosscheck;
}

/** How a value is made of fields and looked for in print. */
interface Subject {
  /** Each has to be there for the value to be there. */
  readonly needed: readonly DocumentField[];
  readonly similarity: (reading: DocumentReading, print: readonly string[]) => number;
  readonly fields: readonly DocumentField[];
}
const SUBJECTS: Readonly<Record<keyof Crosschecks, Subject>> = {
  documentNumber: {
    needed: ['documentNumber'],
    fields: ['documentNumber'],
    similarity: (reading, print) => numberAmong(textOf(reading, ['documentNumber']), print),
  },
  name: {
    needed: ['lastName'],
    fields: ['firstName', 'middleName', 'lastName'],
    similarity: (reading, print) =>
      nameAmong({ given: textOf(reading, ['firstName', 'middleName']), family: textOf(reading, ['lastName']) }, print),
  },
  address: {
    needed: ['street'],
    fields: ['street', 'city', 'state', 'postalCode'],
    similarity: (reading, print) => addressAmong(textOf(reading, ['street', 'city', 'state', 'postalCode']), print),
  },
};

/** Sources with check digits or error correction of their own. */
const MACHINE_READ: readonly DataSource[] = ['NFC', 'MRZ', 'BARCODE'];
/** Sources that read print. */
const PRINT_READ: readonly DataSource[] = ['FRONT_OCR', 'BACK_OCR', 'PROVIDER'];

/**
 * Holds number, name and address of a document's sources against one another. An accepted machine-readable value is
 * looked for in everything that the front prints; one that is not accepted, only in the field that it should be in.
 */
export function crosscheck(front: SideReadings | undefined, back: SideReadings | undefined): Crosschecks {
  const readings = [...(front?.readings ?? []), ...(back?.readings ?? [])];
  const print = printOf(front);
  return {
    documentNumber: compare(SUBJECTS.documentNumber, readings, print),
    name: compare(SUBJECTS.name, readings, print),
    address: compare(SUBJECTS.address, readings, print),
  };
}

const SHARES = { documentNumber: 4, name: 4, address: 2 } as const;

/** The similarity of the whole document: number, name and address as 4 : 4 : 2, over those that two sources have. */
export function crosscheckMean(similarities: Readonly<Record<keyof typeof SHARES, number | null>>): number | null {
  const present = Object.entries(similarities).flatMap(([name, similarity]) =>
    similarity === null ? [] : [{ similarity, share: SHARES[name as keyof typeof SHARES] }],
  );
  const total = present.reduce((sum, { share }) => sum + share, 0);
  return total === 0 ? null : present.reduce((sum, { similarity, share }) => sum + similarity * share, 0) / total;
}

interface Pair {
  readonly similarity: number;
  readonly sources: readonly DataSource[];
}

function compare(subject: Subject, readings: readonly DocumentReading[], print: readonly string[]): Crosscheck {
  const holders = readings.filter((reading) => subject.needed.every((field) => reading.fields[field]));
  const pairs = pairsOf(subject, holders, print);
  const [least] = pairs.toSorted((a, b) => a.similarity - b.similarity);
  if (!least) {
    const sources = holders.slice(0, 1).map(({ source }) => source);
    return { similarity: null, sources, reasons: [sources.length > 0 ? 'one_source_only' : 'no_source'] };
  }
  return { ...least, reasons: least.similarity < 1 ? ['sources_differ'] : [] };
}

function pairsOf(subject: Subject, holders: readonly DocumentReading[], print: readonly string[]): Pair[] {
  const machine = holders.filter(({ source }) => MACHINE_READ.includes(source));
  const printed = holders.filter(({ source }) => PRINT_READ.includes(source));
  const trusted = machine.filter(({ accepted }) => accepted);
  if (trusted.length === 0) {
    // A zone or barcode that is not believed confirms nothing: a forger's agrees with his print.
    const [first, ...others] = printed;
    return first
      ? others.filter(({ source }) => source !== first.source).map((other) => pair(subject, first, other))
      : [];
  }
  const written = [...print, ...printed.flatMap((reading) => fieldsOf(subject, reading))];
  const againstPrint = written.length > 0 ? trusted.map((reading) => inPrint(subject, reading, written)) : [];
  const among = trusted.flatMap((one, i) => trusted.slice(i + 1).map((other) => pair(subject, one, other)));
  return [...againstPrint, ...among.filter(({ sources: [one, other] }) => one !== other)];
}

const inPrint = (subject: Subject, reading: DocumentReading, print: readonly string[]): Pair => ({
  similarity: subject.similarity(reading, print),
  sources: [reading.source, 'FRONT_OCR'],
});

/** Two readings: the shorter writing is looked for in the longer, since zones cut what cards print in full. */
function pair(subject: Subject, one: DocumentReading, other: DocumentReading): Pair {
  const lengthOf = (reading: DocumentReading): number => fieldsOf(subject, reading).join('').length;
  const [shorter, longer] = lengthOf(one) <= lengthOf(other) ? [one, other] : [other, one];
  return {
    similarity: subject.similarity(shorter, fieldsOf(subject, longer)),
    sources: [one.source, other.source],
  };
}

const fieldsOf = ({ fields }: Subject, reading: DocumentReading): string[] => [textOf(reading, fields)];
const textOf = ({ fields }: DocumentReading, names: readonly DocumentField[]): string =>
  names.flatMap((name) => fields[name]?.value ?? []).join(' ');

/** The lines that the front prints for people: the machine-readable zone itself confirms nothing. */
function printOf(front: SideReadings | undefined): string[] {
  const zones = (front?.readings ?? []).filter(({ source }) => source === 'MRZ');
  const lines = (front?.text ?? []).filter((line) => !zones.some((zone) => liesIn(line.polygon, zone.polygon)));
  return lines.map(({ text }) => text).filter((text) => !isZoneLine(text, zones));
}

/** Whether the middle of a line lies within the upright box around a zone. */
function liesIn(line: Polygon, zone: Polygon | undefined): boolean {
  if (!zone || zone.length === 0 || line.length === 0) return false;
  return [0, 1].every((axis) => {
    const middle = line.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / line.length;
    const bounds = zone.map((point) => point[axis] ?? 0);
    return middle >= Math.min(...bounds) && middle <= Math.max(...bounds);
  });
}

const ZONE_LIKENESS = 0.85;
const SHORTEST_ZONE_LINE = 14;

/** Its fillers give a line of a zone away and, where the zone's place is not known, its likeness to what was read. */
function isZoneLine(text: string, zones: readonly DocumentReading[]): boolean {
  if (/<<|«/.test(text) || (text.match(/</g)?.length ?? 0) > 1) return true;
  const bare = (line: string): string => line.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const line = bare(text);
  const unplaced = zones.filter(({ polygon }) => !polygon);
  const known = unplaced.flatMap(({ raw }) => raw?.split('\n') ?? []).map(bare);
  const likeness = (other: string): number => 1 - distance(line, other) / Math.max(line.length, other.length);
  return line.length >= SHORTEST_ZONE_LINE && known.some((other) => likeness(other) >= ZONE_LIKENESS);
}
