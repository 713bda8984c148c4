import type { EventLog } from '../event/event.service.js';
import type { PublishedEvent } from '../event/event.states.js';
import type { Database } from '../shared/database.js';
import type { Fanout } from '../shared/fanout.js';
import type { Logger } from '../shared/logger.js';
import type { DeliveryService, PlannedDelivery, SessionTarget, SessionTargets } from './delivery.service.js';
import type { Webhook, WebhookService } from './webhook.service.js';
import { DELIVERABLE } from './webhook.states.js';

interface ProgressRow {
  organization_id: string;
  cursor: number;
}
const BATCH = 200;

/** Reads the published log and plans a message for every address that an event concerns; the log is what counts. */
export class WebhookRelay {
  private readonly due = new Set<string>();
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly webhooks: WebhookService,
    private readonly deliveries: DeliveryService,
    private readonly targets: SessionTargets,
    private readonly fanout: Fanout,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.unsubscribe = this.fanout.subscribe((organizationId) => this.wake([organizationId]));
    this.timer = setInterval(() => void this.lookForWork(), this.fanout.pollMilliseconds);
    void this.lookForWork();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    this.unsubscribe?.();
    await this.running;
  }

  /** Wakes are hints and may be lost: what lies behind is found by looking. */
  private async lookForWork(): Promise<void> {
    try {
      const rows = await this.database
        .system('organizations as o')
        .leftJoin('webhook_progress as p', 'p.organization_id', 'o.id')
        .whereRaw('o.cursor > coalesce(p.cursor, 0)')
        .select<{ id: string }[]>('o.id');
      this.wake(rows.map(({ id }) => id));
    } catch (error) {
      this.logger.warn({ err: error }, 'webhooks could not be looked after; trying again');
    }
  }

  private wake(organizationIds: readonly string[]): void {
    for (const id of organizationIds) this.due.add(id);
    if (this.stopped || this.running || this.due.size === 0) return;
    this.running = this.drain()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'webhooks could not be planned; trying again'))
      .finally(() => {
        this.running = undefined;
        this.wake([]);
      });
  }

  private async drain(): Promise<void> {
    for (const organizationId of this.due) {
      if (this.stopped) return;
      this.due.delete(organizationId);
      while ((await this.planBatch(organizationId)) === BATCH && !this.stopped);
    }
  }

  /** Returns how many events were looked at. */
  private async planBatch(organizationId: string): Promise<number> {
    const progress = await this.database.tenant(organizationId, (db) => db<ProgressRow>('webhook_progress').first());
    const before = progress?.cursor ?? 0;
    const events = await this.log.publishedAfter(organizationId, before, BATCH);
    const last = events.at(-1)?.cursor;
    if (last === undefined) return 0;
    const sessionIds = events.filter(({ subjectKind }) => subjectKind === 'session').map(({ subjectId }) => subjectId);
    const sessions = await this.targets.find(organizationId, [...new Set(sessionIds)]);
    const webhooks = [
      ...(await this.webhooks.enabled(organizationId, 'LIVE')),
      ...(await this.webhooks.enabled(organizationId, 'SANDBOX')),
    ];
    const planned = events.flatMap((event) => addressesOf(event, webhooks, sessions.get(event.subjectId)));
    await this.database.tenant(organizationId, async (db) => {
      // Whoever moves the cursor plans the messages: two at once make them once.
      const moved = await db<ProgressRow>('webhook_progress')
        .insert({ organization_id: organizationId, cursor: last })
        .onConflict('organization_id')
        .merge()
        .where('webhook_progress.cursor', before)
        .returning('cursor');
      if (moved.length === 0) return;
      await this.deliveries.plan(db, organizationId, planned);
    });
    if (planned.length > 0) this.deliveries.wake();
    return events.length;
  }
}

function addressesOf(
  event: PublishedEvent,
  webhooks: readonly Webhook[],
  session: SessionTarget | undefined,
): PlannedDelivery[] {
  if (!DELIVERABLE(event.type)) return [];
  const about = { eventId: event.id, event: event.type };
  const wanted = webhooks.filter(
    ({ mode, clientId, events, createdAt }) =>
      mode === event.mode &&
      createdAt <= event.occurredAt &&
      (clientId === undefined || clientId === session?.clientId) &&
      (events === undefined || events.includes(event.type)),
  );
  return [
    ...wanted.map(({ id, url }) => ({ ...about, webhookId: id, sessionId: undefined, url })),
    ...(session?.webhookUrl
      ? [{ ...about, webhookId: undefined, sessionId: event.subjectId, url: session.webhookUrl }]
      : []),
  ];
}
