import type { ClientService } from './client/client.service.js';
import type { EventLog } from './event/event.service.js';
import type { SessionService } from './session/session.service.js';
import type { Clock } from './shared/clock.js';
import type { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import type { Outbound } from './shared/outbound.js';
import type { Storage } from './storage.js';
import { DeliveryService } from './webhook/delivery.service.js';
import { WebhookRelay } from './webhook/webhook.relay.js';
import { WebhookService } from './webhook/webhook.service.js';

interface Needed {
  readonly events: EventLog;
  readonly clients: ClientService;
  readonly jobs: Jobs;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What tells customers of events: their addresses, the messages, and who plans these from the log. */
export function createWebhookServices(
  { database, master, fanout }: Pick<Storage, 'database' | 'master' | 'fanout'>,
  { events, clients, jobs, outbound, clock, log }: Needed,
  sessions: SessionService,
) {
  const targets = {
    find: (organizationId: string, ids: readonly string[]) => sessions.webhookTargets(organizationId, ids),
    secretOf: (organizationId: string, clientId: string) => clients.webhookSecretOf(organizationId, clientId),
  };
  const webhooks = new WebhookService(database, events, clients, master, outbound, clock);
  const deliveries = new DeliveryService(database, events, webhooks, targets, outbound, jobs, clock, Math.random);
  const dispatch = new WebhookRelay(database, events, webhooks, deliveries, targets, fanout, log);
  return { webhooks, deliveries, dispatch };
}
