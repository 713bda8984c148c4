import type { DataSource, DocumentField, DocumentType } from '../provider/contract.js';

/** What each flag asks for. The raw barcode and the face are no fields: they are asked of the source that can have them. */
export const FLAGS = {
  documentNumberRequired: 'documentNumber',
  refNumberRequired: 'refNumber',
  issueAtRequired: 'issuedAt',
  expiresAtRequired: 'expiresAt',
  issuingCountryRequired: 'issuingCountry',
  issuingStateRequired: 'issuingState',
  firstNameRequired: 'firstName',
  middleNameRequired: 'middleName',
  lastNameRequired: 'lastName',
  nameSuffixRequired: 'nameSuffix',
  streetRequired: 'street',
  cityRequired: 'city',
  stateRequired: 'state',
  postalCodeRequired: 'postalCode',
  birthDateRequired: 'birthDate',
  genderRequired: 'gender',
  heightRequired: 'height',
  weightRequired: 'weight',
  eyeColorRequired: 'eyeColor',
  hairColorRequired: 'hairColor',
  classRequired: 'class',
  mentionsRequired: 'mentions',
  restrictionsRequired: 'restrictions',
  rawBarcodeRequired: 'rawBarcode',
  faceEncodingRequired: 'faceEncoding',
} as const satisfies Record<string, DocumentField | 'rawBarcode' | 'faceEncoding'>;
export type Flag = keyof typeof FLAGS;
export type RequirementsFlags = Readonly<Record<Flag, boolean>>;
export const FLAG_NAMES = Object.keys(FLAGS) as Flag[];

/** Where a row applies: MERGED is what all sources say together, UNKNOWN the fallback of every other. */
export type RequiredSource = DataSource | 'UNKNOWN' | 'MERGED';

/** One immutable version: what a document of this type must yield from this source. */
export interface Requirements {
  readonly id: string;
  readonly organizationId: string;
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
  readonly documentType: DocumentType;
  readonly dataSource: RequiredSource;
  readonly version: number;
  readonly flags: RequirementsFlags;
  readonly createdBy: string | undefined;
  readonly createdAt: Date;
}

/** What one source on the document yields. */
export interface Yielded {
  readonly fields: Readonly<Partial<Record<DocumentField, unknown>>>;
  readonly raw?: string | undefined;
  readonly hasFace?: boolean;
}

/** The fields that the flags ask for and the document does not have; without a document, all of them. */
export function missingFields(
  flags: RequirementsFlags,
  source: RequiredSource,
  document: Yielded | undefined,
): string[] {
  return FLAG_NAMES.filter((flag) => flags[flag] && !isMet(flag, source, document)).map((flag) => FLAGS[flag]);
}

function isMet(flag: Flag, source: RequiredSource, document: Yielded | undefined): boolean {
  const wanted = FLAGS[flag];
  // Asked of a source that cannot have it, such a flag asks for nothing.
  if (wanted === 'rawBarcode') return source !== 'BARCODE' || Boolean(document?.raw);
  if (wanted === 'faceEncoding') return source !== 'FRONT_OCR' || document?.hasFace === true;
  const value = document?.fields[wanted];
  return value !== undefined && value !== null && value !== '' && value !== 'UNKNOWN';
}

/** Of the rows in force, those of this type, a source each; UNKNOWN stands in where the type has no row for the source. */
export function applicable(rows: readonly Requirements[], type: DocumentType): Requirements[] {
  const sources = [...new Set(rows.map(({ dataSource }) => dataSource))];
  return sources.flatMap((source) => {
    const ofSource = rows.filter(({ dataSource }) => dataSource === source);
    const row =
      ofSource.find(({ documentType }) => documentType === type) ??
      ofSource.find(({ documentType }) => documentType === 'UNKNOWN');
    return row ? [row] : [];
  });
}
