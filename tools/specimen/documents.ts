/** Documents of nobody, drawn with right check digits and a real barcode, to try the gateway with. */
import { aamvaPayload } from './aamva.js';
import { portrait } from './faces.js';
import { cardLines, passportLines } from './mrz.js';
import { issueOf, PERSON, type Issue, type Person } from './person.js';
import { pdf417, photograph, text, type Sheet } from './picture.js';

export interface Specimen {
  readonly front: Buffer;
  readonly back?: Buffer;
}
export const SPECIMEN_TYPES = ['DRIVER_LICENSE', 'IDENTITY_CARD', 'PASSPORT'] as const;
export type SpecimenType = (typeof SPECIMEN_TYPES)[number];

/** The machine-readable zone: ten characters to the inch. */
const ZONE = { size: 3.65, pitch: 2.54 };
const ZONE_LINE = 6.35;
const LABEL = { size: 2.1, colour: '#3b5a78' };
const VALUE = { size: 3.1 };
const TITLE = { size: 4.4, colour: '#243a5e' };

const CARD: Sheet = { width: 85.6, height: 54, tint: '#e9eff2', ink: '#4a7f8c' };
const PAGE: Sheet = { width: 125, height: 88, tint: '#f0ece4', ink: '#8a6d4a' };

/** Draws a document that is valid on this day. */
export async function drawSpecimen(type: SpecimenType, today: Date, person: Person = PERSON): Promise<Specimen> {
  return DRAWN[type](person, today);
}

const DRAWN: Record<SpecimenType, (person: Person, today: Date) => Promise<Specimen>> = {
  PASSPORT: async (person, today) => ({
    front: await passportPage(person, issueOf(person.documentNumber ?? 'PK4071836', today)),
  }),
  IDENTITY_CARD: async (person, today) => {
    const issue = issueOf(person.documentNumber ?? 'KD7305918', today);
    const lines = cardLines(person, issue).map((line, i) => text(4.7, 33 + i * ZONE_LINE, line, ZONE));
    return { front: await cardFront(person, issue), back: await photograph(CARD, lines) };
  },
  DRIVER_LICENSE: async (person, today) => {
    const issue = issueOf(person.documentNumber ?? 'T64218350', today);
    return { front: await licenseFront(person, issue), back: await licenseBack(person, issue) };
  },
};

/** A label with its value under it. */
const labelled = (x: number, y: number, label: string, value: string): string =>
  text(x, y, label, LABEL) + text(x, y + 4, value, VALUE);

async function passportPage(person: Person, issue: Issue): Promise<Buffer> {
  const zone = passportLines(person, issue).map((line, i) => text(6.6, 75 + i * ZONE_LINE, line, ZONE));
  const print = [
    text(6, 9, 'PASSPORT', TITLE),
    labelled(46, 13, 'Type', 'P'),
    labelled(62, 13, 'Code', 'UTO'),
    labelled(82, 13, 'Passport No.', issue.number),
    labelled(46, 22, 'Surname', person.lastName),
    labelled(46, 31, 'Given names', `${person.firstName} ${person.middleName}`),
    labelled(46, 40, 'Date of birth', spelled(person.birthDate)),
    labelled(92, 40, 'Sex', person.gender),
    labelled(46, 49, 'Date of issue', spelled(issue.issuedAt)),
    labelled(46, 58, 'Date of expiry', spelled(issue.expiresAt)),
  ];
  return photograph(PAGE, [...print, ...zone], { x: 6, y: 16, width: 36, height: 45, photo: await portrait() });
}

async function cardFront(person: Person, issue: Issue): Promise<Buffer> {
  const print = [
    text(4, 7.5, 'IDENTITY CARD', TITLE),
    labelled(33, 13, 'Card No.', issue.number),
    labelled(33, 21, 'Surname', person.lastName),
    labelled(33, 29, 'Given names', `${person.firstName} ${person.middleName}`),
    labelled(33, 37, 'Date of birth', spelled(person.birthDate)),
    labelled(70, 37, 'Sex', person.gender),
    labelled(33, 45, 'Date of expiry', spelled(issue.expiresAt)),
  ];
  return photograph(CARD, print, { x: 4, y: 13, width: 25.6, height: 32, photo: await portrait() });
}

async function licenseFront(person: Person, issue: Issue): Promise<Buffer> {
  const name = `${person.firstName} ${person.middleName}`;
  const print = [
    text(4, 7.5, 'DRIVER LICENSE', TITLE),
    text(68, 7.5, 'USA', TITLE),
    text(33, 14, '4d DLN', LABEL) + text(44, 14, issue.number, VALUE),
    text(33, 19.5, '4b EXP', LABEL) + text(44, 19.5, american(issue.expiresAt), VALUE),
    text(33, 25, '1', LABEL) + text(36, 25, person.lastName, VALUE),
    text(33, 29.5, '2', LABEL) + text(36, 29.5, name, VALUE),
    text(33, 34.5, '8', LABEL) + text(36, 34.5, person.street, VALUE),
    text(36, 39, `${person.city}, ${person.state} ${person.postalCode}`, VALUE),
    text(33, 44, '3 DOB', LABEL) + text(44, 44, american(person.birthDate), VALUE),
    text(33, 49, '15 SEX', LABEL) + text(44, 49, person.gender, VALUE),
    text(50, 49, '16 HGT', LABEL) + text(60, 49, '66 in', VALUE),
    text(66, 44, '18 EYES', LABEL) + text(77, 44, 'BLU', VALUE),
    text(66, 14, '9 CLASS', LABEL) + text(78, 14, 'D', VALUE),
    text(4, 49, '4a ISS', LABEL) + text(14, 49, american(issue.issuedAt), { size: 2.5 }),
  ];
  return photograph(CARD, print, { x: 4, y: 11, width: 25.6, height: 32, photo: await portrait() });
}

async function licenseBack(person: Person, issue: Issue): Promise<Buffer> {
  const print = [
    pdf417(6, 6, 73.6, 18, aamvaPayload(person, issue)),
    text(6, 33, 'CLASS D', VALUE),
    text(6, 38, '9a ENDORSEMENTS NONE', { size: 2.4 }),
    text(6, 43, '12 RESTRICTIONS NONE', { size: 2.4 }),
    text(6, 48, `DOB ${american(person.birthDate)}`, { size: 2.4 }),
  ];
  return photograph(CARD, print);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const spelled = (date: string): string =>
  `${date.slice(8, 10)} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
const american = (date: string): string => `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
