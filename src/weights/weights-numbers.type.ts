import { Field, Float, InputType, ObjectType } from 'type-graphql';

/** The twelve weights and fifteen tolerances, as they are read and as they are given. */
@ObjectType({ simpleResolvers: true })
@InputType()
export abstract class WeightsNumbers {
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
