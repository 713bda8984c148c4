import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { DateTime, Duration, Url } from '../graphql/scalars.js';
import type { SanctionsGate } from '../scoring/gates.js';
import { SANCTIONS_GATES } from './organization.states.js';

export const ModeEnum = enumOf(
  'Mode',
  ['LIVE', 'SANDBOX'],
  'What the key that made an object allows: SANDBOX objects take test overrides and enter no statistics.',
);
const SanctionsGateEnum = enumOf(
  'SanctionsGate',
  SANCTIONS_GATES,
  'What a hit on a sanctions list does, once a birth date or an id corroborates it.',
);

@ObjectType('OrganizationPolicy', { simpleResolvers: true })
export class OrganizationPolicyType {
  @Field(() => SanctionsGateEnum)
  sanctionsGate!: SanctionsGate;
  @Field(() => Boolean, {
    description: 'Leave out what can no longer change a verdict (paid sources above all).',
  })
  stopWhenDecided!: boolean;
  @Field(() => Duration, {
    nullable: true,
    description: 'How long images and documents are kept after an end; null: until erased.',
  })
  evidenceRetention!: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'The issuer (`iss`) of the tokens that people of the organization come with.',
  })
  tokenIssuer!: string | null;
  @Field(() => Url, { nullable: true, description: 'Where the public keys of that issuer are.' })
  jwksUrl!: string | null;
  @Field(() => Int, { nullable: true, description: 'Requests a minute a key.' })
  rateLimit!: number | null;
}

@ObjectType('Organization', { simpleResolvers: true })
export class OrganizationType {
  @Field(() => ID, { description: "The tenant's slug, e.g. yoigo." })
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => OrganizationPolicyType)
  policy!: OrganizationPolicyType;
  @Field(() => String, {
    nullable: true,
    description: 'The newest published cursor: read a list, then subscribe with this as `after`.',
  })
  latestCursor!: string | null;
}

@InputType({ description: 'What is left out stays; null clears.' })
class OrganizationPolicyInput {
  @Field(() => SanctionsGateEnum, { nullable: true })
  sanctionsGate?: SanctionsGate | null;
  @Field(() => Boolean, { nullable: true })
  stopWhenDecided?: boolean | null;
  @Field(() => Duration, { nullable: true })
  evidenceRetention?: number | null;
  @Field(() => String, { nullable: true })
  tokenIssuer?: string | null;
  @Field(() => Url, { nullable: true })
  jwksUrl?: string | null;
  @Field(() => Int, { nullable: true })
  rateLimit?: number | null;
}

@InputType()
export class UpdateOrganizationInput {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => OrganizationPolicyInput, { nullable: true })
  policy?: OrganizationPolicyInput | null;
}

@ObjectType({ simpleResolvers: true })
export class UpdateOrganizationPayload {
  @Field(() => OrganizationType)
  organization!: unknown;
}
