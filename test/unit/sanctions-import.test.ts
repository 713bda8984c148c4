import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SanctionsListRepository } from '../../src/sanctions/sanctions-list.repository.js';
import { Database } from '../../src/shared/database.js';
import { migrate } from '../../migrations/index.js';
import { importLists } from '../../tools/sanctions/import.js';
import { crowd, type DrawnPerson, writeCsvSet, writeXml } from '../support/sanctions-files.js';

const JUAN: DrawnPerson = {
  id: 90001,
  lastName: 'DOE EXAMPLE',
  firstName: 'Juan',
  born: '28 Jul 1963',
  strongAliases: ['DOE, John'],
  weakAliases: ["EL 'EJEMPLO', Grande"],
  statements: [
    'alt. DOB circa 1964',
    'POB Bogota, Colombia',
    'nationality Syria',
    'Gender Male',
    'Cedula No. 7650001 (Colombia)',
    'Linked To: EXAMPLE TRADING LTD.',
  ],
};

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await Database.open({});
  await migrate(database.system);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.system('sanctions_lists').delete();
  folder = await mkdtemp(join(tmpdir(), 'proofgate-lists-'));
  return () => rm(folder, { recursive: true, force: true });
});

const meter = { start: () => undefined, add: () => undefined, stop: () => undefined };
const take = (paths: readonly string[], force = false) =>
  importLists(database, paths, { force, clock: () => new Date('2026-09-20T00:00:00Z'), meter });
const lists = () => new SanctionsListRepository(database.system);
async function entryInForce(id: number) {
  const [list] = await lists().inForce();
  return (await lists().entriesOf(list?.id ?? '')).find((entry) => entry.id === String(id));
}

describe('a set of CSV files', () => {
  it('is read with aliases strong and weak, birth dates, countries and ids', async () => {
    const paths = await writeCsvSet(folder, [JUAN]);
    const [list] = await take(paths);
    const bytes = await Promise.all(paths.map((path) => readFile(path)));
    const sha256 = createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
    expect(list).toMatchObject({ name: 'OFAC SDN', count: 1, sha256 });
    expect(await entryInForce(90001)).toEqual({
      id: '90001',
      type: 'INDIVIDUAL',
      names: [
        { text: 'Juan DOE EXAMPLE', strength: 'PRIMARY' },
        { text: 'John DOE', strength: 'STRONG' },
        { text: "Grande EL 'EJEMPLO'", strength: 'WEAK' },
      ],
      programs: ['SDGT', 'IFSR'],
      births: [
        { from: '1963-07-28', to: '1963-07-28', circa: false },
        { from: '1964-01-01', to: '1964-12-31', circa: true },
      ],
      countries: ['SY'],
      gender: 'MALE',
      ids: [{ type: 'Cedula No.', number: '7650001', country: 'CO' }],
      remarks: ['POB Bogota, Colombia', 'Linked To: EXAMPLE TRADING LTD.'],
    });
  });

  it('goes on with remarks that were cut in the middle of a word', async () => {
    const statements = [`Additional Sanctions Information - ${'x'.repeat(940)}`];
    await take(await writeCsvSet(folder, [{ ...JUAN, statements, weakAliases: ['THE CUT ALIAS'] }]));
    expect((await entryInForce(90001))?.names.at(-1)).toEqual({ text: 'THE CUT ALIAS', strength: 'WEAK' });
  });

  it('may have a header line', async () => {
    const [main = '', ...others] = await writeCsvSet(folder, [JUAN]);
    const header = Array.from({ length: 12 }, (_, i) => `column${i}`).join(',');
    await writeFile(main, `${header}\r\n${await readFile(main, 'utf8')}`);
    expect((await take([main, ...others]))[0]?.count).toBe(1);
  });

  it('keeps the commas of a company', async () => {
    const [main = '', ...others] = await writeCsvSet(folder, []);
    const nulls = Array<string>(8).fill('-0- ').join(',');
    await writeFile(main, `7,"ALPHA, BETA & CO., LTD",-0- ,"CUBA",${nulls}\r\n`);
    await take([main, ...others]);
    expect(await entryInForce(7)).toMatchObject({ type: 'ENTITY', names: [{ text: 'ALPHA, BETA & CO., LTD' }] });
  });
});

