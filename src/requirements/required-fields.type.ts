import { Field, InputType, ObjectType } from 'type-graphql';

/** What a row may ask of a document, as it is read and as it is given. */
@ObjectType({ simpleResolvers: true })
@InputType()
export abstract class RequiredFields {
  @Field(() => Boolean)
  documentNumberRequired!: boolean;
  @Field(() => Boolean)
  refNumberRequired!: boolean;
  @Field(() => Boolean)
  issueAtRequired!: boolean;
  @Field(() => Boolean)
  expiresAtRequired!: boolean;
  @Field(() => Boolean)
  issuingCountryRequired!: boolean;
  @Field(() => Boolean)
  issuingStateRequired!: boolean;
  @Field(() => Boolean)
  firstNameRequired!: boolean;
  @Field(() => Boolean)
  middleNameRequired!: boolean;
  @Field(() => Boolean)
  lastNameRequired!: boolean;
  @Field(() => Boolean)
  nameSuffixRequired!: boolean;
  @Field(() => Boolean)
  streetRequired!: boolean;
  @Field(() => Boolean)
  cityRequired!: boolean;
  @Field(() => Boolean)
  stateRequired!: boolean;
  @Field(() => Boolean)
  postalCodeRequired!: boolean;
  @Field(() => Boolean)
  birthDateRequired!: boolean;
  @Field(() => Boolean)
  genderRequired!: boolean;
  @Field(() => Boolean)
  heightRequired!: boolean;
  @Field(() => Boolean)
  weightRequired!: boolean;
  @Field(() => Boolean)
  eyeColorRequired!: boolean;
  @Field(() => Boolean)
  hairColorRequired!: boolean;
  @Field(() => Boolean)
  classRequired!: boolean;
  @Field(() => Boolean)
  mentionsRequired!: boolean;
  @Field(() => Boolean)
  restrictionsRequired!: boolean;
  @Field(() => Boolean)
  rawBarcodeRequired!: boolean;
  @Field(() => Boolean)
  faceEncodingRequired!: boolean;
}
