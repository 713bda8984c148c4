import type { Change, EventLog } from '../event/event.service.js';
import { type EventType, organizationEvent } from '../event/event.states.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import { isId } from '../shared/id.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Outbound } from '../shared/outbound.js';
import type { PageRequest } from '../shared/page.js';
import type { Operator } from '../shared/principal.js';
import { DeliveryRepository, PRUNED_AT_ONCE, pruneDeliveries } from './delivery.repository.js';
import { WebhookRepository } from './webhook.repository.js';
import { postMessage } from './webhook.message.js';
import type { Webhook, WebhookService } from './webhook.service.js';
import {
  type Answer,
  type Delivery,
  isDelivered,
  isGone,
  newDelivery,
  nextAttempt,
  placeOf,
  type PlannedDelivery,
} from './webhook.states.js';

export type { Delivery, PlannedDelivery };

interface DeliveryJob {
  readonly organizationId: string;
  readonly deliveryId: string;
  /** How many were made before the one that it is for; none where an earlier release has asked for it. */
  readonly attempts?: number;
}
/** Sends one message; those to one address never take all the places. */
export const DELIVERY: JobKind<DeliveryJob> = {
  queue: 'webhook-delivery',
  retryLimit: 100,
  expireInSeconds: 60,
  perGroup: 2,
};
/** Forgets messages that came to an end long ago. */
export const PRUNING: JobKind<Record<string, never>> = {
  queue: 'webhook-pruning',
  retryLimit: 10,
  expireInSeconds: 600,
};
const KEPT_SECONDS = 30 * 24 * 3600;

