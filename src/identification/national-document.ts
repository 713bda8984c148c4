import { stdnum } from 'stdnum';
import type { DocumentType } from '../provider/contract.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Mode } from '../shared/principal.js';
import type { HolderDocument, NationalDocumentType } from './identification.states.js';

export interface GivenDocument {
  readonly documentNumber: string;
  readonly documentType: NationalDocumentType;
  readonly country?: string | null | undefined;
}
const PATH = 'input.identityDocument';
const LONGEST_NUMBER = 40;

/** What holders show: a NIF stands on an identity card, an NIE on a residence permit. */
export const SHOWN_AS = {
  NIF: 'IDENTITY_CARD',
  NIE: 'RESIDENCE_PERMIT',
  PASSPORT: 'PASSPORT',
} as const satisfies Record<NationalDocumentType, DocumentType>;

/** Whether a Spanish number bears its own check letter; other numbers have none that could be told. */
export const hasRightLetter = (type: NationalDocumentType, number: string): boolean =>
  type !== 'PASSPORT' && CHECKS[type](number);
const isValid = (name: 'dni' | 'nie' | 'nif', number: string): boolean =>
  stdnum['ES']?.[name]?.validate(number).isValid === true;
const CHECKS = {
  // NIFs of people without a DNI begin with a letter; those of companies are nobody's to sign with.
  NIF: (number: string) => isValid('dni', number) || (/^[KLM]/i.test(number) && isValid('nif', number)),
  NIE: (number: string) => isValid('nie', number),
};

/**
 * The document as it is kept, and what is wrong with it all the same: SANDBOX takes numbers that LIVE refuses.
 * @throws DomainError BAD_USER_INPUT, DOCUMENT_NUMBER_INVALID
 */
export function checkDocument(given: GivenDocument, mode: Mode): { document: HolderDocument; warnings: string[] } {
  const { documentType } = given;
  const documentNumber = given.documentNumber.toUpperCase().replace(/[\s.-]/g, '');
  if (!/^[A-Z0-9]+$/.test(documentNumber) || documentNumber.length > LONGEST_NUMBER)
    throw badInput(`${PATH}.documentNumber`, 'must be letters and digits');
  const country = countryOf(given);
  const isWrong = documentType !== 'PASSPORT' && !hasRightLetter(documentType, documentNumber);
  if (isWrong && mode === 'LIVE')
    throw new DomainError('DOCUMENT_NUMBER_INVALID', {
      issues: [{ path: `${PATH}.documentNumber`, message: 'does not bear the right check letter' }],
    });
  return {
    document: { documentNumber, documentType, country },
    warnings: isWrong ? ['document_number_invalid'] : [],
  };
}

function countryOf({ documentType, country }: GivenDocument): string {
  if (documentType === 'PASSPORT') {
    if (!country) throw badInput(`${PATH}.country`, 'is required for a passport');
    return country;
  }
  if (country && country !== 'ES') throw badInput(`${PATH}.country`, `is ES for ${documentType}`);
  return 'ES';
}
