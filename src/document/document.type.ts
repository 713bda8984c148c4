import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { CalendarDate, DateTime, Latitude, Longitude, UnitInterval } from '../graphql/scalars.js';
import type { DocumentField, DocumentType, Gender } from '../provider/contract.js';
import { DataSourceEnum, DocumentTypeEnum, GenderEnum } from '../provider/provider.type.js';
import type { CaptureQuality as Quality } from './capture.service.js';
import { FILE_TYPES, type FileType } from './document.states.js';
import type { IdentityDocument } from './document.service.js';

export const StorageFileTypeEnum = enumOf(
  'StorageFileType',
  FILE_TYPES,
  'What was seen in one image. LIVENESS_PASSIVE is another name of the selfie.',
);

@ObjectType({ simpleResolvers: true })
export class Coordinates {
  @Field(() => Latitude)
  latitude!: number;
  @Field(() => Longitude)
  longitude!: number;
}

@InputType()
export class CoordinatesInput {
  @Field(() => Latitude)
  latitude!: number;
  @Field(() => Longitude)
  longitude!: number;
}

@ObjectType('Capture', {
  simpleResolvers: true,
  description: 'A stored image. Bytes are served over HTTP by downloadUrl, never through GraphQL.',
})
export class CaptureType {
  @Field(() => ID)
  id!: string;
  @Field(() => StorageFileTypeEnum)
  fileType!: FileType;
  @Field(() => String)
  contentType!: string;
  @Field(() => Int)
  byteLength!: number;
  @Field(() => Int)
  width!: number;
  @Field(() => Int)
  height!: number;
  @Field(() => String)
  sha256!: string;
  @Field(() => DateTime)
  capturedAt!: Date;
  @Field(() => DateTime, { nullable: true })
  erasedAt!: Date | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What is wrong with an image at first sight, so that the app can ask for a better one at once.',
})
export class CaptureQuality implements Quality {
  @Field(() => Boolean)
  acceptable!: boolean;
  @Field(() => UnitInterval)
  sharpness!: number;
  @Field(() => UnitInterval)
  glare!: number;
  @Field(() => Int, { nullable: true })
  dotsPerInch?: number;
  @Field(() => [String], {
    description:
      'E.g. blurry, glare, too_small, no_document. The tests of a side say wrong_side and cropped, once it was read.',
  })
  reasons!: string[];
}

/** The printed fields of a document by their names in the API; refNumber and the rest are strings as printed. */
type Fields = { readonly [Name in DocumentField]?: string | undefined };

@ObjectType('IdentityDocument', { simpleResolvers: true, description: "What a person's documents say." })
export class IdentityDocumentType implements Omit<Fields, 'gender'> {
  @Field(() => ID)
  id!: string;
  @Field(() => DocumentTypeEnum)
  type!: DocumentType;
  @Field(() => DataSourceEnum)
  dataSource!: IdentityDocument['dataSource'];
  @Field(() => String, { nullable: true })
  documentNumber?: string;
  @Field(() => String, { nullable: true })
  refNumber?: string;
  @Field(() => CalendarDate, { nullable: true })
  issuedAt?: string;
  @Field(() => CalendarDate, { nullable: true })
  expiresAt?: string;
  @Field(() => String, { nullable: true })
  issuingCountry?: string;
  @Field(() => String, { nullable: true })
  issuingState?: string;
  @Field(() => String, { nullable: true })
  firstName?: string;
  @Field(() => String, { nullable: true })
  middleName?: string;
  @Field(() => String, { nullable: true })
  lastName?: string;
  @Field(() => String, { nullable: true })
  nameSuffix?: string;
  @Field(() => String, { nullable: true })
  street?: string;
  @Field(() => String, { nullable: true })
  city?: string;
  @Field(() => String, { nullable: true })
  state?: string;
  @Field(() => String, { nullable: true })
  postalCode?: string;
  @Field(() => CalendarDate, { nullable: true })
  birthDate?: string;
  @Field(() => GenderEnum)
  gender!: Gender;
  @Field(() => String, { nullable: true })
  height?: string;
  @Field(() => String, { nullable: true })
  weight?: string;
  @Field(() => String, { nullable: true })
  eyeColor?: string;
  @Field(() => String, { nullable: true })
  hairColor?: string;
  @Field(() => String, { nullable: true })
  class?: string;
  @Field(() => String, { nullable: true })
  restrictions?: string;
  @Field(() => String, { nullable: true })
  mentions?: string;
  @Field(() => String, { nullable: true })
  nationality?: string;
  /** Whose it is. */
  subjectId!: string;
  /** For operators of role ADMIN; its resolver decides. */
  rawLines?: string | undefined;
}

const GENDERS: Readonly<Record<string, Gender>> = { MALE: 'MALE', FEMALE: 'FEMALE', UNSPECIFIED: 'UNSPECIFIED' };

export const documentTypeOf = (document: IdentityDocument): IdentityDocumentType => {
  const { gender, ...fields } = document.fields;
  return {
    id: document.id,
    type: document.type,
    dataSource: document.dataSource,
    ...fields,
    gender: GENDERS[gender ?? ''] ?? 'UNKNOWN',
    subjectId: document.subjectId,
    rawLines: document.raw,
  };
};