/** Where the messages of one session go by its own wish, and what signs them. */
export interface SessionTarget {
  readonly clientId: string;
  readonly webhookUrl: string | undefined;
}
export interface SessionTargets {
  find(organizationId: string, sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionTarget>>;
  secretOf(organizationId: string, clientId: string): Promise<string>;
}
interface Target {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly webhook: Webhook | undefined;
}

/** Messages to customers' servers: each at least once, in an order that their numbers tell. */
export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly webhooks: WebhookService,
    private readonly targets: SessionTargets,
    private readonly outbound: Outbound,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  async page({ organizationId, id }: Webhook, request: PageRequest) {
    const read = <T>(ask: (deliveries: DeliveryRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(organizationId, (db) => ask(new DeliveryRepository(db, organizationId)));
    const page = await read((deliveries) => deliveries.page(id, request));
    return { page, count: () => read((deliveries) => deliveries.count(id)) };
  }

  /** In the transaction that decides it; an event that is on its way to an address already stays one message. */
  async plan(db: TenantDb, organizationId: string, planned: readonly PlannedDelivery[]): Promise<void> {
    const now = this.clock();
    const messages = planned.map(({ url, ...one }) => ({ url, delivery: newDelivery(organizationId, one, now) }));
    const repository = new DeliveryRepository(db, organizationId);
    const added = await repository.insert(messages.map(({ delivery }) => delivery));
    await this.send(
      db,
      messages.filter(({ delivery }) => added.has(delivery.id)),
    );
  }

  wake(): void {
    this.jobs.wake(DELIVERY);
  }

  /** Sends a WEBHOOK_TEST to one webhook. @throws DomainError NOT_FOUND */
  async test(operator: Operator, webhookId: string): Promise<Delivery> {
    const { organizationId, keyId: actor, mode } = operator;
    const webhook = await this.webhooks.require(operator, webhookId);
    const endpoint = 'Mutation.testWebhook';
    return this.log.change(organizationId, async ({ db, now, append, afterCommit }) => {
      const event = 'WEBHOOK_TEST';
      const eventId = await append(
        organizationEvent(organizationId, { actor, mode, endpoint }, event, { webhookId: webhook.id }),
      );
      afterCommit(() => this.wake());
      const about = { webhookId: webhook.id, sessionId: undefined, eventId, event } as const;
      const delivery = newDelivery(organizationId, about, now);
      await new DeliveryRepository(db, organizationId).insert([delivery]);
      await this.send(db, [{ delivery, url: webhook.url }]);
      return delivery;
    });
  }

  /** The same message once more, whatever became of it. @throws DomainError NOT_FOUND */
  async redeliver(operator: Operator, id: string): Promise<Delivery> {
    const { organizationId } = operator;
    const found = isId(id) ? await this.find(organizationId, id) : undefined;
    if (!found?.webhookId) throw new DomainError('NOT_FOUND', { message: 'There is no such delivery.' });
    const { url } = await this.webhooks.require(operator, found.webhookId);
    const again: Delivery = { ...found, status: 'PENDING', attempts: 0, nextAttemptAt: this.clock() };
    await this.database.tenant(organizationId, async (db) => {
      await new DeliveryRepository(db, organizationId).update(again);
      await this.send(db, [{ delivery: again, url }]);
    });
    this.wake();
    return again;
  }

  /**
   * The job of DELIVERY: one attempt. A process that dies in it leaves the attempt to be made again. When it is due is the
   * queue's to say: by the clock of this process it may be too early, and nobody would ask again.
   */
  async attempt({ organizationId, deliveryId, attempts }: DeliveryJob, { signal }: Pick<Attempt, 'signal'>) {
    const delivery = await this.find(organizationId, deliveryId);
    if (delivery?.status !== 'PENDING' || delivery.attempts !== (attempts ?? delivery.attempts)) return;
    const target = await this.targetOf(delivery);
    const event = await this.log.find(organizationId, delivery.eventId);
    const answer =
      target && event ? await postMessage(this.outbound, target, deliveryId, event, this.clock()) : undefined;
    if (signal.aborted) return; // somebody else makes this attempt
    await this.log.change(organizationId, (change) => this.record(change, delivery, target, answer));
  }

  /** The job of PRUNING. */
  async prune(): Promise<void> {
    const before = addSeconds(this.clock(), -KEPT_SECONDS);
    while ((await pruneDeliveries(this.database.system, before)) === PRUNED_AT_ONCE);
  }

  private async find(organizationId: string, id: string): Promise<Delivery | undefined> {
    return this.database.tenant(organizationId, (db) => new DeliveryRepository(db, organizationId).find(id));
  }

  private async targetOf({ organizationId, webhookId, sessionId }: Delivery): Promise<Target | undefined> {
    if (webhookId) {
      const found = await this.webhooks.findWithSecrets(organizationId, webhookId);
      return found?.webhook.enabled ? { url: found.webhook.url, ...found } : undefined;
    }
    const session = sessionId && (await this.targets.find(organizationId, [sessionId])).get(sessionId);
    if (!session || !session.webhookUrl) return undefined;
    const secret = await this.targets.secretOf(organizationId, session.clientId);
    return { url: session.webhookUrl, secrets: [secret], webhook: undefined };
  }

  private async record(change: Change, sent: Delivery, target: Target | undefined, answer: Answer | undefined) {
    const { db, now } = change;
    const deliveries = new DeliveryRepository(db, sent.organizationId);
    const delivery = await deliveries.find(sent.id, 'for update');
    if (delivery?.status !== 'PENDING') return;
    if (!target || !answer) return deliveries.update({ ...delivery, status: 'FAILED', nextAttemptAt: undefined });
    const attempts = delivery.attempts + 1;
    const tried = { ...delivery, attempts, responseStatus: answer.status, lastAttemptAt: now };
    if (isDelivered(answer)) {
      await deliveries.update({ ...tried, status: 'DELIVERED', deliveredAt: now, nextAttemptAt: undefined });
      if (target.webhook?.failingSince)
        await new WebhookRepository(db, sent.organizationId).recordAnswer(target.webhook, undefined);
      return;
    }
    const next = isGone(answer) ? undefined : nextAttempt(attempts, now, this.random, answer.retryAfterSeconds);
    const failed: Delivery = { ...tried, status: next ? 'PENDING' : 'FAILED', nextAttemptAt: next };
    await deliveries.update(failed);
    if (next) await this.send(db, [{ delivery: failed, url: target.url }]);
    await this.recordFailure(change, failed, target.webhook, isGone(answer));
  }

  /** Who says that it is gone, or has failed for as long as a message is tried, is asked no more. */
  private async recordFailure(
    { db, now, append }: Change,
    delivery: Delivery,
    webhook: Webhook | undefined,
    gone: boolean,
  ) {
    const tell = (type: EventType) =>
      append(
        organizationEvent(delivery.organizationId, { mode: webhook?.mode ?? 'LIVE' }, type, {
          deliveryId: delivery.id,
          ...(webhook ? { webhookId: webhook.id } : { sessionId: delivery.sessionId }),
        }),
      );
    const isLost = delivery.status === 'FAILED';
    if (isLost) await tell('WEBHOOK_DELIVERY_FAILED');
    if (!webhook) return;
    const failingSince = webhook.failingSince ?? now;
    const isDead = gone || (isLost && failingSince <= delivery.createdAt);
    const webhooks = new WebhookRepository(db, delivery.organizationId);
    await webhooks.recordAnswer(webhook, failingSince);
    if (isDead && (await webhooks.disable(webhook))) await tell('WEBHOOK_DISABLED');
  }

  private async send(db: TenantDb, messages: readonly { delivery: Delivery; url: string }[]): Promise<void> {
    const now = this.clock().getTime();
    // From now on, not at a time: the queue goes by the database's clock, and a first attempt waits for nothing.
    const waitOf = ({ attempts, nextAttemptAt }: Delivery) =>
      attempts > 0 && nextAttemptAt ? (`${(nextAttemptAt.getTime() - now) / 1000} seconds` as const) : undefined;
    const jobs = messages.map(({ delivery, url }) => ({
      data: { organizationId: delivery.organizationId, deliveryId: delivery.id, attempts: delivery.attempts },
      startAfter: waitOf(delivery),
      group: placeOf(delivery, url),
    }));
    await this.jobs.sendAll(db, DELIVERY, jobs);
  }
}