describe('SDN.XML', () => {
  it('is read as it streams, with its day of publication', async () => {
    const [list] = await take([await writeXml(folder, [JUAN])]);
    expect(list).toMatchObject({ name: 'OFAC SDN', count: 1, publishedAt: new Date('2026-09-14T00:00:00Z') });
    expect(await entryInForce(90001)).toMatchObject({
      names: [{ text: 'Juan DOE EXAMPLE' }, { strength: 'STRONG' }, { strength: 'WEAK' }],
      births: [{ from: '1963-07-28', to: '1963-07-28', circa: false }],
      programs: ['SDGT'],
    });
  });
});

describe('the list in force stays', () => {
  const refusals: readonly (readonly [string, RegExp, () => Promise<readonly string[]>])[] = [
    ['an XML file that was cut', /unclosed tag/i, async () => [await cut(await writeXml(folder, crowd(100)))]],
    [
      'an XML file with fewer entries than it says',
      /100 entries/,
      async () => [await writeXml(folder, crowd(100), 101)],
    ],
    ['a file of another kind', /no SDN list/, async () => [await other('SDN.XML', '<html></html>')]],
    ['a set without its aliases', /alt\.csv/, async () => (await writeCsvSet(folder, crowd(100))).toSpliced(1, 1)],
    ['a set that was cut', /Quote Not Closed|columns/i, cutSet],
    ['a set of files of different days', /lacks/, mixedSet],
    ['an empty set', /no entry/, async () => writeCsvSet(folder, [])],
    ['a list that lost more than 5 %', /shrink from 100 to 94/, async () => writeCsvSet(folder, crowd(94))],
    [
      'a list given twice',
      /twice/,
      async () => [...(await writeCsvSet(folder, crowd(100))), await writeXml(folder, crowd(100))],
    ],
    ['a file that is not there', /cannot be read/, async () => [join(folder, 'sdn.xml')]],
  ];

  it.each(refusals)('for %s', async (_, reason, files) => {
    await take(await writeCsvSet(folder, crowd(100)));
    const before = await lists().inForce();
    await expect(take(await files())).rejects.toThrow(reason);
    expect(await lists().inForce()).toEqual(before);
    expect(await lists().entriesOf(before[0]?.id ?? '')).toHaveLength(100);
  });

  const cut = async (path: string) => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, text.length - 200));
    return path;
  };
  async function cutSet() {
    const paths = await writeCsvSet(folder, crowd(100));
    await cut(paths[0] ?? '');
    return paths;
  }
  async function mixedSet() {
    const alias = { ...JUAN, strongAliases: ['SOMEBODY, Else'] };
    const withAlias = await writeCsvSet(folder, [...crowd(100), alias]);
    const stale = await readFile(withAlias[1] ?? '');
    const paths = await writeCsvSet(folder, crowd(100));
    await writeFile(paths[1] ?? '', stale);
    return paths;
  }
  async function other(name: string, text: string) {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  }
});

describe('a new list', () => {
  it('takes the place of the old one, whose name, day and hash are remembered', async () => {
    await take(await writeCsvSet(folder, crowd(100)));
    const [old] = await lists().inForce();
    await take(await writeCsvSet(folder, crowd(96)));
    const inForce = await lists().inForce();
    expect(inForce).toHaveLength(1);
    expect(inForce[0]).toMatchObject({ count: 96 });
    expect(await database.system('sanctions_lists').where({ id: old?.id }).first()).toMatchObject({
      sha256: old?.sha256,
      content: null,
    });
  });

  it('may have lost many entries where that is insisted on', async () => {
    await take(await writeCsvSet(folder, crowd(100)));
    expect((await take(await writeCsvSet(folder, crowd(3)), true))[0]?.count).toBe(3);
  });
});
