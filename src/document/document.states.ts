import { DOCUMENT_FIELDS, type DocumentField, type DocumentSide, type DocumentType } from '../provider/contract.js';

export const FILE_TYPES = [
  'UNKNOWN',
  'DRIVER_LICENSE_FRONT',
  'DRIVER_LICENSE_BACK',
  'STATE_ID_CARD_FRONT',
  'STATE_ID_CARD_BACK',
  'PASSPORT_FRONT',
  'PASSPORT_CARD_FRONT',
  'PASSPORT_CARD_BACK',
  'IDENTITY_CARD_FRONT',
  'IDENTITY_CARD_BACK',
  'RESIDENCE_PERMIT_FRONT',
  'RESIDENCE_PERMIT_BACK',
  'SELFIE',
  'LIVENESS_PASSIVE',
  'LIVENESS_ACTIVE_STEP_1',
  'LIVENESS_ACTIVE_STEP_2',
  'LIVENESS_ACTIVE_STEP_3',
  'LIVENESS_ACTIVE_STEP_4',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

const FILE_TYPE_OF: Record<DocumentType, Record<DocumentSide, FileType>> = {
  UNKNOWN: { FRONT: 'UNKNOWN', BACK: 'UNKNOWN' },
  DRIVER_LICENSE: { FRONT: 'DRIVER_LICENSE_FRONT', BACK: 'DRIVER_LICENSE_BACK' },
  IDENTIFICATION_CARD: { FRONT: 'STATE_ID_CARD_FRONT', BACK: 'STATE_ID_CARD_BACK' },
  IDENTITY_CARD: { FRONT: 'IDENTITY_CARD_FRONT', BACK: 'IDENTITY_CARD_BACK' },
  RESIDENCE_PERMIT: { FRONT: 'RESIDENCE_PERMIT_FRONT', BACK: 'RESIDENCE_PERMIT_BACK' },
  PASSPORT: { FRONT: 'PASSPORT_FRONT', BACK: 'UNKNOWN' },
  PASSPORT_CARD: { FRONT: 'PASSPORT_CARD_FRONT', BACK: 'PASSPORT_CARD_BACK' },
};
export const fileTypeOf = (type: DocumentType, side: DocumentSide): FileType => FILE_TYPE_OF[type][side];

const NO_BACK: ReadonlySet<DocumentType> = new Set(['PASSPORT']);
export const hasBack = (type: DocumentType): boolean => !NO_BACK.has(type);

/** Which side of a document a file shows; undefined where it shows none. */
export function sideOf(fileType: FileType): DocumentSide | undefined {
  if (fileType.endsWith('_FRONT')) return 'FRONT';
  return fileType.endsWith('_BACK') ? 'BACK' : undefined;
}
export const isSelfie = (fileType: FileType): boolean => fileType === 'SELFIE';

/** The picture that goes by this name, of those that stand: passive liveness is judged on the selfie. */
export const pictureOf = <Picture extends { readonly fileType: FileType }>(
  pictures: readonly Picture[],
  name: FileType,
): Picture | undefined =>
  pictures.findLast(({ fileType }) => fileType === (name === 'LIVENESS_PASSIVE' ? 'SELFIE' : name));

/** What a document says, by field. */
export type FieldValues = Readonly<Partial<Record<DocumentField, string>>>;

/** The values alone, of fields that say more. */
export function valuesOf(fields: Readonly<Partial<Record<DocumentField, { readonly value: string }>>>): FieldValues {
  const values: Partial<Record<DocumentField, string>> = {};
  for (const name of DOCUMENT_FIELDS) {
    const value = fields[name]?.value;
    if (value !== undefined) values[name] = value;
  }
  return values;
}
