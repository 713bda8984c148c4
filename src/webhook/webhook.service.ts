import type { ClientService } from '../client/client.service.js';
import type { EventLog } from '../event/event.service.js';
import { type EventType, organizationEvent } from '../event/event.states.js';
import type { Database } from '../shared/database.js';
import { type MasterKey, seal, unseal } from '../shared/encryption.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import { isId, newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { Outbound } from '../shared/outbound.js';
import type { PageRequest } from '../shared/page.js';
import { type Mode, mayTouch, type Operator } from '../shared/principal.js';
import { newSigningSecret } from '../shared/message-signature.js';
import { type WebhookFilter, WebhookRepository } from './webhook.repository.js';
import type { Webhook } from './webhook.states.js';

export type { Webhook, WebhookFilter };

const MOST_WEBHOOKS = 50;
const LONGEST_NAME = 200;
/** For so long receivers may go on checking with the old secret. */
const OVERLAP_SECONDS = 24 * 3600;
const CREATE = 'Mutation.createWebhook';

export interface NewWebhook {
  readonly clientId?: string | null;
  readonly name: string;
  readonly url: string;
  readonly events?: readonly EventType[] | null;
  readonly idempotencyKey?: string | null;
}
/** What is left out stays; null clears. */
export interface WebhookUpdate {
  readonly name?: string | null;
  readonly url?: string | null;
  readonly events?: readonly EventType[] | null;
  readonly enabled?: boolean | null;
}

