/** Writes what a North American licence bears in its barcode (AAMVA DL/ID Card Design Standard 2020, version 10). */
import type { Issue, Person } from './person.js';

/** The issuer that the standard's own example names. */
const ISSUER = '636000';
const VERSION = '10';
const JURISDICTION_VERSION = '00';
const SUBFILES = '01';
const HEADER_LENGTH = 31;

const date = (text: string): string => `${text.slice(5, 7)}${text.slice(8, 10)}${text.slice(0, 4)}`;

function elementsOf(person: Person, issue: Issue): Record<string, string> {
  return {
    DAQ: issue.number,
    DCS: person.lastName,
    DDE: 'N',
    DAC: person.firstName,
    DDF: 'N',
    DAD: person.middleName,
    DDG: 'N',
    DCA: 'D',
    DCB: 'NONE',
    DCD: 'NONE',
    DBD: date(issue.issuedAt),
    DBB: date(person.birthDate),
    DBA: date(issue.expiresAt),
    DBC: person.gender === 'M' ? '1' : '2',
    DAU: '066 in',
    DAY: 'BLU',
    DAG: person.street,
    DAI: person.city,
    DAJ: person.state,
    DAK: `${person.postalCode}0000  `,
    DCF: '2424244747474786102204',
    DCG: 'USA',
    DAZ: 'RED',
    DDA: 'F',
    DDB: '09162020',
  };
}

export function aamvaPayload(person: Person, issue: Issue): string {
  const lines = Object.entries(elementsOf(person, issue)).map(([id, value]) => id + value);
  const subfile = `DL${lines.join('\n')}\r`;
  const four = (value: number): string => String(value).padStart(4, '0');
  const directory = `DL${four(HEADER_LENGTH)}${four(subfile.length)}`;
  return `@\n\u001e\rANSI ${ISSUER}${VERSION}${JURISDICTION_VERSION}${SUBFILES}${directory}${subfile}`;
}
