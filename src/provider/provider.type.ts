import { enumOf } from '../graphql/enum.js';
import { DOCUMENT_TYPES, PROVIDERS } from './contract.js';

export const ProviderEnum = enumOf(
  'Provider',
  PROVIDERS,
  'Who verifies. All four serve scorings, identifications and sessions through one adapter interface.',
);
export const DocumentTypeEnum = enumOf('DocumentType', DOCUMENT_TYPES);
export const DocumentSideEnum = enumOf('DocumentSide', ['FRONT', 'BACK']);
export const GenderEnum = enumOf('Gender', ['UNKNOWN', 'MALE', 'FEMALE', 'UNSPECIFIED']);
export const DataSourceEnum = enumOf(
  'DataSource',
  ['UNKNOWN', 'MERGED', 'FRONT_OCR', 'BACK_OCR', 'MRZ', 'BARCODE', 'NFC', 'DMV', 'PROVIDER', 'MANUAL'],
  'MERGED is the view of the most trusted sources together.',
);
