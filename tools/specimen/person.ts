/** Who the specimens are about: nobody. */
export interface Person {
  /** Capitals A to Z, spaces and hyphens: all that a machine-readable zone and OCR-B can write. */
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
  readonly birthDate: string;
  readonly gender: 'F' | 'M';
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** Of the document; else the one that specimens of its type bear. */
  readonly documentNumber?: string;
}

/** Of a document; dates as YYYY-MM-DD. */
export interface Issue {
  readonly number: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
}

export const PERSON: Person = {
  lastName: 'LINDGREN',
  firstName: 'ANNA',
  middleName: 'KATARINA',
  birthDate: '1996-04-17',
  gender: 'F',
  street: '214 WINDMILL ROAD',
  city: 'ASHFORD',
  state: 'VA',
  postalCode: '23187',
};

/** A document that is two years old and has three years to go. */
export function issueOf(number: string, today: Date): Issue {
  const years = (count: number): string => `${today.getUTCFullYear() + count}-${today.toISOString().slice(5, 8)}15`;
  return { number, issuedAt: years(-2), expiresAt: years(3) };
}
