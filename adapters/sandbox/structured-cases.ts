/**
 * AAMVA's structured test plan as it is published: who is sent, and what the DMV answers. A flag that the plan leaves
 * open is not answered here, except the number of a record whose other fields it compares.
 */
import { LICENSE_FLAGS, type LicenseFlag, type LicenseMatches } from '../../src/provider/contract.js';

export interface StructuredCase {
  readonly name: string;
  /** Made up by AAMVA. */
  readonly person: string;
  readonly matches: readonly LicenseFlag[];
  readonly differs: readonly LicenseFlag[];
  readonly reasons: readonly string[];
}

const ALL = LICENSE_FLAGS;
const PERSON = ['documentNumber', 'firstName', 'lastName', 'birthDate'] as const;
const ADDRESS = ['street', 'city', 'state', 'postalCode'] as const;
const without = (flags: readonly LicenseFlag[]): LicenseFlag[] => ALL.filter((flag) => !flags.includes(flag));

const matching = (
  name: string,
  person: string,
  matches: readonly LicenseFlag[],
  differs: readonly LicenseFlag[] = [],
) => ({
  name,
  person,
  matches,
  differs,
  reasons: [] as string[],
});
const allBut = (name: string, person: string, ...differs: readonly LicenseFlag[]) =>
  matching(name, person, without(differs), differs);
const similar = (name: string, person: string, flag: LicenseFlag, reason: string) => ({
  ...allBut(name, person, flag),
  reasons: [reason],
});
const notFound = (name: string, person: string) => ({
  ...matching(name, person, [], ['documentNumber']),
  reasons: ['not_found'],
});

export const STRUCTURED_CASES: readonly StructuredCase[] = [
  matching('DLDVSTRUCTUREDTEST11', 'STEVEN BROWN, number, names and birth date match', [...PERSON, 'documentCategory']),
  allBut('DLDVSTRUCTUREDTEST12', 'STEVEN DANIEL BROWN JR, everything matches'),
  allBut('DLDVSTRUCTUREDTEST22', 'BROWN KATTY, the expiration differs', 'documentExpiration'),
  matching('DLDVLONGESTNAME123', 'FIRSTNAME LASTNAMEISLONGERXXXXXXXXX, number, names and birth date match', PERSON),
  matching(
    'DLDVLONGESTNAME456',
    'FIRSTNAMELONG MLONG LASTNAMELONGE, the street and what describes the person differ',
    [...PERSON, 'middleName', 'city', 'state', 'postalCode'],
    ['street', 'eyeColor', 'sex', 'height', 'weight', 'documentCategory', 'documentIssue', 'documentExpiration'],
  ),
  matching('PERMITCARD123', 'SMITH JOHNSON JR, a permit that matches', [...PERSON, 'suffixName']),
  matching(
    'PERMITCARD456',
    'JOHNSON SMITH SR, a permit of somebody else',
    ['documentNumber', 'sex', 'documentCategory', 'state'],
    [
      ...(['firstName', 'lastName', 'suffixName', 'birthDate', 'street', 'city', 'postalCode'] as const),
      ...(['documentIssue', 'documentExpiration'] as const),
    ],
  ),
  allBut('STATECARD123', 'JACKSON JACKSON, street and dates differ', 'street', 'documentIssue', 'documentExpiration'),
  matching(
    'STATECARD456',
    'MICHAEL A JACKSON Jr, first name, birth date and more differ',
    [
      ...(['documentNumber', 'lastName', 'middleName', 'suffixName', 'sex', 'documentCategory'] as const),
      ...(['city', 'state', 'height', 'weight', 'documentIssue'] as const),
    ],
    ['firstName', 'birthDate', 'eyeColor', 'street', 'postalCode', 'documentExpiration'],
  ),
  notFound('NOMATCH123', 'THEREISNOMATCH FORTHEDLDV, a number that nobody has'),
  {
    ...allBut('REPORTEDDECEASED1234', 'DECEASED PERSON, reported deceased', 'documentNumber'),
    reasons: ['number_withdrawn'],
  },
  matching('INCOMPLETEDATA123', 'NATIVE JERRY CHICAGO, a record with little in it', PERSON, [
    ...(['eyeColor', 'sex', 'documentCategory', 'height', 'weight', 'documentExpiration'] as const),
    ...ADDRESS,
  ]),
  matching(
    'DLDVFUZZYLOGICTEST11',
    'STEVEN SCOTT BROWN, no name is exactly the same',
    ['documentNumber', 'birthDate'],
    ['firstName', 'middleName', 'lastName'],
  ),
  matching(
    'DLDVSTRUCTUREDTEST13',
    'ELLI KING ROGER JR, last name, birth date and more differ',
    [
      ...(['documentNumber', 'firstName', 'sex', 'documentCategory', 'height', 'weight', 'documentIssue'] as const),
      ...ADDRESS,
    ],
    ['lastName', 'middleName', 'suffixName', 'birthDate', 'eyeColor', 'documentExpiration'],
  ),
  allBut('DLDVSTRUCTUREDTEST14', 'RUBY HASAN, city and dates differ', 'city', 'documentIssue', 'documentExpiration'),
  similar('DLDVSTRUCTUREDTEST12_STEPHEN', 'STEPHEN for STEVEN', 'firstName', 'first_name_similar'),
  similar('DLDVSTRUCTUREDTEST12_DANEEL', 'DANEEL for DANIEL', 'middleName', 'middle_name_similar'),
  similar('DLDVSTRUCTUREDTEST12_BARON', 'BARON for BROWN', 'lastName', 'last_name_similar'),
  allBut('DLDVSTRUCTUREDTEST16', 'JEFF JONES at his residence, everything matches'),
  allBut('DLDVSTRUCTUREDTEST16_MAILING', 'JEFF JONES at his mailing address', 'street', 'state', 'postalCode'),
  notFound('DLDVSTRUCTUREDTEST786', 'TIMMY DAN STONE JR, a number that nobody has'),
];

export const answerOf = ({ name, matches, differs, reasons }: StructuredCase): LicenseMatches => {
  const flagOf = (flag: LicenseFlag): boolean | null =>
    matches.includes(flag) ? true : differs.includes(flag) ? false : null;
  return {
    flags: Object.fromEntries(LICENSE_FLAGS.map((flag) => [flag, flagOf(flag)])) as LicenseMatches['flags'],
    reasons,
    timings: {},
    response: { scenario: name },
  };
};
