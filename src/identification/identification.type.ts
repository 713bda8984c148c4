import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DeviceInput } from '../document-scoring/scoring-input.type.js';
import { ScoringType } from '../document-scoring/scoring.type.js';
import { Coordinates } from '../document/document.type.js';
import { EventTypeEnum, HistoryEvent } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { connectionType } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { CountryCode, DateTime, Duration } from '../graphql/scalars.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import {
  CONFIGURATION_NAMES,
  type ConfigurationName,
  type Identification,
  IDENTIFICATION_STATUSES,
  type IdentificationStatus,
  NATIONAL_DOCUMENT_TYPES,
  type NationalDocumentType,
} from './identification.states.js';

export const IdentificationStatusEnum = enumOf('IdentificationStatus', IDENTIFICATION_STATUSES);
export const ConfigurationNameEnum = enumOf(
  'ConfigurationName',
  CONFIGURATION_NAMES,
  'How strict validation is: LOW wants the front, its number and expiry; MEDIUM all sides, their authenticity and the device of the first read; HIGH a live face as well.',
);
export const NationalDocumentTypeEnum = enumOf('NationalDocumentType', NATIONAL_DOCUMENT_TYPES);

@ObjectType('HolderDocument', { simpleResolvers: true })
export class HolderDocumentType {
  @Field(() => String, { description: 'Masked for holders.' })
  documentNumber!: string;
  @Field(() => NationalDocumentTypeEnum)
  documentType!: NationalDocumentType;
  @Field(() => CountryCode, { nullable: true })
  country!: string | null;
}

@ObjectType('ValidationAttempt', { simpleResolvers: true })
export class ValidationAttemptType {
  @Field(() => DateTime)
  attemptedAt!: Date;
  @Field(() => Boolean)
  accepted!: boolean;
  @Field(() => String)
  installationId!: string;
  @Field(() => String)
  fingerprint!: string;
  @Field(() => Coordinates, { nullable: true })
  location!: Coordinates | null;
  @Field(() => String)
  userAgent!: string;
  @Field(() => String, { nullable: true })
  ipAddress!: string | null;
}

@ObjectType('Identification', {
  simpleResolvers: true,
  description: 'The identification of one signer with an identity document.',
})
export class IdentificationType {
  @Field(() => ID)
  id!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'Null for holders.' })
  organization!: OrganizationType | null;
  @Field(() => String, { nullable: true })
  name!: string | null;
  @Field(() => String, { nullable: true })
  lastName!: string | null;
  @Field(() => HolderDocumentType, { nullable: true })
  identityDocument!: HolderDocumentType | null;
  @Field(() => ConfigurationNameEnum)
  configurationName!: ConfigurationName;
  @Field(() => IdentificationStatusEnum)
  status!: IdentificationStatus;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime)
  expiresAt!: Date;
  @Field(() => DateTime, { nullable: true })
  validatedAt!: Date | null;
  @Field(() => DateTime, { nullable: true })
  closedAt!: Date | null;
  @Field(() => ScoringType)
  scoring!: ScoringType;
  @Field(() => [ValidationAttemptType], {
    nullable: true,
    description: 'The devices from which validation was tried, newest first; null for holders.',
  })
  attempts!: ValidationAttemptType[] | null;
  @Field(() => [String], { description: 'Machine-readable: why the last try at validation failed.' })
  rejectionReasons!: string[];
  @Field(() => [HistoryEvent], { nullable: true, description: 'Null for holders.' })
  history!: HistoryEvent[] | null;
}

export const IdentificationConnection = connectionType<IdentificationType, IdentificationView>(
  'Identification',
  () => IdentificationType,
);

@InputType('IdentificationFilter')
export class IdentificationFilterInput {
  @Field(() => [IdentificationStatusEnum], { nullable: true })
  status?: IdentificationStatus[] | null;
  @Field(() => [ConfigurationNameEnum], { nullable: true })
  configurationName?: ConfigurationName[] | null;
  @Field(() => String, { nullable: true, description: 'Words of names (without accents or case), a number, or an id.' })
  searchTerm?: string | null;
  @Field(() => DateTime, { nullable: true })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  createdTo?: Date | null;
}

@InputType()
export class HolderDocumentInput {
  @Field(() => String, { description: 'NIF and NIE must bear the right check letter.' })
  documentNumber!: string;
  @Field(() => NationalDocumentTypeEnum)
  documentType!: NationalDocumentType;
  @Field(() => CountryCode, { nullable: true, description: 'Required for PASSPORT; NIF and NIE are of ES.' })
  country?: string | null;
}

@InputType()
export class IdentificationScoringInput {
  @Field(() => ProviderEnum, { defaultValue: 'INTERNAL' })
  provider!: Provider;
}

@InputType()
export class CreateIdentificationInput {
  @Field(() => ID)
  organizationId!: string;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => String, { nullable: true })
  lastName?: string | null;
  @Field(() => HolderDocumentInput, { nullable: true, description: 'Left out: a Spanish identity card of any number.' })
  identityDocument?: HolderDocumentInput | null;
  @Field(() => ConfigurationNameEnum, { defaultValue: 'MEDIUM' })
  configurationName!: ConfigurationName;
  @Field(() => Duration, { defaultValue: 30 * 24 * 3600 * 1000, description: 'At most P30D.' })
  expiresIn!: number;
  @Field(() => IdentificationScoringInput, { nullable: true })
  scoring?: IdentificationScoringInput | null;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateIdentificationPayload {
  @Field(() => IdentificationType)
  identification!: IdentificationView;
  @Field(() => String, {
    description:
      "For the holder's device: may read and validate this identification and score its scoring, nothing else.",
  })
  holderToken!: string;
}

@ObjectType({ simpleResolvers: true })
export class CloseIdentificationPayload {
  @Field(() => IdentificationType)
  identification!: IdentificationView;
}

@InputType()
export class ValidateIdentificationInput {
  @Field(() => ID)
  identificationId!: string;
  @Field(() => DeviceInput, { nullable: true })
  device?: DeviceInput | null;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class ValidateIdentificationPayload {
  @Field(() => IdentificationType)
  identification!: IdentificationView;
}

@ObjectType({ simpleResolvers: true })
export class IdentificationUpdate {
  @Field(() => String)
  cursor!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => IdentificationType)
  identification!: IdentificationView;
}

/** An identification as its type shows it; what needs another look-up is left to the resolver. */
export interface IdentificationView extends Omit<Identification, 'declared' | 'device'> {
  readonly name: string | undefined;
  readonly lastName: string | undefined;
  readonly declared: Identification['declared'];
}

export const viewOf = ({ device: _device, ...identification }: Identification): IdentificationView => ({
  ...identification,
  name: identification.declared.name,
  lastName: identification.declared.lastName,
});
