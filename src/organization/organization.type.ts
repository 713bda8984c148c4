import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/scalars.js';
import { enumOf } from '../graphql/enum.js';

export const ModeEnum = enumOf(
  'Mode',
  ['LIVE', 'SANDBOX'],
  'What the key that made an object allows: SANDBOX objects take test overrides and enter no statistics.',
);

@ObjectType('Organization', { simpleResolvers: true })
export class OrganizationType {
  @Field(() => ID, { description: "The tenant's slug, e.g. yoigo." })
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => String, {
    nullable: true,
    description: 'The newest published cursor: read a list, then subscribe with this as `after`.',
  })
  latestCursor!: string | null;
}
