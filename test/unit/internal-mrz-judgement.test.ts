import { describe, expect, it } from 'vitest';
import { MRZ_FORMATS } from '../../adapters/internal/mrz/formats.js';
import { holdAgainstPrint, judge } from '../../adapters/internal/mrz/judgement.js';

const PASSPORT = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const TD3 = MRZ_FORMATS.find(({ name }) => name === 'TD3')!;
const BOX = { x: 500, y: 600, width: 900, height: 30, angle: 0 };

/** A passport's zone whose names are read with this probability. */
const readWith = (names: number, { lines = PASSPORT, width = 900, checked = 0.99 } = {}) =>
  judge({ format: TD3, firstRow: 0, lines, checked, names, unchecked: 0.99 * names, fit: -0.1 }, [
    { ...BOX, width },
    BOX,
  ]);
const printed = (...lines: string[]) => lines.map((text) => ({ text, confidence: 0.97, polygon: [[0, 0] as const] }));

describe('a zone', () => {
  it('is believed where all of it is sure', () => {
    expect(readWith(0.99)).toMatchObject({ accepted: true, reasons: [] });
  });
  it('is not believed where its names are doubtful', () => {
    expect(readWith(0.6)).toMatchObject({ accepted: false, reasons: ['mrz_low_confidence'] });
  });
  it('is not believed from a card too small to tell letters apart', () => {
    expect(readWith(0.99, { width: 300 })).toMatchObject({ accepted: false, reasons: ['mrz_too_small'] });
  });
});

describe('a zone beside print', () => {
  const names = printed('Surname / Nom', 'ERIKSSON', 'Given names', 'Anna Maria');

  it('that says the same is believed, though its names were doubtful', () => {
    expect(holdAgainstPrint(readWith(0.6), names)).toMatchObject({ accepted: true, reasons: [] });
  });
  it('that says the same is not believed where more than the names is doubtful', () => {
    expect(holdAgainstPrint(readWith(0.6, { checked: 0.5 }), names)).toMatchObject({ accepted: false });
    expect(holdAgainstPrint(readWith(0.6, { width: 300 }), names)).toMatchObject({ accepted: false });
  });
  it.each([
    ['MÜLLER', 'MUELLER'],
    ['Əliyev', 'ELIYEV'],
    ['Müller', 'MUXXLLER'],
    ['Jørgensen', 'JOERGENSEN'],
    ['Weiß', 'WEISS'],
    ['Muñoz', 'MUNXXOZ'],
  ])('that writes %s as %s is believed', (print, written) => {
    const line = `P<UTO${written}<<ANNA<MARIA`.padEnd(44, '<');
    const read = readWith(0.6, { lines: [line, PASSPORT[1]!] });
    expect(holdAgainstPrint(read, printed(print, 'Anna Maria'))).toMatchObject({ accepted: true });
  });
  it('that lacks one of the names is not helped by it', () => {
    expect(holdAgainstPrint(readWith(0.6), printed('ERIKSSON'))).toMatchObject({ accepted: false });
  });
  it('whose name differs by a letter is not believed', () => {
    const read = readWith(0.99, { lines: [PASSPORT[0]!.replace('ERIKSSON', 'FRIKSSON'), PASSPORT[1]!] });
    expect(holdAgainstPrint(read, names)).toMatchObject({ accepted: false, reasons: ['mrz_name_contradicted'] });
  });
  it('that is blurred says nothing', () => {
    const blurred = names.map((line) => ({ ...line, confidence: 0.7 }));
    const read = readWith(0.99, { lines: [PASSPORT[0]!.replace('ERIKSSON', 'FRIKSSON'), PASSPORT[1]!] });
    expect(holdAgainstPrint(read, blurred)).toMatchObject({ accepted: true });
  });
});
