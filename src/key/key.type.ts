import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ClientType } from '../client/client.type.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime } from '../graphql/scalars.js';
import type { Organization } from '../organization/organization.service.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import { type Mode, type Role, ROLES } from '../shared/principal.js';

import type { ApiKey } from './key.service.js';

export const RoleEnum = enumOf('Role', ROLES);

@ObjectType('ApiKey', { simpleResolvers: true })
export class ApiKeyType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => RoleEnum)
  role!: Role;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => ClientType, { nullable: true })
  client!: ClientType | null;
  @Field(() => String, { description: 'The first characters, to tell keys apart.' })
  prefix!: string;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => DateTime, { nullable: true })
  lastUsedAt!: Date | null;
  @Field(() => DateTime, { nullable: true })
  revokedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'Who is calling.' })
export class Viewer {
  @Field(() => OrganizationType)
  organization!: OrganizationType;
  @Field(() => ClientType, { nullable: true })
  client!: ClientType | null;
  @Field(() => RoleEnum)
  role!: Role;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => ID, { nullable: true })
  userId!: string | null;
  @Field(() => [ApiKeyType])
  apiKeys!: ApiKeyType[];
}

@InputType()
export class CreateOrganizationInput {
  @Field(() => ID, { description: 'Lower-case letters, digits and hyphens; it never changes.' })
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field(() => ID)
  organizationId!: string;
  @Field(() => String)
  name!: string;
  @Field(() => RoleEnum)
  role!: Role;
  @Field(() => ModeEnum)
  mode!: Mode;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyType)
  apiKey!: ApiKey;
  @Field(() => String, { description: 'Shown once.' })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class CreateOrganizationPayload {
  @Field(() => OrganizationType)
  organization!: Organization;
  @Field(() => ApiKeyType, { description: 'ADMIN and LIVE: what all else is made with.' })
  apiKey!: ApiKey;
  @Field(() => String, { description: 'Shown once.' })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class RevokeApiKeyPayload {
  @Field(() => ApiKeyType)
  apiKey!: ApiKey;
}
