/** What Google reads: the fields of a US driver licence, and of a passport the zone that we interpret ourselves. */
import { parse } from 'mrz';
import type { DocumentField, DocumentReading, FieldReading, Signal } from '../../src/provider/contract.js';
import type { Entity } from './signals.js';

const FIELDS: Readonly<Partial<Record<string, DocumentField>>> = {
  'Family Name': 'lastName',
  'Document Id': 'documentNumber',
  'Date Of Birth': 'birthDate',
  'Issue Date': 'issuedAt',
  'Expiration Date': 'expiresAt',
};
const DATES: readonly string[] = ['birthDate', 'issuedAt', 'expiresAt'];

type Fields = Partial<Record<DocumentField, FieldReading>>;

/** Types come in Title Case. */
export function readLicense(entities: readonly Entity[]): DocumentReading[] {
  const fields: Fields = Object.fromEntries(entities.flatMap((entity) => Object.entries(fieldsOf(entity))));
  if (Object.keys(fields).length === 0) return [];
  return [{ source: 'FRONT_OCR', accepted: fields.documentNumber !== undefined, type: 'DRIVER_LICENSE', fields }];
}

function fieldsOf({ type, mentionText, normalizedValue, confidence }: Entity): Fields {
  const said = (value: string): FieldReading => ({ value, confidence: Math.min(1, Math.max(0, confidence ?? 0)) });
  if (!mentionText) return {};
  if (type === 'Given Names') return parted(mentionText, said);
  if (type === 'Address') return addressOf(mentionText, said);
  const name = FIELDS[type ?? ''];
  const value = name && DATES.includes(name) ? isoDate(normalizedValue?.text) : mentionText;
  return name && value ? { [name]: said(value) } : {};
}

/** As Google normalises it; a date that it could not convert is left out. */
const isoDate = (text: string | null | undefined): string | undefined => /^\d{4}-\d\d-\d\d$/.exec(text ?? '')?.[0];

function parted(names: string, said: (value: string) => FieldReading): Fields {
  const [first = '', ...middle] = names.trim().split(/\s+/);
  return { firstName: said(first), ...(middle.length ? { middleName: said(middle.join(' ')) } : {}) };
}

/** Street lines, then `CITY, ST 12345`; otherwise all of it is the street. */
function addressOf(text: string, said: (value: string) => FieldReading): Fields {
  const lines = text.split('\n').map((line) => line.trim());
  const [, city, state, postalCode] = /^(.+?),? ([A-Z]{2}) (\d{5}(?:-\d{4})?)$/.exec(lines.at(-1) ?? '') ?? [];
  if (lines.length < 2 || !city || !state || !postalCode) return { street: said(lines.join(' ')) };
  const street = said(lines.slice(0, -1).join(' '));
  return { street, city: said(city), state: said(state), postalCode: said(postalCode) };
}

export interface ZoneReading {
  readonly readings: readonly DocumentReading[];
  readonly signals: readonly Signal[];
}

/** A zone among the lines of print. Google tells no certainty of it: digits that do not hold are a doubt. */
export function readZone(text: string, now: Date): ZoneReading {
  const lines = text.split('\n').map((line) => line.replace(/\s/g, ''));
  const first = lines.findIndex(
    (line, i) => /^[A-Z0-9<]{44}$/.test(line) && /^[A-Z0-9<]{44}$/.test(lines[i + 1] ?? ''),
  );
  if (first === -1) return { readings: [], signals: [] };
  const raw = lines.slice(first, first + 2);
  const { fields, valid } = parse(raw);
  const found: Partial<Record<DocumentField, string | null | undefined>> = {
    documentNumber: fields.documentNumber,
    lastName: fields.lastName,
    firstName: fields.firstName,
    issuingCountry: fields.issuingState,
    nationality: fields.nationality,
    birthDate: dateOf(fields.birthDate, now, 0),
    expiresAt: dateOf(fields.expirationDate, now, 50),
    gender: fields.sex === 'male' || fields.sex === 'female' ? fields.sex.toUpperCase() : undefined,
  };
  const confidence = valid ? 0.99 : 0.5;
  const readings = Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value ? [[name, { value, confidence }]] : [])),
  );
  return {
    readings: [{ source: 'MRZ', accepted: valid, type: 'PASSPORT', fields: readings, raw: raw.join('\n') }],
    signals: [
      valid
        ? { name: 'MRZ_CHECK_DIGITS', outcome: 'PASS', confidence: 1, reasons: [] }
        : { name: 'MRZ_CHECK_DIGITS', outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['mrz_not_read_surely'] },
    ],
  };
}

/** YYMMDD with the century that lies at most so many years ahead. */
function dateOf(text: string | null | undefined, now: Date, yearsAhead: number): string | undefined {
  const [, yy, mm, dd] = /^(\d\d)(\d\d)(\d\d)$/.exec(text ?? '') ?? [];
  if (!yy || !mm || !dd) return undefined;
  const latest = now.getUTCFullYear() + yearsAhead;
  const century = Math.floor(latest / 100) * 100;
  const year = century + Number(yy) > latest ? century + Number(yy) - 100 : century + Number(yy);
  return `${year}-${mm}-${dd}`;
}
