/** From the gateway's fields to DLDV's elements, and from its indicators to flags. */
import {
  type DocumentType,
  LICENSE_FLAGS,
  type LicenseFlag,
  type LicenseMatches,
  type LicenseRequest,
  ProviderError,
} from '../../src/provider/contract.js';
import { element } from './envelope.js';
import type { ReadXml } from './reply.js';

const CATEGORIES: Readonly<Partial<Record<DocumentType, string>>> = { DRIVER_LICENSE: '1', IDENTIFICATION_CARD: '3' };
const EYES: readonly string[] = ['BLK', 'BLU', 'BRO', 'DIC', 'GRN', 'GRY', 'HAZ', 'MAR', 'PNK'];
const SEXES: Readonly<Record<string, string>> = { MALE: '1', FEMALE: '2' };

export interface Sender {
  readonly originatorId: string;
  /** P6 in AAMVA's test environment, else the state. */
  readonly destinationId: string;
  /** States that know only the first of two surnames. */
  readonly firstSurnameOnly: readonly string[];
}

/** Optional elements are left out, never empty. Throws refused where what every issuer needs is missing. */
export function requestOf(request: LicenseRequest, sender: Sender): string {
  const { fields, jurisdiction, type, idempotencyKey } = request;
  const { firstName, lastName, birthDate } = fields;
  const number = numberOf(fields.documentNumber, jurisdiction);
  if (!number) throw new ProviderError('refused', 'number_missing');
  if (!firstName || !lastName || !birthDate) throw new ProviderError('refused', 'name_or_birth_date_missing');
  const surname = sender.firstSurnameOnly.includes(jurisdiction) ? lastName.split(/\s+/)[0] : lastName;
  const address = [
    element('nc:AddressDeliveryPointText', fields.street),
    element('nc:LocationCityName', fields.city),
    element('nc:LocationStateUsPostalServiceCode', fields.state),
    element('nc:LocationPostalCode', /^\d{5}/.exec(fields.postalCode ?? '')?.[0]),
  ].join('');
  return [
    '<dldv:verifyDriverLicenseDataRequest><aa:ControlData><aa:MessageAddress>',
    element('aa:TransactionLocatorId', idempotencyKey.replace(/[^\w-]/g, '').slice(-40)),
    element('aa:MessageOriginatorId', sender.originatorId),
    element('aa:MessageDestinationId', sender.destinationId),
    '</aa:MessageAddress></aa:ControlData>',
    `<nc:DriverLicenseIdentification>${element('nc:IdentificationID', number)}</nc:DriverLicenseIdentification>`,
    element('aa:PersonBirthDate', birthDate),
    `<nc:PersonName>${element('nc:PersonGivenName', firstName)}${element('nc:PersonSurName', surname)}`,
    `${element('nc:PersonMiddleName', fields.middleName)}${element('nc:PersonNameSuffixText', fields.nameSuffix)}</nc:PersonName>`,
    address ? `<aa:Address>${address}</aa:Address>` : '',
    element('aa:PersonHeightMeasure', heightOf(fields.height)),
    element('aa:PersonWeightMeasure', weightOf(fields.weight)),
    element(
      'aa:PersonEyeColorCode',
      EYES.find((colour) => colour === fields.eyeColor),
    ),
    element('aa:PersonSexCode', SEXES[fields.gender ?? '']),
    element('aa:DriverLicenseIssueDate', fields.issuedAt),
    element('aa:DriverLicenseExpirationDate', fields.expiresAt),
    element('aa:DocumentCategoryCode', CATEGORIES[type]),
    '</dldv:verifyDriverLicenseDataRequest>',
  ].join('');
}

/** South Carolina writes eight digits. */
function numberOf(text: string | undefined, jurisdiction: string): string | undefined {
  const number = text?.replace(/\W/g, '');
  return number && jurisdiction === 'SC' ? number.padStart(8, '0') : number;
}

