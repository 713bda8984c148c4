import { Field, ID, InputType } from 'type-graphql';
import { CoordinatesInput } from '../document/document.type.js';
import { Duration, JsonObject, Url } from '../graphql/scalars.js';
import { Upload } from '../graphql/upload.js';
import type { UploadedFile } from '../graphql/upload.js';
import type { LivenessMode } from '../liveness/liveness.states.js';
import { LivenessModeEnum } from '../liveness/liveness.type.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import { DocumentTypeEnum, ProviderEnum } from '../provider/provider.type.js';
import { SessionFilterInput } from '../session/session-payload.type.js';
import { AamvaRetryEnum } from '../session/session.type.js';
import type { AamvaRetry, SessionSettings } from '../session/session.states.js';

@InputType()
export class VerificationSettingsInput implements SessionSettings {
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
export class AddDocumentImageInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => CoordinatesInput)
  coordinates!: CoordinatesInput;
  @Field(() => Upload)
  image!: Promise<UploadedFile>;
}

@InputType()
export class VerificationSessionFilter extends SessionFilterInput {
  @Field(() => Boolean, { nullable: true })
  verified?: boolean | null;
}
