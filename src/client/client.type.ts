import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/scalars.js';
import { OrganizationType } from '../organization/organization.type.js';

@ObjectType('Client', {
  simpleResolvers: true,
  description: 'An application of an organization: what X-Client-Id names.',
})
export class ClientType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => OrganizationType)
  organization!: unknown;
}

@InputType()
export class CreateClientInput {
  @Field(() => ID)
  organizationId!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateClientPayload {
  @Field(() => ClientType)
  client!: Omit<ClientType, 'organization'>;
}

@ObjectType({ simpleResolvers: true })
export class RotateClientWebhookSecretPayload {
  @Field(() => ClientType)
  client!: Omit<ClientType, 'organization'>;
  @Field(() => String, { description: 'Standard Webhooks secret (whsec_…), shown once.' })
  secret!: string;
}
