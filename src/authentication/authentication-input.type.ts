import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Duration, JsonObject, Url } from '../graphql/scalars.js';
import type { LivenessMode } from '../liveness/liveness.states.js';
import { LivenessModeEnum } from '../liveness/liveness.type.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import { SessionFilterInput } from '../session/session-payload.type.js';
import type { SessionView } from '../session/session-view.type.js';
import type { AuthenticationSettings } from './authentication.states.js';
import { AuthenticationSessionType } from './authentication.type.js';

@InputType({ description: 'Asked only where the age or the gender of the identity is known.' })
export class AuthenticationSettingsInput implements AuthenticationSettings {
  @Field(() => Boolean, { defaultValue: true })
  performAgeTest!: boolean;
  @Field(() => Boolean, { defaultValue: true })
  performGenderTest!: boolean;
}

@InputType()
export class CreateAuthenticationSessionInput {
  @Field(() => ID, { description: 'Verified, with an enrolled face, and of the mode of your key.' })
  identityId!: string;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
  @Field(() => ProviderEnum, { defaultValue: 'INTERNAL' })
  provider!: Provider;
  @Field(() => Url, { nullable: true })
  webhookUrl?: string | null;
  @Field(() => LivenessModeEnum, { defaultValue: 'PASSIVE' })
  livenessMode!: LivenessMode;
  @Field(() => JsonObject, { nullable: true, description: 'At most 50 pairs of strings.' })
  metadata?: Record<string, unknown> | null;
  @Field(() => AuthenticationSettingsInput, { nullable: true })
  settings?: AuthenticationSettingsInput | null;
  @Field(() => Duration, { defaultValue: 3600 * 1000, description: 'PT1M to P30D.' })
  expiresIn!: number;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateAuthenticationSessionPayload {
  @Field(() => AuthenticationSessionType)
  session!: SessionView;
  @Field(() => String, { description: "For the SDK on the subject's device: this session alone, until it expires." })
  sdkToken!: string;
}

@InputType()
export class AuthenticationSessionFilter extends SessionFilterInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether the identity was confirmed.' })
  verified?: boolean | null;
}

@InputType()
export class FinalizeAuthenticationInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => Duration, { defaultValue: 20_000, description: 'How long to wait for the verdict. At most PT30S.' })
  wait!: number;
}

@ObjectType({ simpleResolvers: true })
export class AuthenticationSessionPayload {
  @Field(() => AuthenticationSessionType)
  session!: SessionView;
}

@ObjectType({ simpleResolvers: true })
export class FinalizeAuthenticationPayload {
  @Field(() => AuthenticationSessionType)
  session!: SessionView;
  @Field(() => Boolean, { nullable: true, description: 'Null while the checks go on.' })
  authenticated!: boolean | undefined;
}
