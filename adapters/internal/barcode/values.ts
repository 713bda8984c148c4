/** What AAMVA element values mean: dates, names, measures, colours, codes. Every marker of "no value" is undefined. */

const NO_VALUE = /^(NONE|UNAVL|UNAVAIL|UNK|N\/A|0{8})?$/i;

/** Without padding and trailing commas. */
export function plainText(raw: string | undefined): string | undefined {
  const text = raw?.trim().replace(/[\s,]+$/, '');
  return text === undefined || NO_VALUE.test(text) ? undefined : text;
}

/** YYYY-MM-DD; the United States write MMDDCCYY, Canada and the first version CCYYMMDD, some the other way round. */
export function dateValue(raw: string | undefined, yearFirst: boolean): string | undefined {
  const digits = /^\s*(\d{8})/.exec(raw ?? '')?.[1];
  if (digits === undefined) return undefined;
  const yearly = existing(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
  const monthly = existing(digits.slice(4), digits.slice(0, 2), digits.slice(2, 4));
  return yearFirst ? (yearly ?? monthly) : (monthly ?? yearly);
}

function existing(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists && Number(year) >= 1850 && Number(year) <= 2150 ? text : undefined;
}

export interface PersonName {
  readonly first?: string;
  readonly middle?: string;
  readonly last?: string;
  readonly suffix?: string;
}

/** `LAST,FIRST,MIDDLE,SUFFIX`, the given names sometimes parted by a space, all sometimes by `@` or `$`. */
export function fullName(raw: string | undefined): PersonName {
  const [last, given, middle, suffix] = (plainText(raw) ?? '').split(/\s*(?:,?[@$]|,)\s*/);
  const names = given && middle ? { first: given, middle } : givenNames(given || middle);
  return defined({ last, suffix, ...names });
}

/** First and middle names in one element. */
export function givenNames(raw: string | undefined): PersonName {
  const [first, ...middle] = (plainText(raw) ?? '').split(/[\s,]+/).filter(Boolean);
  return defined({ first, middle: middle.join(' ') || undefined });
}

const MOST_INCHES = 96;
/** From here on the first digit is feet and the others inches, as the first version writes: 511 is 5′11″. */
const LEAST_FEET = 300;

/** `72 in` or `170 cm`. Without a unit, or with inches that nobody has, the size of the number tells. */
export function heightValue(raw: string | undefined): string | undefined {
  const [, digits, unit] = /^\s*(\d{2,3})\s*(in|cm)?/i.exec(raw ?? '') ?? [];
  const height = Number(digits ?? 0);
  if (height === 0) return undefined;
  if (unit?.toLowerCase() === 'cm') return `${height} cm`;
  if (height <= MOST_INCHES) return `${height} in`;
  if (height < LEAST_FEET) return `${height} cm`;
  const inches = height % 100;
  return inches < 12 ? `${Math.floor(height / 100) * 12 + inches} in` : undefined;
}

/** `180 lb`, or `82 kg` where the element or its text says so. */
export function weightValue(raw: string | undefined, unit: 'lb' | 'kg'): string | undefined {
  const [, digits, said] = /^\s*(\d{2,3})\s*(lb|kg)?/i.exec(raw ?? '') ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : `${Number(digits)} ${said?.toLowerCase() ?? unit}`;
}

const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/^(BR|BN)/, 'BRO'],
  [/^(BLK|BLACK)/, 'BLK'],
  [/^(BLN|BLON)/, 'BLN'],
  [/^(BL|BLU)/, 'BLU'],
  [/^(GRY|GRAY|GREY)/, 'GRY'],
  [/^(GR|GN)/, 'GRN'],
  [/^(BAL|HAZ|MAR|PNK|DIC|RED|SDY|WHI)/, ''],
];

/** The three-letter code of the card design standard, also for words and for two letters. */
export function colourValue(raw: string | undefined): string | undefined {
  const text = plainText(raw)?.toUpperCase();
  const found = text === undefined ? undefined : COLOURS.find(([pattern]) => pattern.test(text));
  return found && text ? found[1] || text.slice(0, 3) : undefined;
}

const GENDERS: Readonly<Record<string, string>> = {
  1: 'MALE',
  M: 'MALE',
  2: 'FEMALE',
  F: 'FEMALE',
  9: 'UNSPECIFIED',
  X: 'UNSPECIFIED',
};
export const genderValue = (raw: string | undefined): string | undefined =>
  GENDERS[plainText(raw)?.toUpperCase() ?? ''];

/** `12345`, `12345-6789` or `A1B 2C3`; a fill of zeros is no extension, and Hawaii puts a digit after blanks. */
export function postalCodeValue(raw: string | undefined): string | undefined {
  const text = plainText(raw)?.toUpperCase();
  const [, code, extension] = /^(\d{5})(?:[\s-]?(\d{4}))?/.exec(text ?? '') ?? [];
  if (code !== undefined) return extension === undefined || extension === '0000' ? code : `${code}-${extension}`;
  return text?.replace(/[\s-]/g, '').replace(/^([A-Z]\d[A-Z])(\d[A-Z]\d)$/, '$1 $2');
}

/** The parts that say something. */
export function defined(name: { [Part in keyof PersonName]: PersonName[Part] | undefined }): PersonName {
  return Object.fromEntries(Object.entries(name).filter(([, value]) => Boolean(value)));
}
