/** What the tests of several parsers expect of a payload, in one vocabulary: that of the engine's fields. */
import { fold } from './folding.js';

/** By the last part of the name that a parser gives the value, without case and signs. */
const FIELDS: Readonly<Record<string, string>> = {
  first: 'firstName',
  firstname: 'firstName',
  middle: 'middleName',
  middlename: 'middleName',
  last: 'lastName',
  lastname: 'lastName',
  suffix: 'nameSuffix',
  streetline1: 'street',
  address: 'street',
  city: 'city',
  jurisdictioncode: 'state',
  state: 'state',
  postalcode: 'postalCode',
  country: 'issuingCountry',
  dateofbirth: 'birthDate',
  dob: 'birthDate',
  birthday: 'birthDate',
  sex: 'gender',
  gender: 'gender',
  height: 'height',
  weight: 'weight',
  eyecolor: 'eyeColor',
  eyes: 'eyeColor',
  haircolor: 'hairColor',
  hair: 'hairColor',
  idnumber: 'documentNumber',
  customerid: 'documentNumber',
  licensenumber: 'documentNumber',
  documentdiscriminator: 'refNumber',
  document: 'refNumber',
  issuedate: 'issuedAt',
  issued: 'issuedAt',
  expirationdate: 'expiresAt',
  expiry: 'expiresAt',
  vehicleclass: 'class',
  class: 'class',
  restrictioncodes: 'restrictions',
  restrictions: 'restrictions',
  endorsementcodes: 'mentions',
  endorsements: 'mentions',
};
const ELEMENT = /^D[A-Z]{2}$/;
/** An assertion in a test's own words: `res.name.first).to.equal("JOHN"`. */
const ASSERTION = /^res\.([\w.]+)\)\.to\.equal\(["'](.*)["']/;

/** The expected values by field, or by element where the truth has elements; what has no field is left out. */
export function expectedAamva(truth: unknown): Map<string, string> {
  const found = new Map<string, string>();
  collect('', truth, found);
  return found;
}

function collect(name: string, value: unknown, found: Map<string, string>): void {
  if (Array.isArray(value)) for (const item of value) collect(name, item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) collect(key, inner, found);
  } else if (name === '_asserts') {
    const [, path, text] = ASSERTION.exec(String(value)) ?? [];
    if (path !== undefined) collect(path.split('.').at(-1) ?? '', text, found);
  } else if (typeof value === 'string') keep(name, value, found);
}

function keep(name: string, value: string, found: Map<string, string>): void {
  if (ELEMENT.test(name)) found.set(name, value);
  const field = FIELDS[name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')];
  const plain = plainValue(value);
  // The first word on a field stands; a range or an unknown colour is no value to compare with.
  if (field !== undefined && plain !== undefined && !found.has(field)) found.set(field, plain);
}

type Rewrite = (groups: readonly string[]) => string | undefined;
const REWRITES: readonly (readonly [RegExp, Rewrite])[] = [
  [/^FromImperial\((\d+), ?(\d+)\)$/, ([feet, inches]) => `${Number(feet) * 12 + Number(inches)} imperial`],
  [/^FromImperial\((\d+)\)$/, ([amount]) => `${amount} imperial`],
  [/^FromMetric\((\d+)\)$/, ([amount]) => `${amount} metric`],
  [/^aamva\.\w+\(.*?(\d+), *format='USA'\)$/, ([amount]) => `${amount} imperial`],
  [/^(?:FromRange|aamva\.)/, () => undefined],
  [/^DateTime\((\d+), (\d+), (\d+)\)$/, (parts) => parts.map((part) => part.padStart(2, '0')).join('')],
  [/^equal\((?:self\.formattedDate\()?"(.*?)"\)+$/, ([text]) => text],
  [/^equal\((\d+)\)$/, ([amount]) => `${amount} imperial`],
  [/^equal\(\w*\.?\w+\.Unknown\)$/, () => undefined],
  [/^equal\((?:\w+\.)*(\w+)\)$/, ([word]) => word],
  [/^'(.*)'$/, ([text]) => text],
];

/** The value in plain text, whatever language it was written in; undefined where there is none to compare with. */
function plainValue(value: string): string | undefined {
  for (const [pattern, rewrite] of REWRITES) {
    const [, ...groups] = pattern.exec(value) ?? [];
    if (pattern.test(value)) return rewrite(groups);
  }
  return value;
}

const COUNTRIES: Readonly<Record<string, string>> = { UNITEDSTATES: 'USA', CANADA: 'CAN', US: 'USA', CA: 'CAN' };
const GENDERS: Readonly<Record<string, string>> = { M: 'MALE', F: 'FEMALE', 1: 'MALE', 2: 'FEMALE' };
const COLOURS: Readonly<Record<string, string>> = {
  GRAY: 'GRY',
  GREY: 'GRY',
  GREEN: 'GRN',
  BLACK: 'BLK',
  BLOND: 'BLN',
};

const COMPARE: Readonly<Record<string, (folded: string) => string>> = {
  issuingCountry: (text) => COUNTRIES[text] ?? text,
  gender: (text) => GENDERS[text] ?? text,
  eyeColor: (text) => COLOURS[text] ?? text.slice(0, 3),
  hairColor: (text) => COLOURS[text] ?? text.slice(0, 3),
  height: (text) => text.replace(/IN$/, 'IMPERIAL').replace(/CM$/, 'METRIC'),
  weight: (text) => text.replace(/LBS?$/, 'IMPERIAL').replace(/KG$/, 'METRIC'),
  // A fill of zeros is none, though some parsers keep one of them.
  postalCode: (text) => text.replace(/^(\d{5})0+$/, '$1'),
};

function comparable(field: string, value: string): string {
  const folded = fold(value);
  return folded === 'NONE' ? '' : (COMPARE[field]?.(folded) ?? folded);
}

/** Whether two spellings say one value. NONE is no value; five digits of a postal code stand for all nine. */
export function isSameValue(field: string, read: string, expected: string): boolean {
  const [one, other] = [comparable(field, read), comparable(field, expected)];
  return one === other || (field === 'postalCode' && /^\d{5}$/.test(other) && one.startsWith(other));
}
