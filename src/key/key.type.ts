import { Field, ID, ObjectType } from 'type-graphql';
import { ClientType } from '../client/client.type.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime } from '../graphql/scalars.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import type { Mode, Role } from '../shared/principal.js';

export const RoleEnum = enumOf('Role', ['ADMIN', 'OPERATOR', 'VIEWER']);

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
