import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../adapters/internal/mrz/checkDigit.js';
import { parseMrz } from '../../adapters/internal/mrz/parse.js';
import { isState } from '../../adapters/internal/mrz/states.js';

/** The examples of ICAO Doc 9303 parts 4 to 7. */
const PASSPORT = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const CARD = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
const SMALL = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];
const VISA_A = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'];
const VISA_B = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'];

describe('check digits', () => {
  it('are those of Doc 9303-3, appendix A', () => {
    expect(['520727', 'AB2134<<<', 'L898902C3', '740812'].map(checkDigit)).toEqual([3, 5, 6, 2]);
  });
  it('do not exist for characters outside the alphabet', () => {
    expect(checkDigit('Ñ1')).toBeUndefined();
  });
});

describe('a machine-readable zone', () => {
  it.each([
    ['TD3', PASSPORT],
    ['TD1', CARD],
    ['TD2', SMALL],
    ['MRV-A', VISA_A],
    ['MRV-B', VISA_B],
  ])('of format %s is read with its names', (format, lines) => {
    const parsed = parseMrz(lines);
    expect(parsed).toMatchObject({
      format,
      valid: true,
      problems: [],
      fields: { issuer: 'UTO', surname: 'ERIKSSON', givenNames: 'ANNA MARIA', sex: 'F' },
    });
  });
  it('gives the fields of a passport by their positions', () => {
    expect(parseMrz(PASSPORT).fields).toMatchObject({
      documentCode: 'P',
      documentNumber: 'L898902C3',
      nationality: 'UTO',
      birthDate: '740812',
      expiryDate: '120415',
      optional: 'ZE184226B',
    });
  });
  it('may have a document number that goes on in the optional field', () => {
    const number = 'D23145890734';
    const first = `I<UTO${number.slice(0, 9)}<${number.slice(9)}${checkDigit(number)}`.padEnd(30, '<');
    const body = '3407127M9507122';
    const all = first.slice(5) + body.slice(0, 7) + body.slice(8) + '<'.repeat(11);
    const second = `${body}UTO${'<'.repeat(11)}${checkDigit(all)}`;
    const parsed = parseMrz([first, second, CARD[2]!]);
    expect(parsed).toMatchObject({ valid: true, fields: { documentNumber: number } });
  });
});

describe('what is refused', () => {
  const change = (lines: readonly string[], line: number, at: number, to: string): string[] =>
    lines.map((text, i) => (i === line ? text.slice(0, at) + to + text.slice(at + to.length) : text));

  it('is any single wrong character under a check digit', () => {
    for (let at = 0; at < 9; at++) {
      const wrong = String.fromCharCode(PASSPORT[1]!.charCodeAt(at) ^ 1);
      const parsed = parseMrz(change(PASSPORT, 1, at, wrong));
      expect(parsed.valid).toBe(false);
      expect(parsed.checks.documentNumber).toBe(false);
    }
  });
  it.each([
    ['digits in a name', change(PASSPORT, 0, 6, '5'), 'name_digits'],
    ['an impossible sex', change(PASSPORT, 1, 20, 'Q'), 'sex'],
    ['digits in a state', change(PASSPORT, 0, 2, 'UT0'), 'state'],
    ['a wrong composite digit', change(PASSPORT, 1, 43, '1'), 'check_digit'],
    ['a line cut short', [PASSPORT[0]!, PASSPORT[1]!.slice(0, 43)], 'line_length'],
    ['other characters', change(PASSPORT, 0, 6, 'Ö'), 'characters'],
  ])('is %s', (_what, lines, problem) => {
    const parsed = parseMrz(lines);
    expect(parsed.valid).toBe(false);
    expect(parsed.problems).toContain(problem);
  });
  it('is a date that no calendar has, though its check digit is right', () => {
    const lines = change(VISA_A, 1, 13, `741332${checkDigit('741332')}`);
    expect(parseMrz(lines)).toMatchObject({ valid: false, problems: ['date'], checks: { birthDate: true } });
  });
});

describe('codes of states', () => {
  it('are a closed list', () => {
    expect(['USA', 'D<<', 'XXA', 'UTO'].map(isState)).toEqual([true, true, true, true]);
    expect(['UZA', 'DEU<', 'D', '<<<'].map(isState)).toEqual([false, false, false, false]);
  });
});
