import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CaptureQuality, CaptureType } from '../document/document.type.js';
import { EventTypeEnum } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { DateTime } from '../graphql/scalars.js';
import type { LivenessStep } from '../provider/contract.js';
import { LivenessStepEnum } from './session-input.type.js';
import type { LivenessProvider, SessionStatus } from './session.states.js';
import { LivenessProviderEnum, SessionStatusEnum, SessionType } from './session.type.js';
import { type SessionView, VerificationSessionType } from './verification-session.type.js';

@ObjectType({ simpleResolvers: true })
export class CreateVerificationSessionPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => String, { description: "For the SDK on the subject's device: this session alone, until it expires." })
  sdkToken!: string;
}

@ObjectType({ simpleResolvers: true })
export class VerificationSessionPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
}

@ObjectType({ simpleResolvers: true })
export class SessionPayload {
  @Field(() => SessionType)
  session!: SessionView;
}

@ObjectType({ simpleResolvers: true })
export class AddDocumentImagePayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => CaptureType)
  capture!: CaptureType;
  @Field(() => CaptureQuality)
  quality!: CaptureQuality;
}

@ObjectType('LivenessToken', { simpleResolvers: true })
export class LivenessTokenType {
  @Field(() => String)
  token!: string;
  @Field(() => LivenessProviderEnum)
  provider!: LivenessProvider;
  @Field(() => [LivenessStepEnum], {
    description:
      "For PASSIVE_ACTIVE: what the subject must do, in order; bound to the token, so that a recording can't answer.",
  })
  steps!: LivenessStep[];
  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType({ simpleResolvers: true })
export class GenerateLivenessSessionPayload {
  @Field(() => SessionType)
  session!: SessionView;
  @Field(() => LivenessTokenType)
  liveness!: LivenessTokenType;
}

@ObjectType({ simpleResolvers: true })
export class ProcessLivenessSessionPayload {
  @Field(() => SessionType)
  session!: SessionView;
  @Field(() => Boolean, {
    description: 'Whether a live person was seen; on false the subject may try again until the session is blocked.',
  })
  livenessDetected!: boolean;
  @Field(() => String, {
    description: 'The next token where active steps are asked for after all, else the one that was used.',
  })
  token!: string;
}

@ObjectType({ simpleResolvers: true })
export class FinalizeVerificationPayload {
  @Field(() => VerificationSessionType)
  session!: SessionView;
  @Field(() => Boolean, { nullable: true, description: 'Null while the checks go on.' })
  verified!: boolean | undefined;
  @Field(() => Boolean, { nullable: true })
  onSanctionList!: boolean | null;
}

@InputType()
export class SessionUpdateFilter {
  @Field(() => ID, { nullable: true })
  organizationId?: string | null;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => [SessionStatusEnum], { nullable: true })
  status?: SessionStatus[] | null;
  @Field(() => [EventTypeEnum], { nullable: true })
  events?: EventType[] | null;
}

@ObjectType({ simpleResolvers: true })
export class SessionUpdate {
  @Field(() => String)
  cursor!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => SessionType)
  session!: SessionView;
}
