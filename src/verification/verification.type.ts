import { Field, ObjectType } from 'type-graphql';
import { IdentityDocumentType } from '../document/document.type.js';
import { connectionType } from '../graphql/connection.js';
import { CalendarDate, DateTime } from '../graphql/scalars.js';
import type { DocumentType, Gender } from '../provider/contract.js';
import { DocumentTypeEnum, GenderEnum } from '../provider/provider.type.js';
import type { SessionView } from '../session/session-view.type.js';
import { AamvaRetryEnum, SessionType } from '../session/session.type.js';
import type { AamvaRetry, SessionSettings } from '../session/session.states.js';

export const IdentityDocumentConnection = connectionType('IdentityDocument', () => IdentityDocumentType);

@ObjectType('VerificationSettings', { simpleResolvers: true })
export class VerificationSettingsType {
  @Field(() => Boolean)
  performImageManipulationTest!: boolean;
  @Field(() => Boolean)
  performAamvaTest!: boolean;
  @Field(() => Boolean)
  performOfacTest!: boolean;
  @Field(() => Boolean)
  collectIpData!: boolean;
  @Field(() => Boolean)
  collectLocationData!: boolean;
  @Field(() => AamvaRetryEnum)
  aamvaRetry!: AamvaRetry;
  @Field(() => Boolean)
  performAgeTest!: boolean;
  @Field(() => Boolean)
  performGenderTest!: boolean;
  @Field(() => Boolean)
  performLivenessTest!: boolean;
}

@ObjectType('VerificationSession', {
  implements: SessionType,
  simpleResolvers: true,
  description: 'Verifies who somebody is from a document and a face (IDV).',
})
export class VerificationSessionType extends SessionType {
  @Field(() => DocumentTypeEnum)
  documentType!: DocumentType;
  @Field(() => GenderEnum)
  gender!: Gender;
  @Field(() => CalendarDate, { nullable: true })
  birthDate!: string | null;
  @Field(() => Boolean)
  consented!: boolean;
  @Field(() => DateTime, { nullable: true })
  consentedAt!: Date | null;
  @Field(() => Boolean)
  documentFrontGiven!: boolean;
  @Field(() => DateTime, { nullable: true })
  documentFrontGivenAt!: Date | null;
  @Field(() => Boolean)
  documentBackGiven!: boolean;
  @Field(() => DateTime, { nullable: true })
  documentBackGivenAt!: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'Null until finalized.' })
  verified!: boolean | null;
  @Field(() => DateTime, { nullable: true })
  verifiedAt!: Date | null;
  @Field(() => [String], { description: 'Of the requirements in force, what the documents do not yield.' })
  missingRequiredFields!: string[];
  @Field(() => VerificationSettingsType)
  settings!: SessionSettings;
}

export const VerificationSessionConnection = connectionType<VerificationSessionType, SessionView>(
  'VerificationSession',
  () => VerificationSessionType,
);
