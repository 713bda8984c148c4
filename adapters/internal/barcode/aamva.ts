/**
 * The barcode on the back of North American driver licences and identification cards: AAMVA DL/ID Card Design
 * Standard, Annex D, all versions from 2000 (01) on. Tolerates what issuers and scanners really produce.
 */
import type { DocumentField } from '../../../src/provider/contract.js';
import { isProvince, jurisdictionOf } from './jurisdictions.js';
import {
  colourValue,
  dateValue,
  fullName,
  genderValue,
  givenNames,
  heightValue,
  type PersonName,
  plainText,
  postalCodeValue,
  weightValue,
} from './values.js';

export interface AamvaDocument {
  /** Issuer identification number, six digits. */
  readonly issuer: string;
  /** 1 (2000) to 10 (2020) and later; 0 before the standard. */
  readonly version: number;
  readonly type: 'DRIVER_LICENSE' | 'IDENTIFICATION_CARD';
  /** Raw values by element, e.g. DAQ; the social security number is dropped. */
  readonly elements: Readonly<Record<string, string>>;
  readonly fields: Readonly<Partial<Record<DocumentField, string>>>;
}

const HEADER = /(?:ANSI|AAMVA|AMVA)\s?(\d{6})(\d{2})/;
/** Type, offset and length of each subfile. They are wrong too often to be followed. */
const DIRECTORY = /^\d{2,4}(?:(?:[A-Z]{2})[0-9a-z]{4}\d{0,4}(?=[A-Z]))+/;
const SEPARATORS = /[\n\r\u001c-\u001e\u0080-\u009f]+/;
const SOCIAL_SECURITY = 'DBK';
const FIRST_VERSION = 1;

/** Undefined where the text is no AAMVA payload. */
export function parseAamva(text: string): AamvaDocument | undefined {
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const [all, issuer = '', version = ''] = header;
  const body = text.slice(header.index + all.length);
  const elements = readElements(body.replace(DIRECTORY, ''));
  return {
    issuer,
    version: Number(version),
    type: /^\d{2,4}ID|\bID(?=D[A-Z]{2})/.test(body) ? 'IDENTIFICATION_CARD' : 'DRIVER_LICENSE',
    elements,
    fields: readFields(issuer, Number(version), elements),
  };
}

/** The first value of each element; the subfile's type stands before the first. */
function readElements(body: string): Record<string, string> {
  const elements: Record<string, string> = {};
  const records = SEPARATORS.test(body.trim()) ? body.split(SEPARATORS) : splitUnseparated(body);
  for (const record of records) {
    const [, id, value] = /^(?:DL|ID|EN)*(D[A-Z]{2})(.*)$/.exec(record.trimStart()) ?? [];
    if (id === undefined || value === undefined || id === SOCIAL_SECURITY) continue;
    if (!elements[id]?.trim()) elements[id] = value;
  }
  return elements;
}

/** Some scanners drop every separator: then an element begins where its id stands for the first time. */
function splitUnseparated(body: string): string[] {
  const known = /(?=D(?:A[A-Z]|B[A-N]|C[A-U]|D[A-P]))/;
  return body
    .replace(/^(DL|ID)/, '')
    .split(known)
    .reduce<string[]>(joinSplitWords, []);
}

/** `DADE` in a name is no element: a piece that is too short, or whose id was seen, belongs to the one before. */
function joinSplitWords(pieces: string[], piece: string): string[] {
  const seen = pieces.some((earlier) => earlier.startsWith(piece.slice(0, 3)));
  const last = pieces.at(-1);
  return seen && last !== undefined ? [...pieces.slice(0, -1), last + piece] : [...pieces, piece];
}

function readFields(issuer: string, version: number, elements: Record<string, string>): AamvaDocument['fields'] {
  const jurisdiction = jurisdictionOf(issuer);
  const state = plainText(elements['DAJ'] ?? elements['DAO']);
  const country = countryOf(plainText(elements['DCG']), jurisdiction?.country, state);
  const yearFirst = country === 'CAN' || version <= FIRST_VERSION;
  const name = nameOf(elements);
  const text = (...ids: string[]): string | undefined => ids.map((id) => plainText(elements[id])).find(Boolean);
  const fields: { [Field in DocumentField]?: string | undefined } = {
    documentNumber: text('DAQ', 'DBJ'),
    refNumber: text('DCF'),
    issuedAt: dateValue(elements['DBD'], yearFirst),
    expiresAt: dateValue(elements['DBA'], yearFirst),
    birthDate: dateValue(elements['DBB'], yearFirst),
    issuingCountry: country,
    issuingState: jurisdiction?.state ?? state,
    firstName: name.first,
    middleName: name.middle,
    lastName: name.last,
    nameSuffix: text('DCU', 'DBN') ?? name.suffix,
    street: [text('DAG', 'DAL'), text('DAH', 'DAM')].filter(Boolean).join(', ') || undefined,
    city: text('DAI', 'DAN'),
    state,
    postalCode: postalCodeValue(elements['DAK'] ?? elements['DAP']),
    gender: genderValue(elements['DBC']),
    height: heightValue(elements['DAU']),
    weight: weightValue(elements['DAW'], 'lb') ?? weightValue(elements['DAX'], 'kg'),
    eyeColor: colourValue(elements['DAY']),
    hairColor: colourValue(elements['DAZ']),
    class: text('DCA', 'DAR'),
    restrictions: text('DCB', 'DAS'),
    mentions: text('DCD', 'DAT'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The parts where they stand alone, else the first version's full name. */
function nameOf(elements: Record<string, string>): PersonName {
  const first = plainText(elements['DAC']);
  const middle = plainText(elements['DAD']);
  const last = plainText(elements['DCS'] ?? elements['DAB']);
  const given = first === undefined ? givenNames(elements['DCT']) : { first, ...(middle !== undefined && { middle }) };
  return { ...fullName(elements['DAA']), ...(last !== undefined && { last }), ...given };
}

function countryOf(
  said: string | undefined,
  issuer: string | undefined,
  state: string | undefined,
): string | undefined {
  if (said !== undefined) return said === 'CDN' ? 'CAN' : said;
  return issuer ?? (state === undefined ? undefined : isProvince(state) ? 'CAN' : 'USA');
}
