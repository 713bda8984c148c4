import { Field, ID, ObjectType } from 'type-graphql';
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
  organization!: OrganizationType;
}
