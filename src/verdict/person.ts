import type { MergedDocument } from '../document/merge.js';
import type { Gender } from '../provider/contract.js';
import type { Person } from '../session/session.states.js';

const NAMES = ['firstName', 'middleName', 'lastName', 'nameSuffix', 'birthDate'] as const;
const GENDERS: Readonly<Record<string, Gender>> = { MALE: 'MALE', FEMALE: 'FEMALE', UNSPECIFIED: 'UNSPECIFIED' };

/** Who the document says the subject is, beside what the caller calls them. */
export function personOf(known: Person, { fields }: MergedDocument): Person {
  const read = NAMES.flatMap((name) => {
    const value = fields[name]?.value;
    return value === undefined ? [] : [[name, value] as const];
  });
  const gender = GENDERS[fields.gender?.value ?? ''];
  return {
    ...(known.externalId === undefined ? {} : { externalId: known.externalId }),
    ...Object.fromEntries(read),
    ...(gender ? { gender } : {}),
  };
}
