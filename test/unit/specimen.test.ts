import { parse } from 'mrz';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBarcodes } from 'zxing-wasm/reader';
import { prepareBarcodes } from '../../adapters/internal/barcode/decoder.js';
import { aamvaPayload } from '../../tools/specimen/aamva.js';
import { drawSpecimen, SPECIMEN_TYPES } from '../../tools/specimen/documents.js';
import { cardLines, checkDigit, passportLines } from '../../tools/specimen/mrz.js';
import { issueOf, PERSON } from '../../tools/specimen/person.js';

const today = new Date('2030-06-01T12:00:00Z');
const issue = issueOf('PK4071836', today);

describe('the machine-readable zones of specimens', () => {
  it('bear the check digits of ICAO 9303', () => {
    expect(['520727', 'AB2134<<<', 'D23145890'].map(checkDigit)).toEqual(['3', '5', '7']);
  });
  it.each([
    ['passport', passportLines(PERSON, issue), 'TD3'],
    ['card', cardLines(PERSON, issue), 'TD1'],
  ])('of a %s are valid to another reader', (_name, lines, format) => {
    const read = parse([...lines]);
    expect(read).toMatchObject({
      format,
      fields: {
        lastName: 'LINDGREN',
        firstName: 'ANNA KATARINA',
        documentNumber: 'PK4071836',
        birthDate: '960417',
        expirationDate: '330615',
        sex: 'female',
      },
    });
    // Nobody's state is none of those that it knows; all else holds.
    const wrong = read.details.filter(({ valid }) => !valid).map(({ field }) => field);
    expect(new Set(wrong)).toEqual(new Set(['issuingState', 'nationality']));
  });
  it('cut names that are too long', () => {
    const long = { ...PERSON, lastName: 'NILAVADHANANANDA', firstName: 'CHAYAPA', middleName: 'DEJTHAMRONG KRASUANG' };
    expect(passportLines(long, issue)[0]).toBe('P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K');
    expect(cardLines(long, issue)[2]).toHaveLength(30);
  });
});

describe('the barcode of a drawn licence', () => {
  beforeAll(prepareBarcodes);
  it('reads back as it was written, with right offset and length', async () => {
    const { back } = await drawSpecimen('DRIVER_LICENSE', today);
    const [found] = await readBarcodes(new Uint8Array(back!), { formats: ['PDF417'], textMode: 'Plain' });
    const payload = aamvaPayload(PERSON, issueOf('T64218350', today));
    expect(found?.text).toBe(payload);
    const [, offset, length] = /DL(\d{4})(\d{4})/.exec(payload)!.map(Number);
    expect(payload.slice(offset, offset! + 2)).toBe('DL');
    expect(payload).toHaveLength(offset! + length!);
  });
});

describe('a drawn document', () => {
  it('is a JPEG of a size that can be read, with a back where its kind has one', async () => {
    for (const type of SPECIMEN_TYPES) {
      const { front, back } = await drawSpecimen(type, today);
      const { format, width } = await sharp(front).metadata();
      expect({ format, wide: width > 1200 }).toEqual({ format: 'jpeg', wide: true });
      expect(back === undefined).toBe(type === 'PASSPORT');
    }
  });
});
