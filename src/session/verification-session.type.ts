import { Field, ObjectType } from 'type-graphql';
import { IdentityDocumentType } from '../document/document.type.js';
import { connectionType } from '../graphql/connection.js';
import { CalendarDate, DateTime } from '../graphql/scalars.js';
import type { DocumentType, Gender } from '../provider/contract.js';
import { DocumentTypeEnum, GenderEnum } from '../provider/provider.type.js';
import { SessionType, VerificationSettingsType } from './session.type.js';
import type { Session, VerificationSettings } from './session.states.js';

export const IdentityDocumentConnection = connectionType('IdentityDocument', () => IdentityDocumentType);

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
  settings!: VerificationSettings;
}

/** A session as its type shows it; what needs another look-up is left to the resolver. */
export interface SessionView extends Omit<Session, 'consented'> {
  readonly consented: boolean;
  readonly firstName: string | undefined;
  readonly middleName: string | undefined;
  readonly lastName: string | undefined;
  readonly nameSuffix: string | undefined;
  readonly gender: Gender;
  readonly birthDate: string | undefined;
  readonly livenessDetected: boolean;
  readonly selfieGiven: boolean;
  readonly documentFrontGiven: boolean;
  readonly documentBackGiven: boolean;
  readonly missingRequiredFields: readonly string[];
}

const views = new WeakMap<Session, SessionView>();

/** Made once for a session that stands in the cache. */
export function viewOf(session: Session): SessionView {
  let view = views.get(session);
  if (!view) views.set(session, (view = makeView(session)));
  return view;
}

const makeView = (session: Session): SessionView => ({
  ...session,
  consented: session.consented === true,
  firstName: session.person.firstName,
  middleName: session.person.middleName,
  lastName: session.person.lastName,
  nameSuffix: session.person.nameSuffix,
  birthDate: session.person.birthDate,
  gender: session.person.gender ?? 'UNKNOWN',
  livenessDetected: session.livenessDetectedAt !== undefined,
  selfieGiven: session.selfieGivenAt !== undefined,
  documentFrontGiven: session.documentFrontGivenAt !== undefined,
  documentBackGiven: session.documentBackGivenAt !== undefined,
  missingRequiredFields: [],
});
