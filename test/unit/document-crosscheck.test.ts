import { describe, expect, it } from 'vitest';
import { crosscheck, crosscheckMean } from '../../src/document/crosscheck.js';
import { box, lines, reading } from './document-support.js';

const ANNA = { documentNumber: 'L898902C3', lastName: 'ERIKSSON', firstName: 'ANNA', middleName: 'MARIA' };
const zone = (values: Parameters<typeof reading>[1] = ANNA, changes = {}) => reading('MRZ', values, changes);
const PRINT = ['UTOPIA', 'Passport No. L898902C3', 'Surname', 'ERIKSSON', 'Given names', 'ANNA MARIA'];
const passport = (print: readonly string[], mrz = zone()) =>
  crosscheck({ readings: [mrz], text: lines(...print) }, undefined);

const DRIVER = {
  documentNumber: 'D1234567',
  lastName: 'SAMPLE',
  firstName: 'JOHN',
  middleName: 'QUINCY',
  street: '2570 24TH STREET APT 4',
  city: 'ANYTOWN',
  state: 'CA',
  postalCode: '958181234',
};
const license = (...print: string[]) =>
  crosscheck(
    { readings: [], text: lines(...print) },
    { readings: [reading('BARCODE', DRIVER)], text: lines('ENDORSEMENTS NONE') },
  );

describe('number, name and address of two sources', () => {
  it('agree where the front prints what the zone says', () => {
    const { documentNumber, name, address } = passport(PRINT);
    expect(documentNumber).toEqual({ similarity: 1, sources: ['MRZ', 'FRONT_OCR'], reasons: [] });
    expect(name.similarity).toBe(1);
    expect(address).toEqual({ similarity: null, sources: [], reasons: ['no_source'] });
  });
  it('agree where a barcode stands on the back and the front abbreviates, numbers its fields and loses spaces', () => {
    const found = license('4d DL D123 4567', '1SAMPLE', '2JOHNQUINCY', '8 2570 24TH ST APT4', 'ANYTOWN, CA 95818');
    expect(found.documentNumber.similarity).toBe(1);
    expect(found.name.similarity).toBe(1);
    expect(found.address.similarity).toBeGreaterThan(0.97);
  });
  it('forgive what a camera confuses', () => {
    const { documentNumber, name } = passport(['L8989O2C3', 'ERIK5SON', 'ANNA MAR1A']);
    expect(documentNumber.similarity).toBeGreaterThan(0.95);
    expect(name.similarity).toBeGreaterThan(0.95);
  });
  it.each([
    ['Müller', 'MUELLER'],
    ['Əhmədov', 'EHMEDOV'],
    ['Müller', 'MULLER'],
    ['Ångström', 'AANGSTROEM'],
    ['Strauß', 'STRAUSS'],
    ['Łukasiewicz', 'LUKASIEWICZ'],
    ['Sørensen', 'SOERENSEN'],
    ['Muñoz', 'MUNOZ'],
    ['Muñoz', 'MUNXXOZ'],
    ['Güler', 'GUXXLER'],
    ['Ŋaħra Ĳssel', 'NAHRA IJSSEL'],
    ["O'Connor-Smith", 'OCONNOR SMITH'],
  ])('take %s for %s', (printed, written) => {
    const mrz = zone({ documentNumber: 'X1234567', lastName: written, firstName: 'EVA' });
    expect(passport([printed, 'Eva'], mrz).name.similarity).toBe(1);
  });
  it('are looked for in lines that resemble the zone, and with a space too many', () => {
    const names = { documentNumber: 'AA0000000', lastName: 'KOWALSKA KWIATKOWSKA', firstName: 'JOANNA' };
    const raw = 'P<POLKOWALSKA<KWIATKOWSKA<<JOANNA<<<<<<<<<<<\nAA00000000POL6002084F1412314<<<<<<<<<<<<<<<4';
    for (const place of [{}, { polygon: box(0, 900, 500, 60) }])
      expect(passport(['KOWAL SKA-KWIATKOWSKA', 'JOANNA'], zone(names, { raw, ...place })).name.similarity).toBe(1);
  });
  it('take a name for the one that the zone cut off', () => {
    const mrz = zone({ ...ANNA, lastName: 'NILAVADHANANANDA', firstName: 'CHAYAPA', middleName: 'DEJTHAMR' });
    expect(passport(['Nilavadhanananda', 'Chayapa Dejthamrong'], mrz).name.similarity).toBe(1);
  });
  it('take the initial of a middle name', () => {
    expect(license('SAMPLE', 'JOHN Q').name.similarity).toBeGreaterThan(0.9);
  });
  it.each([
    ['another family name', ['LINDQVIST', 'ANNA MARIA']],
    ['another given name', ['ERIKSSON', 'JOHN PETER']],
  ])('differ by %s', (_case, print) => {
    expect(passport(print).name.similarity).toBeLessThan(0.85);
  });
  it('differ by a short given name', () => {
    const mrz = zone({ documentNumber: 'X1234567', lastName: 'SMITH', firstName: 'JOHN' });
    expect(passport(['SMITH', 'JANE'], mrz).name.similarity).toBeLessThan(0.85);
  });
  it('differ by one character of a number more than a fuzzy match forgives', () => {
    expect(passport(['L898902C4', 'ERIKSSON', 'ANNA MARIA']).documentNumber.similarity).toBeLessThan(0.85);
  });
  it('differ by the number of a house', () => {
    const { address } = license('SAMPLE', 'JOHN QUINCY', '2571 24TH STREET APT 9', 'OTHERVILLE, CA 95818');
    expect(address.similarity).toBeLessThan(0.85);
  });
});

