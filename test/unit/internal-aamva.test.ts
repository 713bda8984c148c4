import { describe, expect, it } from 'vitest';
import { parseAamva } from '../../adapters/internal/barcode/aamva.js';
import { barcodeReading } from '../../adapters/internal/document/readings.js';

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
const fieldsOf = (elements: readonly string[], card?: Card) => parseAamva(payload(elements, card))?.fields;
/** As the reading of a document. */
function readingOf(text: string) {
  const document = parseAamva(text);
  return document && barcodeReading({ format: 'PDF417', text, bytes: new Uint8Array() }, document);
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
  it.each(['', 'https://example.org', '@\n\u001e\rNOTHING', 'ANSI 99999999', 'as ANSI 636014990000 says'])(
    'is not %j',
    (text) => {
      expect(parseAamva(text)).toBeUndefined();
    },
  );
});

describe('a licence', () => {
  it('is believed that says whose it is', () => {
    expect(readingOf(payload(PERSON))).toMatchObject({ accepted: true, type: 'DRIVER_LICENSE' });
  });
  it.each([
    ['a number', ['DAQ']],
    ['a birth date', ['DBB']],
    ['a name', ['DCS', 'DAC']],
  ])('is not believed without %s', (_, ids) => {
    const others = PERSON.filter((element) => !ids.some((id) => element.startsWith(id)));
    expect(readingOf(payload(others))?.accepted).toBe(false);
  });
  it('is not believed that is of another country than its issuer', () => {
    expect(readingOf(payload([...PERSON, 'DCGCAN']))?.accepted).toBe(false);
    expect(readingOf(payload([...PERSON, 'DCGCDN'], { issuer: '636028' }))?.accepted).toBe(true);
  });
  it('of an issuer that is not in the list may be one', () => {
    expect(readingOf(payload([...PERSON, 'DCGUSA'], { issuer: '636099' }))?.accepted).toBe(true);
  });
  it('is of the Northwest Territories', () => {
    expect(fieldsOf(PERSON, { issuer: '604434' })).toMatchObject({ issuingCountry: 'CAN', issuingState: 'NT' });
  });
});

describe('lost separators', () => {
  const names = ['DAQX1', 'DCSJORDAN', 'DACRANDALL', 'DADDAVID', 'DBB06061986', 'DCGUSA'];
  const whole = payload(names).replace(/\r$/, '\rZVZVA01\r');
  const said = {
    documentNumber: 'X1',
    lastName: 'JORDAN',
    firstName: 'RANDALL',
    middleName: 'DAVID',
    issuingCountry: 'USA',
  };

  it.each([
    ['all', whole.replace(/[\n\r\u001e]/g, '')],
    ['those of elements', whole.replaceAll('\n', '')],
    ['none, but written as |', whole.replace(/[\n\r\u001e]/g, '|')],
  ])('leave every value as it is: %s', (_, text) => {
    expect(parseAamva(text)?.fields).toMatchObject(said);
  });
  it('leave values in doubt', () => {
    expect(readingOf(whole)?.fields.lastName?.confidence).toBe(1);
    expect(readingOf(whole.replaceAll('\n', ''))?.fields.lastName?.confidence).toBeLessThan(1);
  });
});

describe('the header', () => {
  it('says the type, whatever else reads ID', () => {
    expect(parseAamva(payload([...PERSON, 'DAG100 IDDINGS LN']))?.type).toBe('DRIVER_LICENSE');
  });
  it.each(['DL', 'DL 051 278DL', 'DL ', 'DL00410278\nDL\n'])(
    'may lack its directory, or have it padded: %j',
    (start) => {
      expect(parseAamva(`@\n\u001e\rANSI 636000100001${start}${PERSON.join('\n')}\r`)?.fields.documentNumber).toBe(
        'T64235789',
      );
    },
  );
});

