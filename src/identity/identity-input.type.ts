import { Field, ID, InputType } from 'type-graphql';
import { DateTime, JsonObject } from '../graphql/scalars.js';

@InputType()
export class IdentityFilter {
  @Field(() => [ID], { nullable: true })
  id?: string[] | null;
  @Field(() => [ID], { nullable: true })
  clientId?: string[] | null;
  @Field(() => [ID], { nullable: true })
  userId?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Words of names, ids, numbers and addresses, whole or begun, without accents and case.',
  })
  searchTerm?: string | null;
  @Field(() => DateTime, { nullable: true })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true })
  createdTo?: Date | null;
  @Field(() => JsonObject, { nullable: true, description: 'Every pair given must be equal.' })
  metadata?: Record<string, unknown> | null;
  @Field(() => Boolean, { nullable: true })
  verified?: boolean | null;
}

@InputType({ description: 'What is left out stays; null clears.' })
export class UpdateIdentityInput {
  @Field(() => ID)
  identityId!: string;
  @Field(() => String, { nullable: true })
  externalId?: string | null;
  @Field(() => String, { nullable: true })
  email?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => JsonObject, { nullable: true, description: 'At most 50 pairs of strings.' })
  metadata?: Record<string, unknown> | null;
}

@InputType({ description: 'Says that an entry of a list is somebody else than this identity.' })
export class ExceptSanctionsHitInput {
  @Field(() => ID)
  identityId!: string;
  @Field(() => String)
  list!: string;
  @Field(() => ID)
  entityId!: string;
  @Field(() => String)
  note!: string;
  @Field(() => DateTime, { nullable: true })
  expiresAt?: Date | null;
}