describe('a source', () => {
  it('is not confirmed by itself: the zone is no print', () => {
    const raw = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
    const readable = passport(['UTOPIA', ...raw.split('\n')], zone(ANNA, { raw }));
    expect(readable.documentNumber.similarity).toBeLessThan(0.5);
    expect(readable.name.similarity).toBeLessThan(0.5);
    // The recognizer takes fillers for letters: then the place of the zone tells.
    const garbled = zone(ANNA, { raw, polygon: box(0, 20, 500, 60) });
    const found = passport(['UTOPIA', 'PKUTO ERIKSSON KK ANNA KMARIA KKKK', 'L898902C3 6UTO7408122F1204159'], garbled);
    expect(found.documentNumber.similarity).toBeLessThan(0.5);
    expect(found.name.similarity).toBeLessThan(0.5);
  });
  it('is looked for in print only where it is accepted', () => {
    expect(passport(PRINT, zone(ANNA, { accepted: false })).name).toEqual({
      similarity: null,
      sources: ['MRZ'],
      reasons: ['one_source_only'],
    });
  });
  it('that is not accepted confirms nothing, however well it agrees with the print', () => {
    const readings = [zone(ANNA, { accepted: false }), reading('FRONT_OCR', ANNA)];
    const { documentNumber, name } = crosscheck({ readings, text: lines(...PRINT) }, undefined);
    expect([documentNumber.similarity, name.similarity]).toEqual([null, null]);
  });
  it('may be the front and the back in print', () => {
    const back = { readings: [reading('BACK_OCR', { documentNumber: 'AB123456' })], text: [] };
    const front = { readings: [reading('FRONT_OCR', { documentNumber: 'AB123456' })], text: [] };
    expect(crosscheck(front, back).documentNumber).toMatchObject({ similarity: 1, sources: ['FRONT_OCR', 'BACK_OCR'] });
  });
  it('counts where it is least alike', () => {
    const back = { readings: [reading('BARCODE', { ...ANNA, documentNumber: 'Z0000000' })], text: [] };
    const found = crosscheck({ readings: [zone()], text: lines(...PRINT) }, back);
    expect(found.documentNumber.similarity).toBeLessThan(0.5);
    expect(found.documentNumber.sources).toContain('BARCODE');
    expect(found.name.similarity).toBe(1);
  });
  it('alone is no crosscheck', () => {
    const found = crosscheck(undefined, { readings: [reading('BARCODE', DRIVER)], text: [] });
    expect([found.documentNumber, found.name, found.address].map(({ similarity }) => similarity)).toEqual([
      null,
      null,
      null,
    ]);
    expect(crosscheck(undefined, undefined).name.similarity).toBeNull();
  });
});

describe('the mean of the crosschecks', () => {
  it('weighs number, name and address as 4 : 4 : 2, over those that two sources have', () => {
    expect(crosscheckMean({ documentNumber: 1, name: 0.5, address: 0 })).toBeCloseTo(0.6);
    expect(crosscheckMean({ documentNumber: 1, name: 0.5, address: null })).toBeCloseTo(0.75);
    expect(crosscheckMean({ documentNumber: null, name: null, address: null })).toBeNull();
  });
});
