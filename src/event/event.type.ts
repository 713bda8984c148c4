import { Field, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime, JsonObject } from '../graphql/scalars.js';
import { EVENT_TYPES, type EventType, type RecordedEvent } from './event.states.js';

export const EventTypeEnum = enumOf('EventType', EVENT_TYPES);

@ObjectType({
  simpleResolvers: true,
  description: 'One step in the life of a scoring, identification, session or identity.',
})
export class HistoryEvent {
  /** The key of lists; not part of the API. */
  id!: string;
  @Field(() => Int, { description: 'Gapless within its subject, from 1.' })
  sequence!: number;
  @Field(() => String, {
    nullable: true,
    description:
      'Resume point for subscriptions: pass it as `after`. Null for the moment between commit and publication.',
  })
  cursor!: string | null;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => String, {
    nullable: true,
    description: 'The operation that caused it, e.g. Mutation.finalizeVerification.',
  })
  endpoint!: string | undefined;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => String, { nullable: true })
  actor!: string | undefined;
  @Field(() => JsonObject, { description: 'Ids, enums and counts; never personal data.' })
  data!: Record<string, unknown>;
}

export const historyEventOf = ({ type, cursor, ...event }: RecordedEvent): HistoryEvent => ({
  ...event,
  event: type,
  cursor: cursor?.toString() ?? null,
});

export const HistoryEventConnection = connectionType('HistoryEvent', () => HistoryEvent);
