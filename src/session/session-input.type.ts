import { Field, ID, InputType } from 'type-graphql';
import { Duration, JsonObject, Latitude, Longitude, Url } from '../graphql/scalars.js';
import { Upload } from '../graphql/upload.js';
import type { UploadedFile } from '../graphql/upload.js';
import { enumOf } from '../graphql/enum.js';
import type { DocumentType, LivenessStep, Provider } from '../provider/contract.js';
import { DocumentTypeEnum, ProviderEnum } from '../provider/provider.type.js';
import { AamvaRetryEnum, LivenessModeEnum } from './session.type.js';
import type { AamvaRetry, LivenessMode, VerificationSettings } from './session.states.js';
import type { Override } from './session.states.js';

export const LivenessStepEnum = enumOf('LivenessStep', [
  'LOOK_STRAIGHT',
  'TURN_LEFT',
  'TURN_RIGHT',
  'LOOK_UP',
  'LOOK_DOWN',
  'SMILE',
  'BLINK',
]);

@InputType()
export class CoordinatesInput {
  @Field(() => Latitude)
  latitude!: number;
  @Field(() => Longitude)
  longitude!: number;
}

@InputType()
export class VerificationSettingsInput implements VerificationSettings {
  @Field(() => Boolean, { defaultValue: true })
  performImageManipulationTest!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  performAamvaTest!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  performOfacTest!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  collectIpData!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  collectLocationData!: boolean;
  @Field(() => AamvaRetryEnum, { defaultValue: 'SKIP' })
  aamvaRetry!: AamvaRetry;
  @Field(() => Boolean, { defaultValue: true })
  performAgeTest!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  performGenderTest!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  performLivenessTest!: boolean;
}

@InputType()
export class CreateVerificationSessionInput {
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => String, { nullable: true, description: 'Your own id of the person: links sessions to one identity.' })
  externalId?: string | null;
  @Field(() => ProviderEnum, { defaultValue: 'INTERNAL' })
  provider!: Provider;
  @Field(() => JsonObject, { nullable: true, description: 'At most 50 pairs of strings.' })
  metadata?: Record<string, unknown> | null;
  @Field(() => LivenessModeEnum, { defaultValue: 'PASSIVE' })
  livenessMode!: LivenessMode;
  @Field(() => Url, { nullable: true })
  webhookUrl?: string | null;
  @Field(() => VerificationSettingsInput, { nullable: true })
  settings?: VerificationSettingsInput | null;
  @Field(() => Duration, { defaultValue: 24 * 3600 * 1000, description: 'PT1M to P30D.' })
  expiresIn!: number;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@InputType()
export class GiveConsentInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => Boolean)
  consented!: boolean;
}

@InputType()
export class SetDocumentTypeInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => DocumentTypeEnum)
  documentType!: DocumentType;
  @Field(() => Boolean, { defaultValue: false, description: 'Drops the images already accepted.' })
  reset!: boolean;
}

@InputType()
export class UpdateSdkMetadataInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => JsonObject)
  sdkMetadata!: Record<string, unknown>;
}

@InputType()
export class AddDocumentImageInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => CoordinatesInput)
  coordinates!: CoordinatesInput;
  @Field(() => Upload)
  image!: Promise<UploadedFile>;
}

@InputType()
export class GenerateLivenessSessionInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => CoordinatesInput)
  coordinates!: CoordinatesInput;
}

@InputType({ description: 'One image of a liveness check; without a step it is the selfie.' })
export class LivenessFrameInput {
  @Field(() => LivenessStepEnum, { nullable: true })
  step?: LivenessStep | null;
  @Field(() => Upload)
  image!: Promise<UploadedFile>;
}

@InputType()
export class ProcessLivenessSessionInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => CoordinatesInput)
  coordinates!: CoordinatesInput;
  @Field(() => String, { description: 'From generateLivenessSession.' })
  token!: string;
  @Field(() => [LivenessFrameInput], {
    nullable: true,
    description:
      'The selfie, and for PASSIVE_ACTIVE a frame a step; at most 5. Left out where the liveness provider holds the frames itself.',
  })
  frames?: LivenessFrameInput[] | null;
}

@InputType({ description: 'A test harness, SANDBOX only: each true flag makes that test fail.' })
export class FinalizeSettingsInput implements Record<Override, boolean> {
  @Field(() => Boolean, { defaultValue: false })
  docFrontSuspiciousWordsFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontImageManipulationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontOnlineDuplicationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docFrontIsIdentityDocumentFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackSuspiciousWordsFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackImageManipulationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackOnlineDuplicationFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  docBackIsIdentityDocumentFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrNameMatchFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrAddressMatchFail!: boolean;
  @Field(() => Boolean, { defaultValue: false })
  ocrDocumentNumberMatchFail!: boolean;
}

@InputType()
export class FinalizeVerificationInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => FinalizeSettingsInput, { nullable: true })
  settings?: FinalizeSettingsInput | null;
  @Field(() => Duration, { defaultValue: 20_000, description: 'How long to wait for the verdict. At most PT30S.' })
  wait!: number;
}
