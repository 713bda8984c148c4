/** Whether what was read off a document is what was declared. */
import type { IdentityDocument } from '../document/document.service.js';
import { nameAmong, numberAmong, numberSimilarity } from '../document/similarity.js';
import type { Declared } from './identification.states.js';

/** One character that a camera confuses is forgiven; one that is another is not. */
const SAME_NUMBER = 0.95;

/** The number on the document that is the declared one, or simply its number where none was declared. */
export function numberOn(documents: readonly IdentityDocument[], { identityDocument }: Declared): string | undefined {
  const numbers = documents.flatMap(({ fields }) =>
    [fields.documentNumber, fields.refNumber].filter((number) => number !== undefined),
  );
  if (!identityDocument) return numbers[0];
  const wanted = identityDocument.documentNumber;
  const alike = numbers.find((number) => numberSimilarity(wanted, number) >= SAME_NUMBER);
  // A Spanish card bears its own number in the zone, and its holder's beside it.
  const zones = documents.flatMap(({ dataSource, accepted, raw }) =>
    dataSource === 'MRZ' && accepted && raw ? raw.split('\n') : [],
  );
  return alike ?? (numberAmong(wanted, zones) === 1 ? wanted : undefined);
}

/** The reasons why the names differ; none were declared, none can. */
export function differingNames(
  documents: readonly IdentityDocument[],
  { name = '', lastName = '' }: Declared,
  tolerance: number,
): string[] {
  if (!name && !lastName) return [];
  const print = documents.map(({ fields }) =>
    [fields.firstName, fields.middleName, fields.lastName, fields.nameSuffix].filter(Boolean).join(' '),
  );
  return nameAmong({ given: name, family: lastName }, print) >= tolerance ? [] : ['name_differs'];
}