describe('names', () => {
  it('have no suffix from an alias', () => {
    expect(fieldsOf(['DAQX1', 'DCSSAMPLE', 'DBNJONES'])).not.toHaveProperty('nameSuffix');
  });
  it('of the first version have a suffix of their own', () => {
    expect(fieldsOf(['DAQX1', 'DABPUBLIC', 'DAEJR'], { version: '01' })).toMatchObject({ nameSuffix: 'JR' });
  });
  it('keep their places where one is empty', () => {
    const fields = fieldsOf(['DAQX1', 'DAADOE,JOHN,,JR'], { version: '01' });
    expect(fields).toMatchObject({ lastName: 'DOE', firstName: 'JOHN', nameSuffix: 'JR' });
    expect(fields).not.toHaveProperty('middleName');
  });
  it('that nothing parts are in doubt', () => {
    const fields = readingOf(payload(['DAQX1', 'DAADOE JOHN QUINCY'], { version: '01' }))?.fields;
    expect(fields?.lastName?.confidence).toBeLessThan(1);
    expect(fields?.documentNumber?.confidence).toBe(1);
  });
  it('may have the middle one beside given names', () => {
    expect(fieldsOf(['DAQX1', 'DCSSMITH', 'DCTJOHN', 'DADQUINCY'], { version: '03' })).toMatchObject({
      firstName: 'JOHN',
      middleName: 'QUINCY',
    });
  });
  it('and addresses are taken from where older versions have them if newer elements are empty', () => {
    expect(fieldsOf(['DAQX1', 'DCS', 'DABSMITH', 'DAJ', 'DAOVA', 'DAK', 'DAP23269'])).toMatchObject({
      lastName: 'SMITH',
      state: 'VA',
      postalCode: '23269',
    });
  });
});

describe('measures', () => {
  it.each([
    ['0210800000', '02108'],
    ['96819      1', '96819'],
    ['483064321  ', '48306-4321'],
    ['33040-0504', '33040-0504'],
    ['N1M 3J6    ', 'N1M 3J6'],
  ])('a postal code %j is %s', (raw, value) => {
    expect(fieldsOf(['DAQX1', `DAK${raw}`])?.postalCode).toBe(value);
  });
  it.each([
    ['DAU068 in', '68 in'],
    ['DAU170 CM', '170 cm'],
    ['DAU175', '175 cm'],
    ['DAU508 in', '68 in'],
    ['DAV175', '175 cm'],
  ])('a height %s is %s', (element, value) => {
    expect(fieldsOf(['DAQX1', element])?.height).toBe(value);
  });
});

describe('a magnetic stripe', () => {
  it('written into the barcode, as by British Columbia, says the same', () => {
    const tracks =
      '%BCVICTORIA^SPECIMEN,$TEST CARD^910 GOVERNMENT ST$VICTORIA BC  V8W 3Y8^?;6360282222222=340919820906=?' +
      `_%0A${'V8W3Y8'.padEnd(27)}M185 95BRNBLU9123456789?`;
    expect(readingOf(tracks)?.accepted).toBe(true);
    expect(parseAamva(tracks)?.fields).toEqual({
      documentNumber: '2222222',
      issuingCountry: 'CAN',
      issuingState: 'BC',
      lastName: 'SPECIMEN',
      firstName: 'TEST',
      middleName: 'CARD',
      street: '910 GOVERNMENT ST',
      city: 'VICTORIA',
      state: 'BC',
      postalCode: 'V8W 3Y8',
      birthDate: '1982-09-06',
      expiresAt: '2034-09-06',
      gender: 'MALE',
      height: '185 cm',
      weight: '95 kg',
      hairColor: 'BRO',
      eyeColor: 'BLU',
    });
  });
  it('of Texas tells feet and pounds, and of its expiry no day', () => {
    const tracks =
      '%TXAUSTIN^DOE$JOHN^12345 SHERBOURNE ST^?;63601538774194=150819810101?' +
      `#" ${'78729'.padEnd(11)}${'C'.padEnd(16)}1505130BLKBLK?`;
    expect(parseAamva(tracks)?.fields).toMatchObject({
      documentNumber: '38774194',
      firstName: 'JOHN',
      lastName: 'DOE',
      city: 'AUSTIN',
      birthDate: '1981-01-01',
      class: 'C',
      height: '65 in',
      weight: '130 lb',
    });
    expect(parseAamva(tracks)?.fields).not.toHaveProperty('expiresAt');
  });
  it('has no sign after a city of thirteen letters', () => {
    const tracks = '%BCPRINCE RUPERTDOE$ANN$LEE^1 MAIN ST^?;6360281234567=340519900515=?';
    expect(parseAamva(tracks)?.fields).toMatchObject({ city: 'PRINCE RUPERT', lastName: 'DOE', middleName: 'LEE' });
  });
});
