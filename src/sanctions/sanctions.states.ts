/** What a list of sanctioned people says, and what a screening finds in it. */

/** The lists that are known, by OFAC's own names for them. */
export const LIST_NAMES = ['OFAC SDN', 'OFAC Consolidated'] as const;
export type ListName = (typeof LIST_NAMES)[number];

/** Weak aliases are so common or so vague that none of them is a hit by itself. */
export type NameStrength = 'PRIMARY' | 'STRONG' | 'WEAK';
export interface ListedName {
  readonly text: string;
  readonly strength: NameStrength;
}

/** When somebody was born, as far as the list knows: the first and the last day it may have been, YYYY-MM-DD. */
export interface BirthRange {
  readonly from: string;
  readonly to: string;
  /** Estimated by the list itself. */
  readonly circa: boolean;
}
export interface ListedId {
  /** As the list names it, e.g. Passport. */
  readonly type: string;
  readonly number: string;
  /** ISO 3166-1 alpha-2, where the list names one that there is. */
  readonly country: string | undefined;
}

export const ENTRY_TYPES = ['INDIVIDUAL', 'ENTITY', 'VESSEL', 'AIRCRAFT'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** One person, company, vessel or aircraft of a list. */
export interface ListedEntry {
  /** The list's own id of it. */
  readonly id: string;
  readonly type: EntryType;
  /** The primary one first; given names before family names. */
  readonly names: readonly ListedName[];
  readonly programs: readonly string[];
  readonly births: readonly BirthRange[];
  /** Nationalities and citizenships, ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly gender: 'MALE' | 'FEMALE' | undefined;
  readonly ids: readonly ListedId[];
  /** Statements that fit no field above, word for word. */
  readonly remarks: readonly string[];
}

/** Which version of a list was asked: remembered with every result. */
export interface ListVersion {
  readonly id: string;
  readonly name: ListName;
  /** The day of its publication; undefined where its files do not say. */
  readonly publishedAt: Date | undefined;
  /** SHA-256 of its files, one after the other. */
  readonly sha256: string;
  readonly count: number;
  readonly importedAt: Date;
}

/** Who is looked for. */
export interface Subject {
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly birthDate?: string | undefined;
  /** ISO 3166-1 alpha-2 or alpha-3. */
  readonly country?: string | undefined;
  readonly gender?: 'MALE' | 'FEMALE' | undefined;
  /** Numbers of documents, with the country that issued them. */
  readonly ids: readonly { readonly number: string; readonly country?: string | undefined }[];
}

/** An entry that may be the subject. */
export interface SanctionsMatch {
  readonly list: ListName;
  readonly entryId: string;
  readonly name: string;
  /** The name of the entry that is most like the subject's. */
  readonly matchedName: string;
  readonly strength: NameStrength;
  readonly similarity: number;
  /** Whether a birth date or an id agrees, beside the name. */
  readonly corroborated: boolean;
  /** Of name, birth_date, country, gender and id. */
  readonly matchedFields: readonly string[];
  /** What either side does not say. */
  readonly missingFields: readonly string[];
  readonly programs: readonly string[];
  /** A person has decided that the subject is somebody else. */
  readonly exceptionId?: string | undefined;
}

/** A person's decision that an entry of a list is not this identity. */
export interface SanctionsException {
  readonly id: string;
  readonly identityId: string;
  readonly list: string;
  readonly entryId: string;
  readonly note: string;
  /** The key of whoever decided. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
}
