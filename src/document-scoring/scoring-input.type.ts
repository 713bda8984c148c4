import { Field, ID, InputType, Int } from 'type-graphql';
import { CoordinatesInput } from '../document/document.type.js';
import { CountryCode, Duration } from '../graphql/scalars.js';
import { Upload, type UploadedFile } from '../graphql/upload.js';
import { LivenessFrameInput } from '../liveness/liveness.type.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import { DocumentTypeEnum, ProviderEnum } from '../provider/provider.type.js';

@InputType()
export class DocumentSpecInput {
  @Field(() => DocumentTypeEnum)
  type!: DocumentType;
  @Field(() => CountryCode)
  country!: string;
}

@InputType()
export class CreateScoringInput {
  @Field(() => ID)
  organizationId!: string;
  @Field(() => DocumentSpecInput)
  document!: DocumentSpecInput;
  @Field(() => ProviderEnum)
  provider!: Provider;
  @Field(() => Duration, { description: 'PT1M to P30D.' })
  expiresIn!: number;
  @Field(() => Int, { defaultValue: 5, description: 'How often it may be scored, 1 to 100.' })
  maxScoreRetries!: number;
  @Field(() => [ProviderEnum], {
    nullable: true,
    description:
      "Tried in turn where `provider` is unavailable; default: the organization's own order, which may be empty.",
  })
  fallbacks?: Provider[] | null;
  @Field(() => String, {
    nullable: true,
    description:
      'A retry with the same key returns the first result for 24 hours; the same key with another input is IDEMPOTENCY_KEY_REUSED.',
  })
  idempotencyKey?: string | null;
}

@InputType({
  description:
    'Where left out, each is taken from the HTTP headers x-installation_id, x-fingerprint, x-location and User-Agent.',
})
export class DeviceInput {
  @Field(() => String, { nullable: true })
  installationId?: string | null;
  @Field(() => String, { nullable: true })
  fingerprint?: string | null;
  @Field(() => CoordinatesInput, { nullable: true })
  location?: CoordinatesInput | null;
  @Field(() => String, { nullable: true })
  userAgent?: string | null;
}

@InputType()
export class ScoreScoringInput {
  @Field(() => ID)
  scoringId!: string;
  @Field(() => Upload, { nullable: true })
  front?: Promise<UploadedFile> | null;
  @Field(() => Upload, { nullable: true })
  back?: Promise<UploadedFile> | null;
  @Field(() => Upload, { nullable: true, description: 'For face match and liveness.' })
  selfie?: Promise<UploadedFile> | null;
  @Field(() => String, { nullable: true, description: 'From generateScoringLiveness, where frames show active steps.' })
  livenessToken?: string | null;
  @Field(() => [LivenessFrameInput], {
    nullable: true,
    description: 'A frame for each step that the token asks for; at most 5.',
  })
  frames?: LivenessFrameInput[] | null;
  @Field(() => DeviceInput, { nullable: true })
  device?: DeviceInput | null;
  @Field(() => Duration, {
    defaultValue: 20_000,
    description: 'How long to wait for the provider before the mutation returns with status PROCESSING. At most PT30S.',
  })
  wait!: number;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}
