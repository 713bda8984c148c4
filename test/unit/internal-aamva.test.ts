import { describe, expect, it } from 'vitest';
import { parseAamva } from '../../adapters/internal/barcode/aamva.js';

interface Card {
  readonly issuer?: string;
  readonly version?: string;
  readonly type?: 'DL' | 'ID';
}
/** A payload as AAMVA's Annex D lays it out. */
function payload(elements: readonly string[], { issuer = '636000', version = '10', type = 'DL' }: Card = {}): string {
  const body = `${type}${elements.join('\n')}\r`;
  const header = version === '01' ? `${issuer}01` : `${issuer}${version}01`;
  const start = header.length + 21;
  const entry = `${type}${String(start).padStart(4, '0')}${String(body.length).padStart(4, '0')}`;
  return `@\n\u001e\rANSI ${header}01${entry}${body}`;
}
const PERSON = [
  'DAQT64235789',
  'DCSSAMPLE',
  'DACMICHAEL',
  'DADJOHN',
  'DBB06061986',
  'DBA12102034',
  'DBD06062019',
  'DBC1',
];

describe('the barcode of a licence', () => {
  it('gives what a card of 2020 says', () => {
    const text = payload([
      ...PERSON,
      'DCUJR',
      'DAG2300 WEST BROAD STREET',
      'DAIRICHMOND',
      'DAJVA',
      'DAK232690000  ',
      'DAU068 in',
      'DAYBRO',
      'DCGUSA',
    ]);
    expect(parseAamva(text)).toMatchObject({
      issuer: '636000',
      version: 10,
      type: 'DRIVER_LICENSE',
      fields: {
        documentNumber: 'T64235789',
        lastName: 'SAMPLE',
        firstName: 'MICHAEL',
        middleName: 'JOHN',
        nameSuffix: 'JR',
        birthDate: '1986-06-06',
        expiresAt: '2034-12-10',
        issuedAt: '2019-06-06',
        gender: 'MALE',
        street: '2300 WEST BROAD STREET',
        postalCode: '23269',
        height: '68 in',
        issuingState: 'VA',
        issuingCountry: 'USA',
      },
    });
  });
  it('of 2000 has one name, years first, and feet with inches', () => {
    const text = payload(['DAQ0123456', 'DAAPUBLIC,JOHN,Q', 'DAU509', 'DBA20311201', 'DBB19761123', 'DBCM'], {
      version: '01',
    });
    expect(parseAamva(text)).toMatchObject({
      version: 1,
      fields: { lastName: 'PUBLIC', firstName: 'JOHN', middleName: 'Q', birthDate: '1976-11-23', height: '69 in' },
    });
  });
  it('of Canada writes years first, of the United States months', () => {
    const dates = ['DAQX1', 'DBB19660306', 'DBA20300405'];
    expect(parseAamva(payload(dates, { issuer: '636012' }))?.fields.birthDate).toBe('1966-03-06');
    expect(parseAamva(payload(['DAQX1', 'DBB03061966']))?.fields.birthDate).toBe('1966-03-06');
  });
  it('may be of an identification card', () => {
    expect(parseAamva(payload(PERSON, { type: 'ID' }))).toMatchObject({
      type: 'IDENTIFICATION_CARD',
      fields: { documentNumber: 'T64235789' },
    });
  });
  it('keeps names that look like elements', () => {
    const text = payload(['DAQX1', 'DCSDADE', 'DACDACRE', 'DAG12 DAQUIRI WAY']);
    expect(parseAamva(text)?.fields).toMatchObject({ lastName: 'DADE', firstName: 'DACRE', street: '12 DAQUIRI WAY' });
  });
  it('is read with separators mangled or lost', () => {
    const whole = payload(PERSON);
    const fields = parseAamva(whole)?.fields;
    expect(parseAamva(whole.replaceAll('\n', '\r\n').replace('\u001e', ''))?.fields).toEqual(fields);
    expect(parseAamva(whole.replaceAll('\n', '\u0090\n\u0090'))?.fields).toEqual(fields);
    expect(parseAamva(whole.replace(/[\n\r\u001e]/g, ''))?.fields).toEqual(fields);
  });
  it('splits given names that stand together', () => {
    expect(parseAamva(payload(['DAQX1', 'DCSTESTER,', 'DCTMARY,ANN']))?.fields).toMatchObject({
      lastName: 'TESTER',
      firstName: 'MARY',
      middleName: 'ANN',
    });
  });
  it('says nothing where the card says none', () => {
    const fields = parseAamva(payload(['DAQX1', 'DADNONE', 'DAYUNK', 'DBA00000000', 'DBB02301980', 'DAU']))?.fields;
    expect(Object.keys(fields ?? {}).toSorted()).toEqual(['documentNumber', 'issuingCountry', 'issuingState']);
  });
  it('never hands on a social security number', () => {
    expect(JSON.stringify(parseAamva(payload([...PERSON, 'DBK123456789'])))).not.toContain('123456789');
  });
  it.each(['', 'https://example.org', '@\n\u001e\rNOTHING'])('is not %j', (text) => {
    expect(parseAamva(text)).toBeUndefined();
  });
});
