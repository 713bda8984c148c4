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
  const parts = (plainText(raw) ?? '').split(/\s*[,@$]\s*/).filter(Boolean);
  const [last, given, middle, suffix] = parts;
  if (given === undefined) return defined({ last });
  return middle === undefined
    ? { ...defined({ last }), ...givenNames(given) }
    : defined({ last, first: given, middle, suffix });
}

/** First and middle names in one element. */
export function givenNames(raw: string | undefined): PersonName {
  const [first, ...middle] = (plainText(raw) ?? '').split(/[\s,]+/).filter(Boolean);
  return defined({ first, middle: middle.join(' ') || undefined });
}

/** `72 in` or `170 cm`; three digits without a unit are feet and inches: 511 is 5′11″. */
export function heightValue(raw: string | undefined): string | undefined {
  const [, digits, unit] = /^\s*(\d{2,3})\s*(in|cm)?/i.exec(raw ?? '') ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  if (unit !== undefined) return `${Number(digits)} ${unit.toLowerCase()}`;
  const feet = Math.floor(Number(digits) / 100);
  const inches = Number(digits) % 100;
  return feet >= 3 && feet <= 8 && inches < 12 ? `${feet * 12 + inches} in` : `${Number(digits)} in`;
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

/** `12345`, `12345-6789` or `A1B 2C3`; a fill of four zeros is no extension. */
export function postalCodeValue(raw: string | undefined): string | undefined {
  const text = plainText(raw)?.replace(/[\s-]/g, '').toUpperCase();
  if (text === undefined) return undefined;
  if (/^[A-Z]\d[A-Z]\d[A-Z]\d$/.test(text)) return `${text.slice(0, 3)} ${text.slice(3)}`;
  const short = text.replace(/^(\d{5,})0000\d?$/, '$1');
  return /^\d{9}$/.test(short) ? `${short.slice(0, 5)}-${short.slice(5)}` : short;
}

function defined(name: { [Part in keyof PersonName]: PersonName[Part] | undefined }): PersonName {
  return Object.fromEntries(Object.entries(name).filter(([, value]) => value !== undefined));
}
