import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBirth } from '../../src/sanctions/matching/birth-date.js';
import { countryCode } from '../../src/sanctions/matching/countries.js';
import { NameIndex, LEAST_SIMILARITY } from '../../src/sanctions/matching/name-index.js';
import { nameSimilarity, prepareName } from '../../src/sanctions/matching/name-similarity.js';
import { ScreeningIndex } from '../../src/sanctions/matching/screening-index.js';
import type { ListedEntry, Subject } from '../../src/sanctions/sanctions.states.js';
import { parseBirth } from '../../tools/sanctions/dates.js';
import { parseRemarks } from '../../tools/sanctions/remarks.js';

const USUAL = 0.9;
const similarity = (one: string, other: string) => nameSimilarity(prepareName(one), prepareName(other));

describe('names of one person', () => {
  it.each([
    ['Sergei Lavrov', 'Сергей Лавров'],
    ['Sergei Lavrov', 'LAVROV, Sergey'],
    ['SergeiLavrov', 'Sergei Lavrov'],
    ['Sergei Lavrov', 'Sergey Viktorovich Lavrov'],
    ['Jose Garcia Muñoz', 'GARCÍA MUÑOZ, José'],
    ['Kim Jong-uun', 'Kim Jong Un'],
    ['Usama bin Ladin', 'Osama ibn Laden'],
    ["'Abd al-Aziz al-Nuristani", 'NURISTANI, Abdul Aziz'],
    ['Mohammed Ali Hassan', 'Muhammad Ali Hasan'],
    ['Bill Clinton', 'William Clinton'],
    ['习近平', 'Xi Jinping'],
    ['Sheikh Rashid Ahmad', 'Rashid Ahmed'],
    ['Le Van An', 'LE, Van An'],
  ])('%s is %s', (one, other) => expect(similarity(one, other)).toBeGreaterThanOrEqual(USUAL));
});

describe('names of two people', () => {
  it.each([
    ['George Bush', 'HABBASH, George'],
    ['Kim Song Min', 'KIM, Song Chol'],
    ['Emma Daniels', 'EMMA LLC'],
    ['Abdullah Ahmed al Hakim', 'AL HAKIM, Abdullah Yahya'],
    ['Maduro', 'MADURO MOROS, Nicolas'],
    ['Alexander Lukashevich', 'Alexander Lukashenko'],
    ['11420 CORP.', 'CORP'],
    ['Igor Deripaska', 'Oleg Deripaska'],
  ])('%s is not %s', (one, other) => expect(similarity(one, other)).toBeLessThan(USUAL));
});

const word = fc.string({ unit: fc.constantFrom(...'abdehiklmnorstuvyz'), minLength: 1, maxLength: 11 });
const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));

describe('the similarity of names', () => {
  it('is from 0 to 1, and 1 for the same words in any order', () =>
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), name, (words, other) => {
        const one = words.join(' ');
        expect(similarity(one, words.toReversed().join(' '))).toBeCloseTo(1, 9);
        expect(similarity(one, other)).toBeGreaterThanOrEqual(0);
        expect(similarity(one, other)).toBeLessThanOrEqual(1);
      }),
    ));

  it('is never raised by a word that the other name lacks', () =>
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 4 }), (words) => {
        const whole = words.join(' ');
        expect(similarity(`${whole} qqqqqq`, whole)).toBeLessThan(similarity(whole, whole));
      }),
    ));

  it('is found by the index wherever a look at every name finds it', () =>
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 30 }), name, fc.nat(), (names, other, pick) => {
        const index = new NameIndex();
        for (const listed of names) index.add(prepareName(listed));
        // A name of the list with a letter changed, or any other.
        const base = names[pick % names.length] ?? other;
        for (const asked of [other, base, base.replace(/[aeiou]/, 'u'), `${base} ${other}`]) {
          const query = prepareName(asked);
          const found = new Set(index.candidates(query));
          for (const [place, listed] of names.entries())
            if (nameSimilarity(query, prepareName(listed)) >= LEAST_SIMILARITY) expect(found).toContain(place);
        }
      }),
      { numRuns: 300 },
    ));
});

const PERSON: ListedEntry = {
  id: '1',
  type: 'INDIVIDUAL',
  names: [
    { text: 'Juan Carlos GARCIA LOPEZ', strength: 'PRIMARY' },
    { text: 'Carlos RAMOS', strength: 'WEAK' },
  ],
  programs: ['SDNT'],
  births: [{ from: '1963-07-28', to: '1963-07-28', circa: false }],
  countries: ['CO'],
  gender: 'MALE',
  ids: [{ type: 'Passport', number: 'P-0017003', country: 'CO' }],
  remarks: [],
};
async function screen(subject: Partial<Subject>, entry: Partial<ListedEntry> = {}) {
  const entries = [{ ...PERSON, ...entry }];
  const index = await ScreeningIndex.of([{ name: 'OFAC SDN', entries }]);
  return index.screen({ name: 'Juan Carlos Garcia Lopez', ids: [], ...subject })[0];
}

