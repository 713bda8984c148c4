/** The fields that the print of a document gives by its labels, and its dates by their order. */
import type { DocumentField, FieldReading, TextLine } from '../../../../src/provider/contract.js';
import { findAddress } from './address.js';
import { DATE_LABELS, type Label, LABELS, type LabelledField, labelsAmong } from './labels.js';
import { type DayOrder, findDates } from './dates.js';

export type PrintedFields = Partial<Record<DocumentField, FieldReading>>;

/** How sure a value is of its field: next to its label, under it, or by the order of dates alone. */
const BESIDE = 0.95;
const BENEATH = 0.9;
const BY_ORDER = 0.6;

export function readPrintedFields(lines: readonly TextLine[], order: DayOrder): PrintedFields {
  const fields: PrintedFields = {};
  const labels = labelsAmong(lines.map(({ text }) => plain(text)));
  for (const { field, reading } of [
    ...lines.flatMap((line) => [...labelled(line, lines, labels), ...sexWithin(line)]),
    ...datesOf(lines, order),
  ]) {
    const known = fields[field];
    if (known === undefined || reading.confidence > known.confidence) fields[field] = reading;
  }
  return { ...fields, ...findAddress(lines) };
}

interface Found {
  readonly field: DocumentField;
  readonly reading: FieldReading;
}

/** Upper case without diacritics, one character for each, so that places in it are places in the line. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();

function labelled(line: TextLine, lines: readonly TextLine[], labels: readonly Label[]): Found[] {
  const text = plain(line.text);
  for (const { field, pattern } of labels) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const beside = valueOf(field, line.text.normalize('NFC').slice(match[0].length));
    if (beside !== undefined) return [found(field, beside, line, BESIDE)];
    const below = beneath(line, lines).find((other) => valueOf(field, other.text) !== undefined);
    const value = below && valueOf(field, below.text);
    if (below !== undefined && value !== undefined) return [found(field, value, below, BENEATH)];
  }
  return [];
}

/** The one value that often shares its line with others. */
function sexWithin(line: TextLine): Found[] {
  const value = /\bSEXE? ?:? ?([MFX])\b/.exec(plain(line.text))?.[1];
  const gender = value && valueOf('gender', value);
  return gender ? [found('gender', gender, line, BESIDE)] : [];
}

const found = (field: DocumentField, value: string, line: TextLine, certainty: number): Found => ({
  field,
  reading: { value, confidence: line.confidence * certainty, polygon: line.polygon },
});

const NAME = /^[\p{L}][\p{L} .,'’-]*$/u;
const FORMS: Readonly<Record<LabelledField, RegExp>> = {
  documentNumber: /^[A-Z0-9]+(?:[./-][A-Z0-9]+)*(?: \d{2,})*(?: \d$)?(?![./-]?[A-Z0-9])/,
  refNumber: /^[A-Z0-9/ -]{6,30}$/,
  lastName: NAME,
  firstName: NAME,
  birthDate: /^$/,
  issuedAt: /^$/,
  expiresAt: /^$/,
  gender: /^(?:[MFXK]|H)(?:\/[MFH])?$/,
  nationality: /^[A-Z]{3}$/,
  height: /^\d'? ?-? ?\d{2}"?|^\d{3}$|^1[.,]\d{2} ?M?$/,
  weight: /^\d{2,3} ?(?:LB|KG)?/i,
  eyeColor: /^(?:BLK|BLU|BRO|BRN|DIC|GRN|GRY|HAZ|MAR|PNK)$/,
  hairColor: /^(?:BAL|BLK|BLN|BRO|BRN|GRY|RED|SDY|WHI)$/,
  class: /^[A-Z][A-Z0-9]?$/,
};

/** The value in the form of its field, or undefined where the text cannot be one. */
function valueOf(field: LabelledField, text: string): string | undefined {
  const trimmed = text.replace(/^[\s:.#/]+|[\s:.!?]+$/g, '');
  const cased = field === 'lastName' || field === 'firstName' ? trimmed : plain(trimmed);
  if (cased.length === 0 || LABELS.some(({ pattern }) => (pattern.exec(plain(trimmed))?.[0].length ?? 0) > 3))
    return undefined;
  const value = FORMS[field].exec(cased)?.[0].trim();
  if (value === undefined || (field === 'documentNumber' && !isNumber(value))) return undefined;
  return field === 'gender' ? genderOf(value) : value;
}

/** A number has three digits or more among four characters or more, and a date is none. */
const isNumber = (value: string): boolean =>
  value.length >= 4 && /(?:\d\D*){3}/.test(value) && (/^\d+$/.test(value) || !isDate(value));

const isDate = (value: string): boolean =>
  findDates(value, 'day-first').some(({ start, end }) => start === 0 && end === value.length);

const genderOf = (value: string): string =>
  /^[FK]/.test(value) ? 'FEMALE' : /^[MH]/.test(value) ? 'MALE' : 'UNSPECIFIED';

/** Lines to the right of a label and under it, nearest first. */
function beneath(label: TextLine, lines: readonly TextLine[]): TextLine[] {
  const [left, top] = label.polygon[0]!;
  const [right] = label.polygon[1]!;
  const height = Math.max(1, label.polygon[3]![1] - top);
  return lines
    .map((line) => ({
      line,
      down: (line.polygon[0]![1] - top) / height,
      across: (line.polygon[0]![0] - left) / height,
    }))
    .filter(({ line, down, across }) => {
      const under = down > 0.4 && down < 2.2 && line.polygon[0]![0] < right && line.polygon[1]![0] > left;
      return (
        line !== label && (under || (Math.abs(down) < 0.5 && across > 0 && line.polygon[0]![0] - right < 3 * height))
      );
    })
    .toSorted((a, b) => a.down + Math.abs(a.across) / 4 - (b.down + Math.abs(b.across) / 4))
    .map(({ line }) => line);
}

function datesOf(lines: readonly TextLine[], order: DayOrder): Found[] {
  const all = lines.flatMap((line) => {
    const dates = findDates(line.text, order);
    return dates.map((date, i) => ({ line, date, before: line.text.slice(dates[i - 1]?.end ?? 0, date.start) }));
  });
  const named = all.flatMap(({ line, date, before }) => {
    const field = dateField(plain(before)) ?? fieldOver(line, lines);
    return field === undefined ? [] : [found(field, date.value, line, BESIDE)];
  });
  return named.length > 0 ? named : byOrder(all.map(({ line, date }) => ({ line, value: date.value })));
}

const dateField = (text: string): 'birthDate' | 'issuedAt' | 'expiresAt' | undefined =>
  DATE_LABELS.find(({ pattern }) => pattern.test(text))?.field;

/** The label that stands over, or left of, a date. */
function fieldOver(date: TextLine, lines: readonly TextLine[]): DocumentField | undefined {
  const labels = lines.filter(
    (line) => dateField(plain(line.text)) !== undefined && findDates(line.text, 'day-first').length === 0,
  );
  const label = labels.find((line) => beneath(line, lines).slice(0, 2).includes(date));
  return label && dateField(plain(label.text));
}

/** Unlabelled dates: the first is of birth, the last of expiry, one between them of issue. */
function byOrder(dates: readonly { line: TextLine; value: string }[]): Found[] {
  const sorted = [...new Map(dates.map((date) => [date.value, date])).values()].toSorted((a, b) =>
    a.value.localeCompare(b.value),
  );
  if (sorted.length !== 3) return [];
  const fields = ['birthDate', 'issuedAt', 'expiresAt'] as const;
  return sorted.map(({ line, value }, i) => found(fields[i]!, value, line, BY_ORDER));
}
