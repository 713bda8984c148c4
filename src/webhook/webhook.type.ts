import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { EventType } from '../event/event.states.js';
import { EventTypeEnum } from '../event/event.type.js';
import { connectionType } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime, Url } from '../graphql/scalars.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './webhook.states.js';

export const DeliveryStatusEnum = enumOf('DeliveryStatus', DELIVERY_STATUSES);

@ObjectType('WebhookDelivery', { simpleResolvers: true, description: 'One event on its way to one address.' })
export class WebhookDeliveryType {
  @Field(() => ID, { description: 'Also the `webhook-id` of the message: the same at every attempt.' })
  id!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DeliveryStatusEnum)
  status!: DeliveryStatus;
  @Field(() => Int)
  attempts!: number;
  @Field(() => Int, { nullable: true, description: 'The HTTP status of the last answer; null where none came.' })
  responseStatus?: number | undefined;
  @Field(() => DateTime, { nullable: true })
  lastAttemptAt?: Date | undefined;
  @Field(() => DateTime, { nullable: true })
  nextAttemptAt?: Date | undefined;
  @Field(() => DateTime, { nullable: true })
  deliveredAt?: Date | undefined;
}
export const WebhookDeliveryConnection = connectionType('WebhookDelivery', () => WebhookDeliveryType);

@ObjectType('Webhook', {
  simpleResolvers: true,
  description: 'Where an organization is told of events, by the Standard Webhooks specification.',
})
export class WebhookType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Url)
  url!: string;
  @Field(() => Boolean, {
    description: 'False once switched off, by you or after a week of failures or an answer 410.',
  })
  enabled!: boolean;
  @Field(() => DateTime)
  createdAt!: Date;
}
export const WebhookConnection = connectionType('Webhook', () => WebhookType);

@InputType('WebhookFilter')
export class WebhookFilterInput {
  @Field(() => [ID], { nullable: true })
  clientId?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Found in the name or the address.' })
  searchTerm?: string | null;
}

@InputType()
export class CreateWebhookInput {
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => String)
  name!: string;
  @Field(() => Url)
  url!: string;
  @Field(() => [EventTypeEnum], { nullable: true, description: 'Default: all.' })
  events?: EventType[] | null;
  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'What is left out stays; null clears.' })
export class UpdateWebhookInput {
  @Field(() => ID)
  webhookId!: string;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => Url, { nullable: true })
  url?: string | null;
  @Field(() => [EventTypeEnum], { nullable: true, description: 'Null: all.' })
  events?: EventType[] | null;
  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateWebhookPayload {
  @Field(() => WebhookType)
  webhook!: WebhookType;
  @Field(() => String, { description: 'Standard Webhooks secret (whsec_…), shown once.' })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class UpdateWebhookPayload {
  @Field(() => WebhookType)
  webhook!: WebhookType;
}

@ObjectType({ simpleResolvers: true })
export class RotateWebhookSecretPayload {
  @Field(() => WebhookType)
  webhook!: WebhookType;
  @Field(() => String, { description: 'Shown once; the old one signs beside it for a day.' })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class DeleteWebhookPayload {
  @Field(() => ID)
  deletedWebhookId!: string;
}

@ObjectType({ simpleResolvers: true })
export class RedeliverWebhookPayload {
  @Field(() => WebhookDeliveryType)
  delivery!: WebhookDeliveryType;
}
