import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { EventTypeEnum } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { DateTime } from '../graphql/scalars.js';
import type { SessionStatus } from '../session/session.states.js';
import type { SessionView } from '../session/session-view.type.js';
import { SessionStatusEnum, SessionType } from '../session/session.type.js';

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
