import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UnitInterval } from '../graphql/scalars.js';
import { WeightsNumbers } from './weights-numbers.type.js';
import { WeightsType } from './weights.type.js';

@InputType()
export class WeightsValuesInput extends WeightsNumbers {
  @Field(() => UnitInterval, { nullable: true, description: 'Left out: as it was, 0.9 at first.' })
  minimumCoverage?: number | null;
}

@InputType()
export class UpdateWeightsInput {
  @Field(() => ID, { nullable: true, description: "Default: the key's own." })
  organizationId?: string | null;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => WeightsValuesInput)
  values!: WeightsValuesInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The version this was edited from: CONFLICT where another came in between.',
  })
  basedOn?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class UpdateWeightsPayload {
  @Field(() => WeightsType)
  weights!: WeightsType;
}
