import {
  type DocumentField,
  LICENSE_FLAGS,
  type LicenseFlag,
  type LicenseMatches,
  type LicenseRequest,
  ProviderError,
} from '../../src/provider/contract.js';
import { answerOf, STRUCTURED_CASES } from './structured-cases.js';

const FIELDS: Readonly<Record<Exclude<LicenseFlag, 'documentCategory'>, DocumentField>> = {
  documentNumber: 'documentNumber',
  documentExpiration: 'expiresAt',
  documentIssue: 'issuedAt',
  birthDate: 'birthDate',
  sex: 'gender',
  eyeColor: 'eyeColor',
  height: 'height',
  weight: 'weight',
  firstName: 'firstName',
  middleName: 'middleName',
  lastName: 'lastName',
  suffixName: 'nameSuffix',
  street: 'street',
  city: 'city',
  state: 'state',
  postalCode: 'postalCode',
};

/** A structured test case where one is asked for, or is who was sent; else whatever was sent is on file. */
export function matchLicense({ scenario, fields }: LicenseRequest): LicenseMatches {
  const name = scenario ?? fields.documentNumber;
  const found = STRUCTURED_CASES.find((known) => known.name === name);
  if (found) return answerOf(found);
  if (scenario !== undefined) throw new ProviderError('refused', 'unknown_scenario');
  if (fields.documentNumber === undefined) throw new ProviderError('refused', 'number_missing');
  const flagOf = (flag: LicenseFlag) =>
    flag === 'documentCategory' || fields[FIELDS[flag]] !== undefined ? true : null;
  const flags = Object.fromEntries(LICENSE_FLAGS.map((flag) => [flag, flagOf(flag)])) as LicenseMatches['flags'];
  return { flags, reasons: [], timings: {}, response: { scenario: 'pass' } };
}