/** Where organizations are told of events: addresses, and the secrets that sign what goes there. */
export class WebhookService {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    private readonly master: MasterKey,
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  async page(operator: Operator, filter: WebhookFilter, request: PageRequest) {
    const read = <T>(ask: (webhooks: WebhookRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(operator.organizationId, (db) => ask(new WebhookRepository(db, operator.organizationId)));
    const asked = { ...filter, clientIds: filter.clientIds?.filter(isId) };
    const page = await read((webhooks) => webhooks.page(operator.mode, asked, request));
    return { page, count: () => read((webhooks) => webhooks.count(operator.mode, asked)) };
  }

  /** @throws DomainError NOT_FOUND */
  async require(operator: Operator, id: string): Promise<Webhook> {
    const webhook = isId(id) ? await this.find(operator.organizationId, id) : undefined;
    if (!webhook || !mayTouch(operator, webhook.mode))
      throw new DomainError('NOT_FOUND', { message: 'There is no such webhook.' });
    return webhook;
  }

  async find(organizationId: string, id: string): Promise<Webhook | undefined> {
    return this.database.tenant(organizationId, (db) => new WebhookRepository(db, organizationId).find(id));
  }

  async enabled(organizationId: string, mode: Mode): Promise<Webhook[]> {
    return this.database.tenant(organizationId, (db) => new WebhookRepository(db, organizationId).enabled(mode));
  }

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewWebhook): Promise<{ webhook: Webhook; secret: string }> {
    const { organizationId, mode } = operator;
    const { idempotencyKey: key, ...asked } = input;
    const name = checkedName(input.name);
    const url = this.checkedUrl(input.url);
    const clientId = input.clientId ? (await this.clients.require(organizationId, input.clientId)).id : undefined;
    const secret = newSigningSecret();
    const id = await this.log.change(organizationId, async ({ db, now, append }) => {
      const id = newId();
      const request = { organizationId, operation: CREATE, key, input: { ...asked, mode } };
      const first = await takeIdempotencyKey(db, request, id, now);
      const webhooks = new WebhookRepository(db, organizationId);
      const sealed = this.sealed(organizationId, first ?? id, secret);
      if (first) {
        await webhooks.rotateSecret(first, sealed, addSeconds(now, OVERLAP_SECONDS)); // the first one was shown once
        return first;
      }
      if ((await webhooks.count(mode, {})) >= MOST_WEBHOOKS)
        throw badInput('input', `an organization has at most ${MOST_WEBHOOKS} webhooks`);
      const events = input.events ?? undefined;
      const rest = { enabled: true, failingSince: undefined, createdAt: now };
      await webhooks.insert({ id, organizationId, clientId, mode, name, url, events, ...rest }, sealed);
      await append(eventOf(operator, CREATE, 'WEBHOOK_CREATED', id));
      return id;
    });
    return { webhook: await this.require(operator, id), secret };
  }

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND */
  async update(operator: Operator, id: string, update: WebhookUpdate): Promise<Webhook> {
    await this.require(operator, id);
    const name = update.name ? checkedName(update.name) : undefined;
    const url = update.url ? this.checkedUrl(update.url) : undefined;
    await this.change(operator, id, 'Mutation.updateWebhook', 'WEBHOOK_UPDATED', async (webhooks, webhook) =>
      webhooks.update({
        ...webhook,
        name: name ?? webhook.name,
        url: url ?? webhook.url,
        events: update.events === undefined ? webhook.events : (update.events ?? undefined),
        enabled: update.enabled ?? webhook.enabled,
        failingSince: update.enabled ? undefined : webhook.failingSince,
      }),
    );
    return this.require(operator, id);
  }

  /** The old secret signs beside the new one for a day. @throws DomainError NOT_FOUND */
  async rotateSecret(operator: Operator, id: string): Promise<{ webhook: Webhook; secret: string }> {
    await this.require(operator, id);
    const secret = newSigningSecret();
    const endpoint = 'Mutation.rotateWebhookSecret';
    await this.change(operator, id, endpoint, 'WEBHOOK_SECRET_ROTATED', (webhooks, _webhook, now) =>
      webhooks.rotateSecret(id, this.sealed(operator.organizationId, id, secret), addSeconds(now, OVERLAP_SECONDS)),
    );
    return { webhook: await this.require(operator, id), secret };
  }

  /** Deliveries that are still on their way end with it. @throws DomainError NOT_FOUND */
  async delete(operator: Operator, id: string): Promise<void> {
    await this.require(operator, id);
    await this.change(operator, id, 'Mutation.deleteWebhook', 'WEBHOOK_DELETED', (webhooks) => webhooks.delete(id));
  }

  /** A webhook and what signs a message to it now, the current secret first. */
  async findWithSecrets(
    organizationId: string,
    id: string,
  ): Promise<{ webhook: Webhook; secrets: string[] } | undefined> {
    const found = await this.database.tenant(organizationId, (db) =>
      new WebhookRepository(db, organizationId).findWithSecrets(id, this.clock()),
    );
    if (!found) return undefined;
    const key = this.master.derive('webhook');
    const secrets = [found.secrets.current, found.secrets.old]
      .filter((secret) => secret !== undefined)
      .map((secret) => unseal(key, secret, contextOf(organizationId, id)).toString());
    return { webhook: found.webhook, secrets };
  }

  private async change(
    operator: Operator,
    id: string,
    endpoint: string,
    type: EventType,
    work: (webhooks: WebhookRepository, webhook: Webhook, now: Date) => Promise<void>,
  ): Promise<void> {
    await this.log.change(operator.organizationId, async ({ db, now, append }) => {
      const webhooks = new WebhookRepository(db, operator.organizationId);
      const webhook = await webhooks.find(id);
      if (!webhook) throw new DomainError('NOT_FOUND', { message: 'There is no such webhook.' });
      await work(webhooks, webhook, now);
      await append(eventOf(operator, endpoint, type, id));
    });
  }

  private checkedUrl(url: string): string {
    if (!this.outbound.allows(url)) throw badInput('input.url', 'must be a public https address');
    return url;
  }

  private sealed(organizationId: string, id: string, secret: string): Buffer {
    return seal(this.master.derive('webhook'), Buffer.from(secret), contextOf(organizationId, id));
  }
}

const contextOf = (organizationId: string, id: string): string => `${organizationId}/${id}/webhook-secret`;

const eventOf = ({ organizationId, keyId: actor, mode }: Operator, endpoint: string, type: EventType, id: string) =>
  organizationEvent(organizationId, { actor, mode, endpoint }, type, { webhookId: id });

function checkedName(given: string): string {
  const name = given.trim();
  if (name === '' || name.length > LONGEST_NAME)
    throw badInput('input.name', `must be 1 to ${LONGEST_NAME} characters`);
  return name;
}
