/**
 * The barcode on the back of North American driver licences and identification cards: AAMVA DL/ID Card Design
 * Standard, Annex D, all versions from 2000 (01) on. Tolerates what issuers and scanners really produce.
 */
import type { DocumentField } from '../../../src/provider/contract.js';
import { readElements } from './elements.js';
import { isProvince, jurisdictionOf } from './jurisdictions.js';
import { readStripe } from './stripe.js';
import {
  colourValue,
  dateValue,
  defined,
  fullName,
  genderValue,
  givenNames,
  heightValue,
  type PersonName,
  plainText,
  postalCodeValue,
  weightValue,
} from './values.js';

interface Payload {
  /** Issuer identification number, six digits. */
  readonly issuer: string;
  /** 1 (2000) to 10 (2020) and later; 0 before the standard, and of a magnetic stripe. */
  readonly version: number;
  readonly type: 'DRIVER_LICENSE' | 'IDENTIFICATION_CARD';
  /** Raw values by element, e.g. DAQ; the social security number is dropped. */
  readonly elements: Readonly<Record<string, string>>;
}

export interface AamvaDocument extends Payload {
  /** It says whose it is: a number, a birth date and a name; and of no other country than its issuer's. */
  readonly accepted: boolean;
  readonly fields: Readonly<Partial<Record<DocumentField, string>>>;
  /** Fields of which it can only be guessed where they begin or end. */
  readonly doubtful: readonly string[];
}

const HEADER = /(?:ANSI|AAMVA|AMVA)\s?(\d{6})(\d{2})/;
/** That of the first subfile: the directory says it, or a record begins with it. */
const TYPE = /(?:^\d{0,4}|[\n\r])\s*(DL|ID|EN)/;
const FIRST_VERSION = 1;
/** Those of the AAMVA's members, as issuers write them. */
const COUNTRIES: Readonly<Record<string, string>> = {
  USA: 'USA',
  US: 'USA',
  CAN: 'CAN',
  CDN: 'CAN',
  CA: 'CAN',
  MEX: 'MEX',
};

/** Undefined where the text is no AAMVA payload. */
export function parseAamva(text: string): AamvaDocument | undefined {
  return readSubfiles(text) ?? readTracks(text);
}

function readSubfiles(text: string): AamvaDocument | undefined {
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const [all, issuer = '', digits = ''] = header;
  const version = Number(digits);
  const body = text.slice(header.index + all.length);
  const { values: elements, guessed } = readElements(body, version <= FIRST_VERSION);
  if (Object.keys(elements).length === 0) return undefined;
  const type = TYPE.exec(body)?.[1] === 'ID' ? 'IDENTIFICATION_CARD' : 'DRIVER_LICENSE';
  return toDocument({ issuer, version, type, elements }, guessed);
}

function readTracks(text: string): AamvaDocument | undefined {
  const stripe = readStripe(text);
  return stripe && toDocument({ ...stripe, version: 0, type: 'DRIVER_LICENSE' }, false);
}

function toDocument(payload: Payload, guessed: boolean): AamvaDocument {
  const fields = readFields(payload);
  const { documentNumber, birthDate, lastName, firstName } = fields;
  const saysWhose = [documentNumber, birthDate, lastName ?? firstName].every((value) => value !== undefined);
  // Without commas, nobody knows which word of a full name is the last name.
  const isUnparted = lastName !== undefined && /\s/.test(lastName) && lastName === plainText(payload.elements['DAA']);
  return {
    ...payload,
    accepted: saysWhose && !contradictsIssuer(payload),
    fields,
    doubtful: guessed ? Object.keys(fields) : isUnparted ? ['lastName'] : [],
  };
}

/** An issuer that the list does not have contradicts nothing: nobody says that the list is complete. */
function contradictsIssuer({ issuer, elements }: Payload): boolean {
  const said = COUNTRIES[plainText(elements['DCG']) ?? ''];
  const known = jurisdictionOf(issuer)?.country;
  return said !== undefined && known !== undefined && said !== known;
}

function readFields({ issuer, version, elements }: Payload): AamvaDocument['fields'] {
  const text = (...ids: string[]): string | undefined => ids.map((id) => plainText(elements[id])).find(Boolean);
  const jurisdiction = jurisdictionOf(issuer);
  const state = text('DAJ', 'DAO');
  const country = countryOf(text('DCG'), jurisdiction?.country, state);
  const yearFirst = country === 'CAN' || version <= FIRST_VERSION;
  const name = nameOf(text);
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
    nameSuffix: name.suffix,
    street: [text('DAG', 'DAL'), text('DAH', 'DAM')].filter(Boolean).join(', ') || undefined,
    city: text('DAI', 'DAN'),
    state,
    postalCode: postalCodeValue(text('DAK', 'DAP')),
    gender: genderValue(elements['DBC']),
    height: heightValue(elements['DAU']) ?? heightValue(elements['DAV']),
    weight: weightValue(elements['DAW'], 'lb') ?? weightValue(elements['DAX'], 'kg'),
    eyeColor: colourValue(elements['DAY']),
    hairColor: colourValue(elements['DAZ']),
    class: text('DCA', 'DAR'),
    restrictions: text('DCB', 'DAS'),
    mentions: text('DCD', 'DAT'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The parts where they stand alone, else all given names, else the first version's full name. */
function nameOf(text: (...ids: string[]) => string | undefined): PersonName {
  const alone = { first: text('DAC'), middle: text('DAD'), last: text('DCS', 'DAB'), suffix: text('DCU', 'DAE') };
  const given = alone.first === undefined ? givenNames(text('DCT')) : {};
  return { ...fullName(text('DAA')), ...given, ...defined(alone) };
}

function countryOf(
  said: string | undefined,
  issuer: string | undefined,
  state: string | undefined,
): string | undefined {
  if (said !== undefined) return COUNTRIES[said] ?? said;
  return issuer ?? (state === undefined ? undefined : isProvince(state) ? 'CAN' : 'USA');
}
