import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CoordinatesInput } from '../document/document.type.js';
import { LivenessFrameInput, LivenessTokenType } from '../liveness/liveness.type.js';
import type { SessionView } from '../session/session-view.type.js';
import { SessionType } from '../session/session.type.js';

@InputType()
export class GenerateLivenessSessionInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => CoordinatesInput)
  coordinates!: CoordinatesInput;
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
