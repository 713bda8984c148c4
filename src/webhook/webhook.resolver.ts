import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import { ClientType } from '../client/client.type.js';
import { EVENT_TYPES } from '../event/event.states.js';
import { EventTypeEnum } from '../event/event.type.js';
import { ForwardPageArgs, pageRequest, SkippingPageArgs } from '../graphql/connection.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { DeliveryService } from './delivery.service.js';
import type { Webhook, WebhookService } from './webhook.service.js';
import { DELIVERABLE } from './webhook.states.js';
import {
  CreateWebhookInput,
  CreateWebhookPayload,
  DeleteWebhookPayload,
  RedeliverWebhookPayload,
  RotateWebhookSecretPayload,
  UpdateWebhookInput,
  UpdateWebhookPayload,
  WebhookConnection,
  WebhookDeliveryConnection,
  WebhookFilterInput,
  WebhookType,
} from './webhook.type.js';

@Resolver(() => WebhookType)
export class WebhookResolver {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly deliveryService: DeliveryService,
    private readonly clients: ClientService,
  ) {}

  @Mutation(() => CreateWebhookPayload)
  createWebhook(@Arg('input', () => CreateWebhookInput) input: CreateWebhookInput, @Ctx() context: RequestContext) {
    return this.webhooks.create(requireOperator(context, 'ADMIN'), input);
  }

  @Mutation(() => UpdateWebhookPayload)
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput) { webhookId, ...update }: UpdateWebhookInput,
    @Ctx() context: RequestContext,
  ) {
    return { webhook: await this.webhooks.update(requireOperator(context, 'ADMIN'), webhookId, update) };
  }

  @Mutation(() => RotateWebhookSecretPayload)
  rotateWebhookSecret(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.webhooks.rotateSecret(requireOperator(context, 'ADMIN'), id);
  }

  @Mutation(() => DeleteWebhookPayload)
  async deleteWebhook(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    await this.webhooks.delete(requireOperator(context, 'ADMIN'), id);
    return { deletedWebhookId: id };
  }

  @Mutation(() => RedeliverWebhookPayload, { description: 'Sends a WEBHOOK_TEST event.' })
  async testWebhook(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return { delivery: await this.deliveryService.test(requireOperator(context, 'ADMIN'), id) };
  }

  @Mutation(() => RedeliverWebhookPayload, { description: 'Sends the same message once more.' })
  async redeliverWebhook(@Arg('deliveryId', () => ID) deliveryId: string, @Ctx() context: RequestContext) {
    return { delivery: await this.deliveryService.redeliver(requireOperator(context, 'ADMIN'), deliveryId) };
  }

  @FieldResolver(() => ClientType, {
    nullable: true,
    description: 'Only what happens to the sessions of this client.',
  })
  async client(@Root() { organizationId, clientId }: Webhook) {
    const [client] = clientId === undefined ? [] : await this.clients.findMany(organizationId, [clientId]);
    return client ?? null;
  }

  @FieldResolver(() => [EventTypeEnum], { description: 'The events that it is told of.' })
  events(@Root() { events }: Webhook) {
    return events ?? EVENT_TYPES.filter(DELIVERABLE);
  }

  @FieldResolver(() => WebhookDeliveryConnection, { description: 'Newest first.' })
  async deliveries(@Root() webhook: Webhook, @Args(() => ForwardPageArgs) args: ForwardPageArgs) {
    const { page, count } = await this.deliveryService.page(webhook, pageRequest(args));
    return new WebhookDeliveryConnection(page, ({ id }) => id, count);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationWebhooksResolver {
  constructor(private readonly webhookService: WebhookService) {}

  @FieldResolver(() => WebhookConnection, { description: 'Newest first.' })
  async webhooks(
    @Arg('filter', () => WebhookFilterInput, { nullable: true }) filter: WebhookFilterInput | null,
    @Args(() => SkippingPageArgs) args: SkippingPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const asked = { clientIds: filter?.clientId ?? undefined, searchTerm: filter?.searchTerm ?? undefined };
    const { page, count } = await this.webhookService.page(requireOperator(context), asked, pageRequest(args));
    return new WebhookConnection(page, ({ id }) => id, count);
  }
}
