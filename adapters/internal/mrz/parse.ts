/** Reads the fields of a machine-readable zone and checks its digits, by ICAO Doc 9303. */
import { checkDigit } from './checkDigit.js';
import {
  MRZ_FORMATS,
  type MrzCheck,
  type MrzCheckName,
  type MrzFieldName,
  type MrzFormat,
  type MrzFormatName,
  type MrzSpan,
} from './formats.js';
import { readNames } from './names.js';

export interface ParsedMrz {
  /** Undefined where the lines are of no known format. */
  readonly format?: MrzFormatName;
  /** As printed, without fillers; dates as YYMMDD. Names are `surname` and `givenNames`. */
  readonly fields: Readonly<Partial<Record<Exclude<MrzFieldName, 'names'>, string>>>;
  readonly checks: Readonly<Partial<Record<MrzCheckName, boolean>>>;
  /** Of a known format, well formed, and every check digit right. */
  readonly valid: boolean;
  /** Machine-readable, e.g. line_length, characters, check_digit, date, name_digits. */
  readonly problems: readonly string[];
}

export function parseMrz(lines: readonly string[]): ParsedMrz {
  if (lines.some((line) => !/^[A-Z0-9<]*$/.test(line))) return refused('characters');
  const format = formatOf(lines);
  if (format === undefined) return refused('line_length');
  const fields = readFields(format, lines);
  const checks = Object.fromEntries(format.checks.map((one) => [one.name, holds(one, lines)]));
  const problems = [...(Object.values(checks).every(Boolean) ? [] : ['check_digit']), ...findMalformed(format, lines)];
  return { format: format.name, fields, checks, valid: problems.length === 0, problems };
}

const refused = (problem: string): ParsedMrz => ({ fields: {}, checks: {}, valid: false, problems: [problem] });

/** By size and first letter; where no letter fits, by size alone, so that a misread one is still looked into. */
export function formatOf(lines: readonly string[]): MrzFormat | undefined {
  const sized = MRZ_FORMATS.filter(
    ({ lineCount, lineLength }) => lines.length === lineCount && lines.every((line) => line.length === lineLength),
  );
  return sized.find(({ begins }) => begins.test(lines[0]!)) ?? sized.at(-1);
}

export const take = (lines: readonly string[], { line, start, end }: MrzSpan): string => lines[line]!.slice(start, end);

function readFields(format: MrzFormat, lines: readonly string[]): ParsedMrz['fields'] {
  const fields: Partial<Record<Exclude<MrzFieldName, 'names'>, string>> = {};
  for (const field of format.fields) {
    const text = take(lines, field);
    if (field.name === 'names') Object.assign(fields, readNames(text));
    else fields[field.name] = text.replace(/<+$/, '').replaceAll('<', field.kind === 'name' ? ' ' : '<');
  }
  const number = format.checks.find(({ name }) => name === 'documentNumber');
  if (number !== undefined) fields.documentNumber = continuedNumber(number, lines) ?? fields.documentNumber ?? '';
  return fields;
}

/**
 * A document number over nine characters has a filler for its check digit and goes on in the optional field, where its
 * last character is the check digit. States disagree on whether the filler counts in the sum.
 */
function continuedNumber(check: MrzCheck, lines: readonly string[]): string | undefined {
  if (check.continuation === undefined || take(lines, check.digit) !== '<') return undefined;
  const [, rest, digit] = /^([A-Z0-9]+)(\d)</.exec(`${take(lines, check.continuation)}<`) ?? [];
  if (rest === undefined) return undefined;
  const head = take(lines, check.over[0]!);
  const right = [head + rest, `${head}<${rest}`].some((text) => String(checkDigit(text)) === digit);
  return right ? head + rest : undefined;
}

function holds(check: MrzCheck, lines: readonly string[]): boolean {
  const text = check.over.map((over) => take(lines, over)).join('');
  const digit = take(lines, check.digit);
  if (digit !== '<') return String(checkDigit(text)) === digit;
  if (check.filler === 'whenEmpty') return /^<*$/.test(text);
  return continuedNumber(check, lines) !== undefined;
}

/** What is wrong beyond check digits: names hold no digits, dates exist, the sex is a known letter. */
function findMalformed(format: MrzFormat, lines: readonly string[]): string[] {
  const problems = new Set<string>();
  for (const field of format.fields) {
    const text = take(lines, field);
    if (field.kind === 'name' && /\d/.test(text)) problems.add('name_digits');
    if (field.kind === 'state' && !/^[A-Z]{1,3}<*$/.test(text)) problems.add('state');
    if (field.kind === 'date' && !isDate(text)) problems.add('date');
    if (field.kind === 'sex' && !/^[MFX<]$/.test(text)) problems.add('sex');
  }
  return [...problems];
}

/** A day that exists in some year; fillers stand for what is unknown. */
export function isDate(text: string): boolean {
  const parts = /^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/.exec(text);
  if (parts === null) return false;
  const [month, day] = [parts[2]!, parts[3]!];
  const monthExists = month === '<<' || (Number(month) >= 1 && Number(month) <= 12);
  const last = month === '02' ? 29 : ['04', '06', '09', '11'].includes(month) ? 30 : 31;
  return monthExists && (day === '<<' || (Number(day) >= 1 && Number(day) <= last));
}
