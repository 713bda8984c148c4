import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ScoreType } from '../examination/score.type.js';
import { connectionType } from '../graphql/connection.js';
import { DateTime } from '../graphql/scalars.js';
import { ModeEnum } from '../organization/organization.type.js';
import type { WeightsField } from '../scoring/weights.js';
import { VerificationSessionType } from '../verification/verification.type.js';
import type { Mode } from '../shared/principal.js';
import { WeightsValuesInput } from '../weights/weights-input.type.js';
import { WeightsFieldEnum } from '../weights/weights.type.js';

@InputType()
export class SimulateWeightsInput {
  @Field(() => ID, { nullable: true })
  organizationId?: string | null;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => ModeEnum, { defaultValue: 'LIVE' })
  mode!: Mode;
  @Field(() => WeightsValuesInput)
  values!: WeightsValuesInput;
  @Field(() => DateTime, { nullable: true })
  from?: Date | null;
  @Field(() => DateTime, { nullable: true })
  to?: Date | null;
  @Field(() => Int, { defaultValue: 10_000, description: 'At most 100,000; the newest sessions come first.' })
  limit!: number;
}

@ObjectType({ simpleResolvers: true })
export class WeightsFlip {
  @Field(() => VerificationSessionType)
  session!: unknown;
  @Field(() => WeightsFieldEnum, { description: 'The weight or tolerance that made the difference.' })
  cause!: WeightsField;
  @Field(() => ScoreType)
  before!: unknown;
  @Field(() => ScoreType)
  after!: unknown;
}

export const WeightsFlipConnection = connectionType('WeightsFlip', () => WeightsFlip);

@ObjectType({
  simpleResolvers: true,
  description: 'Past sessions scored anew under proposed weights, from their stored test results; nothing is saved.',
})
export class WeightsSimulation {
  @Field(() => Int)
  sessionCount!: number;
  @Field(() => Int)
  unchanged!: number;
  @Field(() => Int)
  newlyVerified!: number;
  @Field(() => Int)
  newlyRejected!: number;
}
