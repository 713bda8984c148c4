/** How far a reading of a machine-readable zone is believed, and why not further. */
import type { TextLine } from '../../../src/provider/contract.js';
import type { TextBox } from '../ocr/geometry.js';
import { THRESHOLDS } from '../thresholds.js';
import type { MrzFormat, MrzFormatName, MrzKind } from './formats.js';
import type { Interpretation } from './interpret.js';
import { type ParsedMrz, parseMrz, take } from './parse.js';
import { isState } from './states.js';
import { zoneSpellings } from './transliteration.js';

export interface MrzReading {
  readonly lines: readonly string[];
  readonly format: MrzFormatName;
  readonly parsed: ParsedMrz;
  /** Probability, by the net's own account, that every character is right. */
  readonly confidence: number;
  /** Its parts: what stands under check digits; what does not; and of that, the names. */
  readonly checked: number;
  readonly unchecked: number;
  readonly names: number;
  /** Mean log probability that its lines have their layout: near 0 for a zone, far below for other print. */
  readonly fit: number;
  /** Check digits right, confident, and large enough to be believed. */
  readonly accepted: boolean;
  /**
   * Why it is not accepted: mrz_check_digit_mismatch, mrz_low_confidence, mrz_too_small, mrz_malformed,
   * mrz_name_contradicted.
   */
  readonly reasons: readonly string[];
  /** One box a line. */
  readonly boxes: readonly TextBox[];
}

export function judge(found: Interpretation, boxes: readonly TextBox[]): MrzReading {
  const limits = THRESHOLDS.mrz;
  const parsed = parseMrz(found.lines);
  const faults: Record<string, boolean> = {
    mrz_check_digit_mismatch: Object.values(parsed.checks).includes(false),
    mrz_malformed: parsed.problems.some((problem) => problem !== 'check_digit') || !canExist(found, parsed),
    mrz_low_confidence: found.checked < limits.checked || found.unchecked < limits.unchecked || found.fit < limits.fit,
    mrz_too_small: boxes[0]!.width < limits.width,
  };
  const reasons = Object.keys(faults).filter((reason) => faults[reason]);
  const { lines, checked, unchecked, names, fit } = found;
  const confidence = checked * unchecked;
  const accepted = reasons.length === 0;
  return {
    lines,
    format: found.format.name,
    parsed,
    fit,
    confidence,
    checked,
    unchecked,
    names,
    accepted,
    reasons,
    boxes,
  };
}

/** Whether a state could have issued it, whatever its check digits say. */
function canExist({ format, lines }: Interpretation, { fields }: ParsedMrz): boolean {
  const ofKind = (kind: MrzKind): string[] =>
    format.fields.filter((field) => field.kind === kind).map((field) => take(lines, field));
  return (
    format.begins.test(lines[0]!) &&
    !isCutOff(format, lines) &&
    ofKind('state').every(isState) &&
    !ofKind('date').some(isLeapDayOfNoYear) &&
    fields.documentNumber !== '' &&
    [fields.surname, fields.givenNames].some(Boolean)
  );
}

/** Strings of this size that begin with P are in use elsewhere; on a picture they are the left part of a passport's. */
const isCutOff = ({ name }: MrzFormat, [first]: readonly string[]): boolean => name === 'TD2' && first!.startsWith('P');

/** Of a leap year of the last century or this one; the year 2000 was one. */
const isLeapDayOfNoYear = (date: string): boolean => date.slice(2) === '0229' && Number(date.slice(0, 2)) % 4 !== 0;

/** Shorter words come about by chance. */
const TELLING = 4;

/**
 * Names carry no check digit, so the printed ones are the second opinion: a doubtful reading is believed where they say
 * the same, and a sure one is not where clear print differs by a letter.
 */
export function holdAgainstPrint(reading: MrzReading, print: readonly TextLine[]): MrzReading {
  const { surname = '', givenNames = '' } = reading.parsed.fields;
  const words = `${surname} ${givenNames}`.split(' ').filter(({ length }) => length >= TELLING);
  const printed = new Set(print.filter(({ confidence }) => confidence >= THRESHOLDS.mrz.print).flatMap(wordsOf));
  const missing = words.filter((word) => !printed.has(word));
  const others = [...printed].filter((word) => !words.includes(word));
  if (reading.accepted && missing.some((word) => others.some((other) => differsByOne(word, other)))) {
    return { ...reading, accepted: false, reasons: ['mrz_name_contradicted'] };
  }
  const borneOut = words.length > 1 && missing.length === 0;
  return borneOut && isDoubtfulInNames(reading) ? { ...reading, accepted: true, reasons: [] } : reading;
}

/** Whether it would be believed if its names were sure. */
function isDoubtfulInNames({ reasons, checked, unchecked, names, fit }: MrzReading): boolean {
  const limits = THRESHOLDS.mrz;
  const onlyDoubt = reasons.length === 1 && reasons[0] === 'mrz_low_confidence';
  const restIsSure = checked >= limits.checked && unchecked >= limits.unchecked * names && fit >= limits.fit;
  return onlyDoubt && restIsSure && names >= limits.names;
}

const wordsOf = ({ text }: TextLine): string[] => zoneSpellings(text).flatMap((spelling) => spelling.split(/[^A-Z]+/));

const differsByOne = (one: string, other: string): boolean =>
  one.length === other.length && [...one].filter((letter, i) => letter !== other[i]).length === 1;
