/** What OFAC's CSV says in its column of remarks, a statement at a time. */
import { countryCode } from '../../src/sanctions/matching/countries.js';
import type { ListedEntry, ListedId } from '../../src/sanctions/sanctions.states.js';
import { parseBirth } from './dates.js';

export type Stated = Pick<ListedEntry, 'births' | 'countries' | 'gender' | 'ids' | 'remarks'> & {
  readonly weakAliases: readonly string[];
};

type Draft = { -readonly [Field in keyof Stated]: Stated[Field] };

/** The first rule that fits takes a statement; what fits none is kept word for word. */
const RULES: readonly (readonly [RegExp, (draft: Draft, ...groups: string[]) => boolean])[] = [
  [/^(?:alt\. )?DOB (.+)$/, (draft, text = '') => added(draft, 'births', parseBirth(text))],
  [/^(?:alt\. )?(?:nationality|citizen) (.+)$/, (draft, name) => added(draft, 'countries', countryCode(name))],
  [/^Gender (Male|Female)$/, (draft, gender) => Boolean((draft.gender = gender === 'Male' ? 'MALE' : 'FEMALE'))],
  // The alias ends with the statement, not with the next quote: 'ABU-'UMAR'.
  [/^[afn]\.k\.a\. '(.+)'$/, (draft, alias) => added(draft, 'weakAliases', alias)],
  [/^(?:alt\. )?(.+)$/, (draft, text = '') => added(draft, 'ids', parseId(text))],
];

export function parseRemarks(text: string): Stated {
  const draft: Draft = { births: [], countries: [], gender: undefined, ids: [], remarks: [], weakAliases: [] };
  const statements = text
    .replace(/\.\s*$/, '')
    .split(/;\s+/)
    .map((statement) => statement.trim());
  for (const statement of statements.filter(Boolean)) {
    const taken = RULES.some(([form, take]) => {
      const match = form.exec(statement);
      return match !== null && take(draft, ...match.slice(1));
    });
    if (!taken) draft.remarks = [...draft.remarks, statement];
  }
  return draft;
}

function added<Field extends 'births' | 'countries' | 'ids' | 'weakAliases'>(
  draft: Draft,
  field: Field,
  value: Draft[Field][number] | undefined,
): boolean {
  if (value === undefined) return false;
  const values: readonly unknown[] = draft[field];
  Object.assign(draft, { [field]: [...values, value] });
  return true;
}

const ID =
  /^(Passport|National ID No\.|National Foreign ID Number|Identification Number|Identification Card No\.|Personal ID Card|Residency Number|SSN|Tax ID No\.|C\.U\.R\.P\.|R\.F\.C\.|Cedula No\.|Cedula de Ciudadania|D\.N\.I\.|NIT #|C\.U\.I\.P\.|C\.U\.I\.T\.|I\.F\.E\.|Driver's License No\.|RIF #|Numero de Identidad|Birth Certificate Number|Stateless Person ID Card|Turkish Identification Number|Afghan Money Service Provider License Number|Kenyan ID No\.|Bosnian Personal ID No\.|Credencial electoral|Electoral Registry No\.|V\.A\.T\. Number|UAE Identification|LE Number|License|Moroccan Personal ID No\.|Tazkira National ID Card|Pasaporte) (\S+)(?: \(([^)]+)\))?/;

function parseId(text: string): ListedId | undefined {
  const [, type, number, country] = ID.exec(text) ?? [];
  return type && number && /\d/.test(number) ? { type, number, country: countryCode(country) } : undefined;
}
