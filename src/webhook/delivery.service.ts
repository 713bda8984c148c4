import type { Change, EventLog } from '../event/event.service.js';
import { type EventType, organizationEvent, type RecordedEvent } from '../event/event.states.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import { isId, newId } from '../shared/id.js';
import type { JobKind, Jobs } from '../shared/jobs.js';
import type { Outbound } from '../shared/outbound.js';
import type { PageRequest } from '../shared/page.js';
import type { Operator } from '../shared/principal.js';
import { DeliveryRepository, PRUNED_AT_ONCE, pruneDeliveries } from './delivery.repository.js';
import { signatureHeaders } from '../shared/message-signature.js';
import type { Webhook, WebhookService } from './webhook.service.js';
import { type Answer, type Delivery, isDelivered, isGone, nextAttempt } from './webhook.states.js';

export type { Delivery };

/** Sends one message; those to one address never take all the places. */
export const DELIVERY: JobKind<{ organizationId: string; deliveryId: string }> = {
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
const TIMEOUT_MILLISECONDS = 15_000;

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

  /** In the transaction that decides it; an event that is on its way to this address already stays one message. */
  async plan(
    db: TenantDb,
    planned: Pick<Delivery, 'organizationId' | 'webhookId' | 'sessionId' | 'eventId' | 'event'>,
  ) {
    const now = this.clock();
    const delivery: Delivery = {
      ...planned,
      id: newId(),
      status: 'PENDING',
      attempts: 0,
      responseStatus: undefined,
      createdAt: now,
      lastAttemptAt: undefined,
      nextAttemptAt: now,
      deliveredAt: undefined,
    };
    const isNew = await new DeliveryRepository(db, planned.organizationId).insert(delivery);
    if (isNew) await this.send(db, delivery);
    return delivery;
  }

  wake(): void {
    this.jobs.wake(DELIVERY);
  }

  /** Sends a WEBHOOK_TEST to one webhook. @throws DomainError NOT_FOUND */
  async test(operator: Operator, webhookId: string): Promise<Delivery> {
    const { organizationId, keyId: actor, mode } = operator;
    const webhook = await this.webhooks.require(operator, webhookId);
    const endpoint = 'Mutation.testWebhook';
    return this.log.change(organizationId, async ({ db, append, afterCommit }) => {
      const event = 'WEBHOOK_TEST';
      const eventId = await append(
        organizationEvent(organizationId, { actor, mode, endpoint }, event, { webhookId: webhook.id }),
      );
      afterCommit(() => this.wake());
      return this.plan(db, { organizationId, webhookId: webhook.id, sessionId: undefined, eventId, event });
    });
  }

  /** The same message once more, whatever became of it. @throws DomainError NOT_FOUND */
  async redeliver(operator: Operator, id: string): Promise<Delivery> {
    const { organizationId } = operator;
    const found = isId(id) ? await this.find(organizationId, id) : undefined;
    if (!found?.webhookId) throw new DomainError('NOT_FOUND', { message: 'There is no such delivery.' });
    await this.webhooks.require(operator, found.webhookId);
    const again: Delivery = { ...found, status: 'PENDING', attempts: 0, nextAttemptAt: this.clock() };
    await this.database.tenant(organizationId, async (db) => {
      await new DeliveryRepository(db, organizationId).update(again);
      await this.send(db, again);
    });
    this.wake();
    return again;
  }

  /** The job of DELIVERY: one attempt. A process that dies in it leaves the attempt to be made again. */
  async attempt(organizationId: string, id: string): Promise<void> {
    const delivery = await this.find(organizationId, id);
    if (delivery?.status !== 'PENDING') return;
    if (delivery.nextAttemptAt && delivery.nextAttemptAt > this.clock()) return;
    const target = await this.targetOf(delivery);
    const event = await this.log.find(organizationId, delivery.eventId);
    const answer = target && event ? await this.post(delivery, event, target) : undefined;
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
      const webhook = await this.webhooks.find(organizationId, webhookId);
      if (!webhook?.enabled) return undefined;
      return { url: webhook.url, secrets: await this.webhooks.secretsOf(webhook), webhook };
    }
    const session = sessionId && (await this.targets.find(organizationId, [sessionId])).get(sessionId);
    if (!session || !session.webhookUrl) return undefined;
    const secret = await this.targets.secretOf(organizationId, session.clientId);
    return { url: session.webhookUrl, secrets: [secret], webhook: undefined };
  }

  private async post({ id }: Delivery, event: RecordedEvent, { url, secrets }: Target): Promise<Answer> {
    const body = JSON.stringify(messageOf(event));
    const headers = { 'content-type': 'application/json', ...signatureHeaders(secrets, id, this.clock(), body) };
    try {
      const { status, headers: answered } = await this.outbound.post(url, headers, body, TIMEOUT_MILLISECONDS);
      return { status, retryAfterSeconds: secondsOf(answered.get('retry-after'), this.clock()) };
    } catch {
      return { status: undefined, retryAfterSeconds: undefined };
    }
  }

  private async record(change: Change, sent: Delivery, target: Target | undefined, answer: Answer | undefined) {
    const { db, now } = change;
    const deliveries = new DeliveryRepository(db, sent.organizationId);
    const delivery = await deliveries.find(sent.id, 'for update');
    if (delivery?.status !== 'PENDING') return;
    if (!answer) return deliveries.update({ ...delivery, status: 'FAILED', nextAttemptAt: undefined });
    const attempts = delivery.attempts + 1;
    const tried = { ...delivery, attempts, responseStatus: answer.status, lastAttemptAt: now };
    if (isDelivered(answer)) {
      await deliveries.update({ ...tried, status: 'DELIVERED', deliveredAt: now, nextAttemptAt: undefined });
      if (target?.webhook?.failingSince) await this.webhooks.record(db, { ...target.webhook, failingSince: undefined });
      return;
    }
    const next = isGone(answer) ? undefined : nextAttempt(attempts, now, this.random, answer.retryAfterSeconds);
    const failed: Delivery = { ...tried, status: next ? 'PENDING' : 'FAILED', nextAttemptAt: next };
    await deliveries.update(failed);
    if (next) await this.send(db, failed);
    await this.recordFailure(change, failed, target?.webhook, isGone(answer));
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
    await this.webhooks.record(db, { ...webhook, failingSince, enabled: !isDead });
    if (isDead) await tell('WEBHOOK_DISABLED');
  }

  private async send(db: TenantDb, { organizationId, id, webhookId, sessionId, nextAttemptAt }: Delivery) {
    const group = webhookId ?? sessionId;
    await this.jobs.send(db, DELIVERY, { organizationId, deliveryId: id }, nextAttemptAt, group);
  }
}

/** Thin: what happened to which object; who wants to know more asks, and is authorised then. */
const messageOf = ({
  type,
  occurredAt,
  organizationId,
  subjectKind,
  subjectId,
  sequence,
  cursor,
  mode,
  data,
}: RecordedEvent) => ({
  type,
  timestamp: occurredAt.toISOString(),
  data: { ...data, organizationId, subjectKind, subjectId, sequence, cursor: cursor?.toString() ?? null, mode },
});

/** Of a Retry-After header: seconds, or a date. */
function secondsOf(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}
