import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, JsonObject } from '../graphql/scalars.js';
import type { SessionStatus, SessionStatusReason } from './session.states.js';
import type { SessionView } from './session-view.type.js';
import { SessionStatusEnum, SessionStatusReasonEnum, SessionType } from './session.type.js';

@InputType()
export class UpdateSdkMetadataInput {
  @Field(() => ID)
  sessionId!: string;
  @Field(() => JsonObject)
  sdkMetadata!: Record<string, unknown>;
}

/** What the lists of both kinds may be narrowed by. */
@InputType()
export abstract class SessionFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Words of the person's name, without accents or case, a document number, your own id, or the session's.",
  })
  searchTerm?: string | null;
  @Field(() => DateTime, { nullable: true })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Not included.' })
  createdTo?: Date | null;
  @Field(() => JsonObject, { nullable: true, description: 'Every pair given must be equal.' })
  metadata?: Record<string, unknown> | null;
  @Field(() => [ID], { nullable: true })
  identityId?: string[] | null;
  @Field(() => [SessionStatusEnum], { nullable: true })
  status?: SessionStatus[] | null;
  @Field(() => [SessionStatusReasonEnum], { nullable: true })
  statusReason?: SessionStatusReason[] | null;
  @Field(() => [ID], { nullable: true })
  clientId?: string[] | null;
  @Field(() => [ID], { nullable: true })
  userId?: string[] | null;
}

@ObjectType({ simpleResolvers: true })
export class SessionPayload {
  @Field(() => SessionType)
  session!: SessionView;
}
