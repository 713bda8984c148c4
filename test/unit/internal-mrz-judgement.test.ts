import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../adapters/internal/mrz/checkDigit.js';
import { MRZ_FORMATS, type MrzFormatName } from '../../adapters/internal/mrz/formats.js';
import { holdAgainstPrint, judge } from '../../adapters/internal/mrz/judgement.js';

const PASSPORT = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const formatNamed = (wanted: MrzFormatName) => MRZ_FORMATS.find(({ name }) => name === wanted)!;
const TD3 = formatNamed('TD3');
const BOX = { x: 500, y: 600, width: 900, height: 30, angle: 0 };

/** A passport's zone whose names are read with this probability. */
const readWith = (names: number, { lines = PASSPORT, width = 900, checked = 0.99, format = TD3 } = {}) =>
  judge({ format, firstRow: 0, lines, checked, names, unchecked: 0.99 * names, fit: -0.1 }, [{ ...BOX, width }, BOX]);
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

/** A passport with right check digits. */
function passport({ state = 'AUT', names = 'ERIKSSON<<ANNA', number = 'L898902C3', born = '900228' }) {
  const [document, birth, expiry] = [number.padEnd(9, '<'), born, '300415'].map((text) => text + checkDigit(text));
  const [optional, between] = ['<'.repeat(14) + '0', `${state}${birth!}F`];
  const composite = checkDigit(`${document!}${birth!}${expiry!}${optional}`);
  return [`P<${state}${names}`.padEnd(44, '<'), `${document!}${between}${expiry!}${optional}${composite}`];
}

describe('a zone that no state could have issued, with right check digits', () => {
  it.each([
    ['a state that is not on the list', passport({ state: 'ZZQ' })],
    ['no name', passport({ names: '' })],
    ['no number', passport({ number: '' })],
    ['a leap day of no leap year', passport({ born: '900229' })],
  ])('is not believed: %s', (_, lines) => {
    expect(readWith(0.99, { lines })).toMatchObject({ accepted: false, reasons: ['mrz_malformed'] });
  });
  it('is not believed: the left 36 columns of a passport, as a card', () => {
    const lines = ['P<AUTVANDERBERGHENSON<<ALEXANDRA<MAR', 'L800000023AUT9002281F3004157ZE184226'];
    const cut = readWith(0.99, { lines, format: formatNamed('TD2') });
    expect(cut).toMatchObject({ accepted: false, reasons: ['mrz_malformed'] });
  });
  it('is told from one with an ordinary leap day, or one name alone', () => {
    for (const lines of [passport({ born: '920229' }), passport({ names: '<<ANNA' }), passport({ names: 'ANNA' })]) {
      expect(readWith(0.99, { lines })).toMatchObject({ accepted: true });
    }
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
