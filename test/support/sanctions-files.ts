import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A person of a list that a test draws, in OFAC's own words. */
export interface DrawnPerson {
  readonly id: number;
  readonly lastName: string;
  readonly firstName: string;
  /** E.g. 28 Jul 1963. */
  readonly born?: string;
  readonly strongAliases?: readonly string[];
  readonly weakAliases?: readonly string[];
  /** E.g. Passport P0017003 (Belize). */
  readonly statements?: readonly string[];
}

/** People of whom nobody is alike, to make a list long. */
export const crowd = (count: number): DrawnPerson[] =>
  Array.from({ length: count }, (_, i) => ({ id: 70_000 + i, lastName: spelled(i), firstName: `Q${spelled(i * 7)}` }));

const SYLLABLES = ['ba', 'do', 'ku', 'mi', 're', 'so', 'tu', 'vi', 'za', 'lo'];
const spelled = (number: number): string =>
  [...String(number + 1000)].map((digit) => SYLLABLES[Number(digit)] ?? '').join('');

const NULL = '-0- ';
const END = '\u001a';
const quoted = (text: string): string => (text === '' ? NULL : `"${text}"`);
const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\r\n`).join('') + END;
const LONGEST_REMARKS = 1000;

/** The four files of the set, as OFAC publishes them. Returns their paths. */
export async function writeCsvSet(folder: string, people: readonly DrawnPerson[]): Promise<string[]> {
  const remarks = new Map(people.map((person) => [person.id, remarksOf(person)]));
  const files = {
    'sdn.csv': people.map(({ id, lastName, firstName }) => {
      const name = quoted(`${lastName}, ${firstName}`);
      const cut = quoted((remarks.get(id) ?? '').slice(0, LONGEST_REMARKS));
      return [id, name, '"individual"', '"SDGT] [IFSR"', ...Array<string>(7).fill(NULL), cut].join(',');
    }),
    'alt.csv': people.flatMap(({ id, strongAliases = [] }) =>
      strongAliases.map((alias, i) => `${id},${id * 10 + i},"aka",${quoted(alias)},${NULL}`),
    ),
    'add.csv': people.map(({ id }) => `${id},${id},${NULL},"Havana","Cuba",${NULL}`),
    'sdn_comments.csv': people.flatMap(({ id }) => {
      const rest = (remarks.get(id) ?? '').slice(LONGEST_REMARKS);
      return rest ? [`${id},${quoted(rest)}`] : [];
    }),
  };
  return Promise.all(
    Object.entries(files).map(async ([name, rows]) => {
      const path = join(folder, name);
      await writeFile(path, lines(rows));
      return path;
    }),
  );
}

function remarksOf({ born, weakAliases = [], statements = [] }: DrawnPerson): string {
  const all = [
    ...(born ? [`DOB ${born}`] : []),
    ...statements,
    ...weakAliases.map((alias) => `a.k.a. '${alias}'`),
  ].join('; ');
  return all && `${all}.`;
}

/** SDN.XML with the elements that screening reads. */
export async function writeXml(folder: string, people: readonly DrawnPerson[], count = people.length): Promise<string> {
  const path = join(folder, 'SDN.XML');
  const aka = (category: string) => (name: string) =>
    `<aka><uid>1</uid><type>a.k.a.</type><category>${category}</category><lastName>${name}</lastName></aka>`;
  const entries = people.map(
    ({ id, lastName, firstName, born, strongAliases = [], weakAliases = [] }) => `<sdnEntry><uid>${id}</uid>
<firstName>${firstName}</firstName><lastName>${lastName}</lastName><sdnType>Individual</sdnType>
<programList><program>SDGT</program></programList>
<akaList>${[...strongAliases.map(aka('strong')), ...weakAliases.map(aka('weak'))].join('')}</akaList>
${born ? `<dateOfBirthList><dateOfBirthItem><uid>2</uid><dateOfBirth>${born}</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>` : ''}
</sdnEntry>`,
  );
  await writeFile(
    path,
    `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>09/14/2026</Publish_Date>
<Record_Count>${count}</Record_Count></publshInformation>${entries.join('\n')}</sdnList>`,
  );
  return path;
}
