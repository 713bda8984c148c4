import type { Knex } from 'knex';
import type { TenantDb } from '../shared/database.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { Delivery, DeliveryStatus, EventType } from './webhook.states.js';

interface DeliveryRow {
  id: string;
  organization_id: string;
  webhook_id: string | null;
  session_id: string | null;
  event_id: string;
  event: EventType;
  status: DeliveryStatus;
  attempts: number;
  response_status: number | null;
  created_at: Date;
  last_attempt_at: Date | null;
  next_attempt_at: Date | null;
  delivered_at: Date | null;
}

export const PRUNED_AT_ONCE = 1000;

export class DeliveryRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async find(id: string, lock?: 'for update'): Promise<Delivery | undefined> {
    const query = this.deliveries().where({ id }).first();
    const row = await (lock ? query.forUpdate() : query);
    return row && fromRow(row);
  }

  /** Newest first. */
  async page(webhookId: string, request: PageRequest): Promise<Page<Delivery>> {
    const query = this.deliveries().where({ webhook_id: webhookId }).orderBy('id', 'desc').limit(rowsToFetch(request));
    if (request.after) query.where('id', '<', request.after);
    return pageOf((await query).map(fromRow), request);
  }

  async count(webhookId: string): Promise<number> {
    const [row] = await this.deliveries().where({ webhook_id: webhookId }).count<{ count: number | string }[]>();
    return Number(row?.count ?? 0);
  }

  /** Returns the ids of those whose event was not yet on its way to their address. */
  async insert(deliveries: readonly Delivery[]): Promise<ReadonlySet<string>> {
    if (deliveries.length === 0) return new Set();
    const inserted = await this.deliveries()
      .insert(deliveries.map(toRow))
      .onConflict(this.db.raw('(organization_id, event_id, coalesce(webhook_id, session_id))'))
      .ignore()
      .returning('id');
    return new Set(inserted.map(({ id }) => id));
  }

  async update(delivery: Delivery): Promise<void> {
    const { id, organization_id: _organization, ...row } = toRow(delivery);
    await this.deliveries().where({ id }).update(row);
  }

  private deliveries() {
    return this.db<DeliveryRow>('webhook_deliveries').where('organization_id', this.organizationId);
  }
}

/**
 * Forgets messages that came to an end before then, of all organizations, some at a time; returns how many there were
 * this time.
 */
export async function pruneDeliveries(system: Knex, before: Date): Promise<number> {
  const ended = system<DeliveryRow>('webhook_deliveries')
    .whereNot('status', 'PENDING')
    .where('created_at', '<', before);
  return system<DeliveryRow>('webhook_deliveries').whereIn('id', ended.select('id').limit(PRUNED_AT_ONCE)).delete();
}

const toRow = (delivery: Delivery): DeliveryRow => ({
  id: delivery.id,
  organization_id: delivery.organizationId,
  webhook_id: delivery.webhookId ?? null,
  session_id: delivery.sessionId ?? null,
  event_id: delivery.eventId,
  event: delivery.event,
  status: delivery.status,
  attempts: delivery.attempts,
  response_status: delivery.responseStatus ?? null,
  created_at: delivery.createdAt,
  last_attempt_at: delivery.lastAttemptAt ?? null,
  next_attempt_at: delivery.nextAttemptAt ?? null,
  delivered_at: delivery.deliveredAt ?? null,
});

const fromRow = (row: DeliveryRow): Delivery => ({
  id: row.id,
  organizationId: row.organization_id,
  webhookId: row.webhook_id ?? undefined,
  sessionId: row.session_id ?? undefined,
  eventId: row.event_id,
  event: row.event,
  status: row.status,
  attempts: row.attempts,
  responseStatus: row.response_status ?? undefined,
  createdAt: row.created_at,
  lastAttemptAt: row.last_attempt_at ?? undefined,
  nextAttemptAt: row.next_attempt_at ?? undefined,
  deliveredAt: row.delivered_at ?? undefined,
});
