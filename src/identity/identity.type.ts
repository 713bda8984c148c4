import { Field, ID, ObjectType } from 'type-graphql';
import { ClientType } from '../client/client.type.js';
import { EventTypeEnum, HistoryEvent } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { connectionType } from '../graphql/connection.js';
import { CalendarDate, DateTime, JsonObject, UnitInterval } from '../graphql/scalars.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import type { Gender } from '../provider/contract.js';
import { GenderEnum } from '../provider/provider.type.js';
import { SanctionsExceptionType } from '../sanctions/sanctions.type.js';
import type { Mode } from '../shared/principal.js';
import type { CheckStatus } from '../examination/check.states.js';
import { CheckStatusEnum } from '../examination/check.type.js';
import type { Identity } from './identity.states.js';

@ObjectType('Identity', { simpleResolvers: true, description: 'A person, known from one or more verified sessions.' })
export class IdentityType {
  @Field(() => ID)
  id!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'Null for SDK tokens.' })
  organization!: OrganizationType | null;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => ClientType, { nullable: true })
  client!: ClientType | null;
  @Field(() => String, { nullable: true })
  externalId!: string | null;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime, { nullable: true })
  completedAt!: Date | null;
  @Field(() => String, { nullable: true })
  firstName!: string | null;
  @Field(() => String, { nullable: true })
  middleName!: string | null;
  @Field(() => String, { nullable: true })
  lastName!: string | null;
  @Field(() => String, { nullable: true })
  nameSuffix!: string | null;
  @Field(() => CalendarDate, { nullable: true })
  birthDate!: string | null;
  @Field(() => GenderEnum)
  gender!: Gender;
  @Field(() => String, { nullable: true })
  email!: string | null;
  @Field(() => String, { nullable: true })
  phone!: string | null;
  @Field(() => String, { nullable: true })
  street!: string | null;
  @Field(() => String, { nullable: true })
  city!: string | null;
  @Field(() => String, { nullable: true })
  state!: string | null;
  @Field(() => String, { nullable: true })
  postalCode!: string | null;
  @Field(() => Boolean)
  documentFrontGiven!: boolean;
  @Field(() => DateTime, { nullable: true })
  documentFrontGivenAt!: Date | null;
  @Field(() => Boolean)
  livenessDetected!: boolean;
  @Field(() => DateTime, { nullable: true })
  livenessDetectedAt!: Date | null;
  @Field(() => CheckStatusEnum)
  ofacStatus!: CheckStatus;
  @Field(() => DateTime, { nullable: true })
  ofacDetectedAt!: Date | null;
  @Field(() => CheckStatusEnum)
  dmvStatus!: CheckStatus;
  @Field(() => DateTime, { nullable: true })
  dmvDetectedAt!: Date | null;
  @Field(() => Boolean)
  verified!: boolean;
  @Field(() => DateTime, { nullable: true, description: 'The first time.' })
  verifiedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'The last time.' })
  lastVerified!: Date | null;
  @Field(() => UnitInterval, { nullable: true, description: 'The score of the last complete session.' })
  identityScore!: number | null;
  @Field(() => JsonObject)
  metadata!: Readonly<Record<string, string>>;
  @Field(() => [SanctionsExceptionType])
  sanctionsExceptions!: SanctionsExceptionType[];
  @Field(() => [HistoryEvent], { nullable: true })
  history!: HistoryEvent[] | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Set once erased: the identity still resolves, with nothing personal left.',
  })
  erasedAt!: Date | null;
}

/** An identity as its type shows it; what needs another look-up is left to the resolver. */
export interface IdentityView extends Identity {
  readonly gender: Gender;
}

export function viewOf(identity: Identity) {
  const { documentNumbers: _numbers, gender, ...person } = identity.person;
  return {
    ...identity,
    ...person,
    gender: gender ?? ('UNKNOWN' as const),
    documentFrontGiven: identity.documentFrontGivenAt !== undefined,
    livenessDetected: identity.livenessDetectedAt !== undefined,
    ofacStatus: identity.ofac.status,
    ofacDetectedAt: identity.ofac.at,
    dmvStatus: identity.dmv.status,
    dmvDetectedAt: identity.dmv.at,
  };
}

export const IdentityConnection = connectionType<IdentityType, IdentityView>('Identity', () => IdentityType);

@ObjectType({ simpleResolvers: true, description: 'All that the SDK may learn of an identity.' })
export class IdentityStatus {
  @Field(() => Boolean)
  verified!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class UpdateIdentityPayload {
  @Field(() => IdentityType)
  identity!: IdentityView;
}

@ObjectType({ simpleResolvers: true })
export class ExceptSanctionsHitPayload {
  @Field(() => IdentityType)
  identity!: IdentityView;
}

@ObjectType({ simpleResolvers: true })
export class IdentityUpdate {
  @Field(() => String)
  cursor!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => IdentityType)
  identity!: IdentityView;
}