/** Feet, then inches of two digits: 510 is 5′10″. */
export function heightOf(text: string | undefined): string | undefined {
  const [, amount, unit] = /^(\d+) (in|cm)$/.exec(text ?? '') ?? [];
  if (!amount) return undefined;
  const inches = unit === 'cm' ? Math.round(Number(amount) / 2.54) : Number(amount);
  return `${Math.floor(inches / 12)}${String(inches % 12).padStart(2, '0')}`;
}

const weightOf = (text: string | undefined): string | undefined => {
  const [, amount, unit] = /^(\d+) (lb|kg)$/.exec(text ?? '') ?? [];
  return amount && String(unit === 'kg' ? Math.round(Number(amount) * 2.2046) : Number(amount));
};

const INDICATORS: Readonly<Record<LicenseFlag, readonly string[]>> = {
  documentNumber: ['DriverLicenseNumber'],
  documentExpiration: ['DriverLicenseExpirationDate'],
  documentIssue: ['DriverLicenseIssueDate'],
  documentCategory: ['DocumentCategory'],
  birthDate: ['PersonBirthDate'],
  sex: ['PersonSexCode'],
  eyeColor: ['PersonEyeColor'],
  height: ['PersonHeight'],
  weight: ['PersonWeight'],
  firstName: ['PersonFirstNameExact'],
  middleName: ['PersonMiddleNameExact'],
  lastName: ['PersonLastNameExact'],
  suffixName: ['PersonNameSuffix'],
  // Two lines are one street: the worse counts.
  street: ['AddressLine1', 'AddressLine2'],
  city: ['AddressCity'],
  state: ['AddressStateCode'],
  postalCode: ['AddressZIP5'],
};
const NAMES = { firstName: 'FirstName', middleName: 'MiddleName', lastName: 'LastName' } as const;
const REASONS = {
  firstName: 'first_name_similar',
  middleName: 'middle_name_similar',
  lastName: 'last_name_similar',
} as const;

/** An indicator that is absent was not answered, which is no "no". */
export function matchesOf(read: ReadXml): Omit<LicenseMatches, 'timings'> {
  const told = (name: string): boolean | null => {
    const text = read.texts.get(`${name}MatchIndicator`)?.[0]?.toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : null;
  };
  const worst = (names: readonly string[]): boolean | null => {
    const answers = names.map(told).filter((answer) => answer !== null);
    return answers.length === 0 ? null : answers.every(Boolean);
  };
  const flags = Object.fromEntries(
    LICENSE_FLAGS.map((flag) => [flag, worst(INDICATORS[flag])]),
  ) as LicenseMatches['flags'];
  if (Object.values(flags).every((flag) => flag === null)) throw new ProviderError('malformed', 'answer_invalid');
  const similar = (['firstName', 'middleName', 'lastName'] as const)
    .filter((name) => flags[name] === false && isSimilar(told, NAMES[name]))
    .map((name) => REASONS[name]);
  return { flags, reasons: [...missing(flags), ...similar], response: indicatorsOf(read) };
}

const isSimilar = (told: (name: string) => boolean | null, name: string): boolean =>
  ['FuzzyPrimary', 'FuzzyAlternate'].some((kind) => told(`Person${name}${kind}`) === true);

/** An unknown number comes alone; one of somebody deceased, or withdrawn, comes with the rest of the record. */
function missing(flags: LicenseMatches['flags']): string[] {
  if (flags.documentNumber !== false) return [];
  const isAlone = LICENSE_FLAGS.every((flag) => flag === 'documentNumber' || flags[flag] === null);
  return [isAlone ? 'not_found' : 'number_withdrawn'];
}

const indicatorsOf = ({ texts }: ReadXml): Record<string, boolean> =>
  Object.fromEntries(
    [...texts].flatMap(([name, [text]]) =>
      name.endsWith('MatchIndicator') ? [[name, text?.toLowerCase() === 'true']] : [],
    ),
  );
