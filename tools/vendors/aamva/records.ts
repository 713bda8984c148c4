/** Who is on file: people of AAMVA's structured test plan, as the plan stores them. */
export type Sent = Readonly<Record<string, string>>;

const BROWN = {
  birthDate: '1980-01-01',
  firstName: 'STEVEN',
  lastName: 'BROWN',
  middleName: 'DANIEL',
  suffix: 'JR',
  street: '4301 Wilson Blvd',
  city: 'Arlington',
  state: 'VA',
  zip: '22203',
  height: '510',
  weight: '200',
  eyes: 'BRO',
  sex: '1',
  issued: '2011-10-10',
  expires: '2023-10-10',
  category: '1',
};
const RECORDS: Readonly<Record<string, Sent>> = {
  DLDVSTRUCTUREDTEST11: { birthDate: '1980-01-01', firstName: 'STEVEN', lastName: 'BROWN', category: '1' },
  DLDVSTRUCTUREDTEST12: BROWN,
  DLDVSTRUCTUREDTEST22: {
    ...BROWN,
    birthDate: '1982-12-23',
    firstName: 'BROWN',
    lastName: 'KATTY',
    middleName: '',
    suffix: '',
    street: '123 GREEN RD',
    city: 'ASHBURN',
    zip: '20148',
    expires: '2022-11-11',
  },
  DLDVLONGESTNAME123: { birthDate: '1980-02-29', firstName: 'FIRSTNAME', lastName: 'LASTNAMEISLONGERXXXXXXXXX' },
  PERMITCARD123: { birthDate: '1980-02-29', firstName: 'SMITH', lastName: 'JOHNSON', suffix: 'JR' },
  DLDVFUZZYLOGICTEST11: { birthDate: '1980-01-01', firstName: 'STEFAN', lastName: 'BRAUNE', middleName: 'SKOTT' },
};
/** On file, with a number that is not valid any more. */
const WITHDRAWN: Readonly<Record<string, Sent>> = {
  REPORTEDDECEASED1234: { birthDate: '1956-05-31', firstName: 'DECEASED', lastName: 'PERSON', middleName: 'IS' },
};

const INDICATORS: Readonly<Record<string, string>> = {
  birthDate: 'PersonBirthDate',
  firstName: 'PersonFirstNameExact',
  lastName: 'PersonLastNameExact',
  middleName: 'PersonMiddleNameExact',
  suffix: 'PersonNameSuffix',
  street: 'AddressLine1',
  city: 'AddressCity',
  state: 'AddressStateCode',
  zip: 'AddressZIP5',
  height: 'PersonHeight',
  weight: 'PersonWeight',
  eyes: 'PersonEyeColor',
  sex: 'PersonSexCode',
  issued: 'DriverLicenseIssueDate',
  expires: 'DriverLicenseExpirationDate',
  category: 'DocumentCategory',
};
/** As the plan has them: STEPHEN, DANEEL and BARON are near enough. */
const SIMILAR = [
  ['STEVEN', 'STEPHEN'],
  ['DANIEL', 'DANEEL'],
  ['BROWN', 'BARON'],
];

export function compare(number: string, sent: Sent): Record<string, boolean> {
  const record = RECORDS[number] ?? WITHDRAWN[number];
  const found: Record<string, boolean> = { DriverLicenseNumber: number in RECORDS };
  for (const [name, value] of Object.entries(sent)) {
    const stored = record?.[name];
    const indicator = INDICATORS[name];
    if (!stored || !value || !indicator) continue;
    const isSame = stored.toUpperCase() === value.toUpperCase();
    found[indicator] = isSame;
    const isNear = isSame || SIMILAR.some((pair) => pair.includes(stored) && pair.includes(value));
    if (!indicator.endsWith('NameExact') || isSame) continue;
    found[indicator.replace('Exact', 'FuzzyPrimary')] = isNear;
    found[indicator.replace('Exact', 'FuzzyAlternate')] = isNear;
  }
  return found;
}
