import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { UnitInterval } from '../graphql/scalars.js';
import { WeightsType } from './weights.type.js';

@InputType()
export class WeightsValuesInput {
  @Field(() => UnitInterval, { nullable: true, description: 'Left out: as it was, 0.9 at first.' })
  minimumCoverage?: number | null;
  @Field(() => Float)
  onboardingFaceEncodingTolerance!: number;
  @Field(() => Float)
  verifiedAccountFaceEncodingTolerance!: number;
  @Field(() => Float)
  driverLicenseFuzzyMatchTolerance!: number;
  @Field(() => Float)
  driverLicenseFuzzyMatchWeight!: number;
  @Field(() => Float)
  stateIdFuzzyMatchTolerance!: number;
  @Field(() => Float)
  stateIdFuzzyMatchWeight!: number;
  @Field(() => Float)
  passportFuzzyMatchTolerance!: number;
  @Field(() => Float)
  passportFuzzyMatchWeight!: number;
  @Field(() => Float)
  passportCardFuzzyMatchTolerance!: number;
  @Field(() => Float)
  passportCardFuzzyMatchWeight!: number;
  @Field(() => Float)
  ofacFuzzyMatchTolerance!: number;
  @Field(() => Float)
  ofacFuzzyMatchWeight!: number;
  @Field(() => Float)
  suspiciousWordsWeight!: number;
  @Field(() => Float)
  imageManipulationWeight!: number;
  @Field(() => Float)
  onlineDuplicationWeight!: number;
  @Field(() => Float)
  isIdentityDocumentWeight!: number;
  @Field(() => Float)
  aamvaMatchTolerance!: number;
  @Field(() => Float)
  aamvaMatchWeight!: number;
  @Field(() => Float)
  idvSessionTolerance!: number;
  @Field(() => Float)
  minimumLivenessTolerance!: number;
  @Field(() => Float)
  passiveActiveSkipTolerance!: number;
  @Field(() => Float)
  genderProbabilityTolerance!: number;
  @Field(() => Float)
  genderWeight!: number;
  @Field(() => Float)
  expressionTolerance!: number;
  @Field(() => Float)
  ageTolerance!: number;
  @Field(() => Float)
  ageWeight!: number;
  @Field(() => Float)
  directionTolerance!: number;
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
