import { describe, expect, it } from 'vitest';
import { readPrintedSide } from '../../adapters/internal/document/print/reading.js';
import type { TextLine } from '../../src/provider/contract.js';

const at = (text: string, index: number): TextLine => ({
  text,
  confidence: 0.97,
  polygon: [
    [0, index * 40],
    [text.length * 14, index * 40],
    [text.length * 14, index * 40 + 28],
    [0, index * 40 + 28],
  ],
});

/** What the print of a front gives of which no country is known, one line under another. */
function printed(...texts: string[]): Record<string, string> {
  const request = { idempotencyKey: 'one', image: { bytes: Buffer.from('') }, side: 'FRONT', type: 'UNKNOWN' } as const;
  const reading = readPrintedSide(texts.map(at), request, undefined);
  return Object.fromEntries(Object.entries(reading?.fields ?? {}).map(([name, { value }]) => [name, value]));
}

describe('the number of a licence', () => {
  it.each([
    ['Polish', '4d. 85020112345', '5. 00001/12/1234', '00001/12/1234'],
    ['Dutch', '4d. 999999990', '5. 5421013801', '5421013801'],
    ['Swedish', '4d. 850201-1234', '5. 12 345678 9', '12 345678 9'],
    ['British', '4c. DVLA', '5. MORGA753116SM9IJ 35', 'MORGA753116SM9IJ 35'],
  ])('is field 5 on a %s one, and never the number of its holder', (_state, field4, field5, number) => {
    expect(printed('4a. 10.10.2013', field4, field5)).toMatchObject({ documentNumber: number });
    expect(printed(field4, '4a. 10.10.2013')).not.toHaveProperty('documentNumber');
  });
  it.each(['4d DLN S12345678', '4d NUMBER S12345678', '4dLIC#:S12345678', '4d S12345678'])(
    'is field 4d on an American one: %s',
    (field4) => {
      expect(printed(field4, '3 DOB 03/04/1990', '4a. ISS 05/06/2020', '5.DD 1234567')).toMatchObject({
        documentNumber: 'S12345678',
      });
    },
  );
});

describe('a printed number', () => {
  it.each([
    [['NUMERO DOCUMENTO', '123.456.789'], '123.456.789'],
    [['NUMERO 1.234.567.890'], '1.234.567.890'],
    [['NUMBER 00001/12/1234'], '00001/12/1234'],
    [['CARD NO 15-239-1250'], '15-239-1250'],
    [['NUMERO 01021985'], '01021985'],
  ])('%j is read whole, as it is printed', (lines, number) => {
    expect(printed(...lines)).toMatchObject({ documentNumber: number });
  });
  it.each([['3 DOB 03/04/1990'], ['123'], ['01/02/2015'], ['01.02.2015']])('is not %s under its label', (value) => {
    expect(printed('DOCUMENT NO', value)).not.toHaveProperty('documentNumber');
  });
});

describe('a printed name', () => {
  it('is none of an address', () => {
    const { lastName, firstName } = printed('NAME SMITH', '2ND FLOOR', '1ST AVENUE WEST');
    expect({ lastName, firstName }).toEqual({ lastName: 'SMITH', firstName: undefined });
    expect(printed('1ST AVENUE WEST')).toEqual({});
  });
  it('may begin as an ordinal ends', () => {
    expect(printed('1. ST CLAIR', '2. NDIAYE')).toEqual({ lastName: 'ST CLAIR', firstName: 'NDIAYE' });
  });
});

describe('a printed date', () => {
  it.each([
    ['FECHA DE EXPEDICION', 'FECHA DE VENCIMIENTO'],
    ['FECHA DE EMISION', 'VENCE'],
    ['DATA DE EXPEDICAO', 'VALIDADE'],
  ])('after %s is of issue, after %s of expiry', (issued, expires) => {
    expect(printed(`${issued} 01/02/2015`, `${expires} 03/02/2030`)).toEqual({
      issuedAt: '2015-02-01',
      expiresAt: '2030-02-03',
    });
  });
  it('in Provence is none of expiry', () => {
    expect(printed('AIX-EN-PROVENCE 01/02/1980')).not.toHaveProperty('expiresAt');
  });
  it.each(["DRIVER'S LICENSE", 'OPERATOR LICENSE'])('under %s begins with the month', (title) => {
    expect(printed(title, 'DOB 03/04/1990')).toMatchObject({ birthDate: '1990-03-04' });
  });
  it('under DRIVING LICENCE begins with the day', () => {
    expect(printed('DRIVING LICENCE', 'DOB 03/04/1990')).toMatchObject({ birthDate: '1990-04-03' });
  });
});
