/** What barcode and machine-readable zone say, as readings of the contract. */
import type {
  DocumentField,
  DocumentReading,
  DocumentType,
  FieldReading,
  Polygon,
} from '../../../src/provider/contract.js';
import type { AamvaDocument } from '../barcode/aamva.js';
import type { Barcode } from '../barcode/decoder.js';
import type { MrzReading } from '../mrz/judgement.js';

const GENDERS: Readonly<Record<string, string>> = { M: 'MALE', F: 'FEMALE', X: 'UNSPECIFIED', '': 'UNSPECIFIED' };
/** A birth is the latest that does not lie ahead; a year of expiry the nearest. */
const EXPIRY_SPAN = 50;
/** What a state writes for a document that never expires: Spain prints 01-01-9999. */
const NEVER: Readonly<Record<string, string>> = { ESP: '990101' };

/** Of a value that may begin or end elsewhere. */
const DOUBTFUL = 0.5;

/** The error correction of a barcode leaves no doubt about a character, but where separators are lost, about their place. */
export function barcodeReading(barcode: Barcode, licence: AamvaDocument): DocumentReading {
  const fields = Object.entries(licence.fields).map(([field, value]): [string, FieldReading] => [
    field,
    {
      value,
      confidence: licence.doubtful.includes(field) ? DOUBTFUL : 1,
      ...(barcode.polygon && { polygon: barcode.polygon }),
    },
  ]);
  return {
    source: 'BARCODE',
    accepted: licence.accepted,
    type: licence.type,
    fields: Object.fromEntries(fields),
    raw: barcode.text,
    ...(barcode.polygon && { polygon: barcode.polygon }),
  };
}

export function mrzReading(mrz: MrzReading, polygon: Polygon, now: Date): DocumentReading {
  const { fields } = mrz.parsed;
  const [firstName, ...middle] = (fields.givenNames ?? '').split(' ');
  const values: { [Field in DocumentField]?: string | undefined } = {
    documentNumber: fields.documentNumber,
    issuingCountry: fields.issuer,
    lastName: fields.surname,
    firstName,
    middleName: middle.join(' '),
    nationality: fields.nationality,
    birthDate: fields.birthDate && birthDate(fields.birthDate, now),
    expiresAt: fields.expiryDate && expiryDate(fields.expiryDate, fields.issuer, now),
    gender: GENDERS[fields.sex ?? ''],
  };
  const readings = Object.entries(values).flatMap(([field, value]): [string, FieldReading][] =>
    value ? [[field, { value, confidence: mrz.confidence, polygon }]] : [],
  );
  return {
    source: 'MRZ',
    accepted: mrz.accepted,
    ...typeOf(mrz),
    fields: Object.fromEntries(readings),
    raw: mrz.lines.join('\n'),
    polygon,
  };
}

function typeOf({ format, parsed }: MrzReading): { type?: DocumentType } {
  const code = parsed.fields.documentCode ?? '';
  if (format === 'TD3') return { type: 'PASSPORT' };
  if (format === 'TD1' && code === 'IP') return { type: 'PASSPORT_CARD' };
  if (format === 'MRV-A' || format === 'MRV-B') return {};
  return { type: /^[AC]/.test(code) || code === 'IR' ? 'RESIDENCE_PERMIT' : 'IDENTITY_CARD' };
}

/** YYMMDD to YYYY-MM-DD; undefined where a part is unknown. */
function birthDate(text: string, now: Date): string | undefined {
  const born = calendarDate(text, 2000);
  return born !== undefined && born > now.toISOString().slice(0, 10) ? calendarDate(text, 1900) : born;
}

function expiryDate(text: string, issuer: string | undefined, now: Date): string | undefined {
  if (text === NEVER[issuer ?? '']) return undefined;
  const year = 2000 + Number(text.slice(0, 2));
  return calendarDate(text, year > now.getUTCFullYear() + EXPIRY_SPAN ? 1900 : 2000);
}

const calendarDate = (text: string, century: number): string | undefined =>
  /^\d{6}$/.test(text) ? `${century + Number(text.slice(0, 2))}-${text.slice(2, 4)}-${text.slice(4)}` : undefined;
