/**
 * The three tracks of a magnetic stripe, as the AAMVA DL/ID Card Design Standard's annex on it lays them out. British
 * Columbia writes them into its PDF417. The first two end where `?` stands, the third has columns of fixed width.
 */
import { jurisdictionOf } from './jurisdictions.js';

export interface Stripe {
  /** Issuer identification number, six digits. */
  readonly issuer: string;
  /** As the elements of a barcode that say the same; dates are CCYYMMDD. */
  readonly elements: Readonly<Record<string, string>>;
}

/** City and name end with `^` where they are shorter than their 13 and 35 characters; `$` parts names and lines. */
const PLACE = String.raw`^%?(?<state>[A-Z]{2})(?<city>[^^?]{13}\^?|[^^?]{0,12}\^)(?<name>[^^?]{35}\^?|[^^?]{0,34}\^)(?<address>[^?]*)\?\s*`;
/** What of the number is beyond 13 digits stands last. */
const NUMBERS = String.raw`;(?<issuer>\d{6})(?<number>\d{1,13})=(?<expiry>\d{4})(?<birth>\d{8})(?<rest>\d{0,5})=?\?\s*`;
/** Two versions stand first. Readers tell the third track by different signs, and British Columbia puts `_` before. */
const PERSON = String.raw`_?[%#+!]..(?<postal>.{11})(?<class>.{2})(?<restrictions>.{10})(?<endorsements>.{4})(?<sex>.)(?<height>.{3})(?<weight>.{3})(?<hair>.{3})(?<eyes>.{3})`;
const STRIPE = new RegExp(`${PLACE}${NUMBERS}(?:${PERSON})?`);
/** Instead of a month: day and month are those of birth. */
const BIRTHDAY = '99';

/** Undefined where the text is no such tracks. */
export function readStripe(text: string): Stripe | undefined {
  const groups = STRIPE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const at = (name: string): string => groups[name]?.replace(/\^$/, '') ?? '';
  const issuer = at('issuer');
  const jurisdiction = jurisdictionOf(issuer);
  const [street = '', ...more] = at('address').split('$');
  const elements = {
    DAA: at('name'),
    DAG: street,
    // British Columbia repeats the city in a line of its own.
    DAH: more.filter((line) => line !== '' && !line.startsWith(at('city'))).join(', '),
    DAI: at('city'),
    DAJ: at('state'),
    DAK: at('postal'),
    DAQ: at('number') + at('rest'),
    DBA: expiryOf(at('expiry'), at('birth'), jurisdiction?.state === 'BC'),
    DBB: at('birth'),
    DBC: at('sex'),
    DCA: at('class'),
    DCB: at('restrictions'),
    DCD: at('endorsements'),
    DAU: at('height'),
    [jurisdiction?.country === 'CAN' ? 'DAX' : 'DAW']: at('weight'),
    DAZ: at('hair'),
    DAY: at('eyes'),
  };
  return { issuer, elements };
}

/** YYMM says no day. It is that of birth where the month says so, and always in British Columbia; else nobody knows it. */
function expiryOf(expiry: string, birth: string, onBirthday: boolean): string {
  const month = expiry.slice(2);
  if (month === BIRTHDAY) return `20${expiry.slice(0, 2)}${birth.slice(4)}`;
  return onBirthday ? `20${expiry}${birth.slice(6)}` : '';
}
