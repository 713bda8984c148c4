/** OFAC's SDN.XML, read as it streams: an entry is kept as soon as it ends. */
import { basename } from 'node:path';
import { SaxesParser } from 'saxes';
import { countryCode } from '../../src/sanctions/matching/countries.js';
import {
  ENTRY_TYPES,
  type BirthRange,
  type ListedEntry,
  type ListedName,
} from '../../src/sanctions/sanctions.states.js';
import type { OpenFile } from './csv.js';
import { parseBirth } from './dates.js';
import { ImportError } from './import-error.js';

/** An element with what stands in it. */
interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

export interface XmlList {
  readonly entries: ListedEntry[];
  readonly publishedAt: Date | undefined;
}

/** @throws ImportError where the file is broken, or holds fewer entries than it says */
export async function readXml(path: string, open: OpenFile): Promise<XmlList> {
  const file = basename(path);
  const reader = new EntryReader();
  try {
    for await (const chunk of open(path)) reader.write(chunk);
    reader.end();
  } catch (error) {
    if (error instanceof Error && !('code' in error)) throw new ImportError(`${file}: ${error.message}`);
    throw error;
  }
  const { entries, head } = reader;
  const announced = Number(textOf(head, 'Record_Count'));
  if (!head || !Number.isInteger(announced)) throw new ImportError(`${file} is no SDN list: it has no Record_Count`);
  if (announced !== entries.length)
    throw new ImportError(`${file} holds ${entries.length} entries where it says ${announced}`);
  return { entries, publishedAt: americanDay(textOf(head, 'Publish_Date')) };
}

/** Builds small trees of one entry at a time; what lies outside of them is passed over. */
class EntryReader {
  readonly entries: ListedEntry[] = [];
  head: Element | undefined;
  private readonly parser = new SaxesParser();
  private readonly open: Element[] = [];

  constructor() {
    this.parser.on('error', (error) => {
      throw error;
    });
    this.parser.on('opentag', ({ name }) => this.begin(name.replace(/^.*:/, '')));
    this.parser.on('text', (text) => this.append(text));
    this.parser.on('cdata', (text) => this.append(text));
    this.parser.on('closetag', () => this.finish());
  }

  write(chunk: string): void {
    this.parser.write(chunk);
  }
  end(): void {
    this.parser.close();
  }

  private begin(name: string): void {
    const element: Element = { name, children: [], text: '' };
    if (this.open.length > 1) this.open.at(-1)?.children.push(element);
    this.open.push(element);
  }

  private append(text: string): void {
    const element = this.open.at(-1);
    if (element) element.text += text;
  }

  private finish(): void {
    const element = this.open.pop();
    if (!element || this.open.length !== 1) return;
    if (element.name === 'sdnEntry') this.entries.push(toEntry(element));
    if (element.name === 'publshInformation') this.head = element; // OFAC's own spelling
  }
}

const childrenOf = (element: Element | undefined, list: string): Element[] =>
  element?.children.find(({ name }) => name === list)?.children ?? [];
const textOf = (element: Element | undefined, name: string): string =>
  element?.children.find((child) => child.name === name)?.text.trim() ?? '';

function toEntry(element: Element): ListedEntry {
  const id = textOf(element, 'uid');
  const type = ENTRY_TYPES.find((known) => known === textOf(element, 'sdnType').toUpperCase());
  if (!/^\d+$/.test(id) || !type) throw new Error(`entry ${id || 'without uid'} has no known type`);
  const countries = [...childrenOf(element, 'nationalityList'), ...childrenOf(element, 'citizenshipList')]
    .map((item) => countryCode(textOf(item, 'country')))
    .filter((code) => code !== undefined);
  return {
    id,
    type,
    names: [named(element, 'PRIMARY'), ...childrenOf(element, 'akaList').map(aliasOf)].filter(
      ({ text }) => text !== '',
    ),
    programs: childrenOf(element, 'programList').map(({ text }) => text.trim()),
    births: childrenOf(element, 'dateOfBirthList').flatMap((item): BirthRange[] => {
      const birth = parseBirth(textOf(item, 'dateOfBirth'));
      return birth ? [birth] : [];
    }),
    countries: [...new Set(countries)],
    gender: genderOf(element),
    ids: childrenOf(element, 'idList').flatMap((item) => idOf(item)),
    remarks: [textOf(element, 'remarks')].filter(Boolean),
  };
}

const named = (element: Element, strength: ListedName['strength']): ListedName => ({
  text: [textOf(element, 'firstName'), textOf(element, 'lastName')].filter(Boolean).join(' '),
  strength,
});
const aliasOf = (aka: Element): ListedName =>
  named(aka, textOf(aka, 'category').toLowerCase() === 'weak' ? 'WEAK' : 'STRONG');

/** Genders stand among the ids. */
function genderOf(element: Element): ListedEntry['gender'] {
  const gender = childrenOf(element, 'idList').find((item) => textOf(item, 'idType') === 'Gender');
  return ({ Male: 'MALE', Female: 'FEMALE' } as const)[textOf(gender, 'idNumber')];
}

function idOf(item: Element): ListedEntry['ids'] {
  const [type, number] = [textOf(item, 'idType'), textOf(item, 'idNumber')];
  return /\d/.test(number) ? [{ type, number, country: countryCode(textOf(item, 'idCountry')) }] : [];
}

/** MM/DD/YYYY. */
function americanDay(text: string): Date | undefined {
  const [, month, day, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  return year ? new Date(`${year}-${month}-${day}T00:00:00Z`) : undefined;
}