describe('a screening', () => {
  it('takes a bare name for a candidate, however exact', async () => {
    const found = await screen({});
    expect(found).toMatchObject({ corroborated: false, matchedFields: ['name'] });
    expect(found?.similarity).toBeGreaterThanOrEqual(USUAL);
    expect(found?.similarity).toBeLessThan(1);
    expect(found?.missingFields).toEqual(['birth_date', 'country', 'gender', 'id']);
  });

  it('is corroborated by a birth date that agrees, and dropped by one that contradicts', async () => {
    expect(await screen({ birthDate: '1963-07-28' })).toMatchObject({ corroborated: true, similarity: 1 });
    expect(await screen({ birthDate: '1963-11-02' })).toMatchObject({ corroborated: false });
    expect(await screen({ birthDate: '1981-07-28' })).toBeUndefined();
  });

  it('is certain where an id agrees, whatever the name and the birth date', async () => {
    const ids = [{ number: 'p0017003', country: 'COL' }];
    expect(await screen({ ids, birthDate: '1981-01-01' })).toMatchObject({ corroborated: true, similarity: 1 });
    expect(await screen({ ids, name: 'Somebody Else' })).toMatchObject({ similarity: 1, matchedFields: ['id'] });
    expect(await screen({ ids: [{ number: 'P0017003', country: 'ES' }], name: 'Somebody Else' })).toBeUndefined();
  });

  it('never takes a weak alias alone for a hit', async () => {
    expect((await screen({ name: 'Carlos Ramos' }))?.similarity).toBeLessThan(USUAL);
    const found = await screen({ name: 'Carlos Ramos', birthDate: '1963-07-28' });
    expect(found).toMatchObject({ corroborated: true, matchedName: 'Carlos RAMOS', strength: 'WEAK' });
  });

  it('finds no hit by a birth date where the names are not alike', async () => {
    const [bare, dated] = [
      await screen({ name: 'Pedro Garcia Lopez' }),
      await screen({ name: 'Pedro Garcia Lopez', birthDate: '1963-07-28' }),
    ];
    expect(Math.max(bare?.similarity ?? 0, dated?.similarity ?? 0)).toBeLessThan(USUAL);
  });

  it('makes less of one from another country or of another gender', async () => {
    const own = await screen({ country: 'COL', gender: 'MALE' });
    const other = await screen({ country: 'ES', gender: 'FEMALE' });
    expect(other?.similarity).toBeLessThan(own?.similarity ?? 0);
    expect(own?.matchedFields).toEqual(['name', 'country', 'gender']);
  });

  it('never finds a company', async () => {
    expect(await screen({ name: 'Garcia Trading' }, { type: 'ENTITY' })).toBeUndefined();
  });
});

describe('what lists say', () => {
  it.each([
    ['10 Dec 1948', '1948-12-10', '1948-12-10', false],
    ['1946', '1946-01-01', '1946-12-31', false],
    ['Feb 1964', '1964-02-01', '1964-02-29', false],
    ['circa 1951', '1951-01-01', '1951-12-31', true],
    ['1951 to 1953', '1951-01-01', '1953-12-31', false],
    ['01 Jan 1961 to 31 Dec 1962', '1961-01-01', '1962-12-31', false],
    ['Mar 1962 to Feb 1963', '1962-03-01', '1963-02-28', false],
    ['circa 1979-1982', '1979-01-01', '1982-12-31', true],
  ])('born %s', (text, from, to, circa) => expect(parseBirth(text)).toEqual({ from, to, circa }));

  it('agrees with a year, comes close to an estimate, contradicts another', () => {
    const born = (text: string) => [parseBirth(text)].filter((range) => range !== undefined);
    expect(compareBirth('1963-07-28', born('1963'))).toBe('AGREES');
    expect(compareBirth('1963-07-28', born('circa 1961'))).toBe('CLOSE');
    expect(compareBirth('1963-07-28', born('1960 to 1965'))).toBe('CLOSE');
    expect(compareBirth('1963-07-28', [...born('1950'), ...born('28 Jul 1963')])).toBe('AGREES');
    expect(compareBirth('1963-07-28', born('1971'))).toBe('CONTRADICTS');
    expect(compareBirth(undefined, born('1971'))).toBe('UNKNOWN');
  });

  it.each([
    ["a.k.a. 'ABU-'UMAR'.", ["ABU-'UMAR"]],
    ["a.k.a. ''ABD-AL-'IZ'; DOB 1970.", ["'ABD-AL-'IZ"]],
    ["a.k.a. 'BAKR, Abu'; a.k.a. 'H7'.", ['BAKR, Abu', 'H7']],
  ])('weak aliases in %s', (text, aliases) => expect(parseRemarks(text).weakAliases).toEqual(aliases));

  it.each([
    ['Syria', 'SY'],
    ['Korea, North', 'KP'],
    ['Congo, Democratic Republic of the', 'CD'],
    ['DEU', 'DE'],
    ['es', 'ES'],
    ['UTO', undefined],
  ])('%s is the country %s', (text, code) => expect(countryCode(text)).toBe(code));
});
