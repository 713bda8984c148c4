import type { Bytes, TenantDb } from '../shared/database.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { Mode } from '../shared/principal.js';
import type { EventType, Webhook } from './webhook.states.js';

interface WebhookRow {
  id: string;
  organization_id: string;
  client_id: string | null;
  mode: Mode;
  name: string;
  url: string;
  events: EventType[] | null;
  enabled: boolean;
  failing_since: Date | null;
  created_at: Date;
  secret: Bytes;
  old_secret: Bytes | null;
  old_secret_ends_at: Date | null;
}

export interface WebhookFilter {
  readonly clientIds?: readonly string[] | undefined;
  /** Found in the name or the address. */
  readonly searchTerm?: string | undefined;
}

/** The sealed secrets that sign: the old one for as long as receivers may still hold it. */
export interface SealedSecrets {
  readonly current: Bytes;
  readonly old: Bytes | undefined;
}

export class WebhookRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async find(id: string): Promise<Webhook | undefined> {
    const row = await this.webhooks().where({ id }).first();
    return row && fromRow(row);
  }

  async findMany(ids: readonly string[]): Promise<Webhook[]> {
    return (await this.webhooks().whereIn('id', [...ids])).map(fromRow);
  }

  /** Those that are told of what happens in this mode. */
  async enabled(mode: Mode): Promise<Webhook[]> {
    return (await this.webhooks().where({ enabled: true, mode })).map(fromRow);
  }

  async page(mode: Mode, filter: WebhookFilter, request: PageRequest): Promise<Page<Webhook>> {
    const isForward = request.direction === 'forward';
    const query = this.matching(mode, filter)
      .orderBy('id', isForward ? 'desc' : 'asc')
      .limit(rowsToFetch(request))
      .offset(request.skip);
    if (request.after) query.where('id', '<', request.after);
    if (request.before) query.where('id', '>', request.before);
    return pageOf((await query).map(fromRow), request);
  }

  async count(mode: Mode, filter: WebhookFilter): Promise<number> {
    const [row] = await this.matching(mode, filter).count<{ count: number | string }[]>();
    return Number(row?.count ?? 0);
  }

  async insert(webhook: Webhook, secret: Bytes): Promise<void> {
    await this.webhooks().insert({
      id: webhook.id,
      organization_id: this.organizationId,
      client_id: webhook.clientId ?? null,
      mode: webhook.mode,
      name: webhook.name,
      url: webhook.url,
      events: webhook.events ? [...webhook.events] : null,
      enabled: webhook.enabled,
      failing_since: null,
      created_at: webhook.createdAt,
      secret,
    });
  }

  async update(webhook: Webhook): Promise<void> {
    await this.webhooks()
      .where({ id: webhook.id })
      .update({
        name: webhook.name,
        url: webhook.url,
        events: webhook.events ? [...webhook.events] : null,
        enabled: webhook.enabled,
        failing_since: webhook.failingSince ?? null,
      });
  }

  /** How its address has answered, unless it has another one by now: an attempt takes a while. */
  async recordAnswer({ id, url }: Webhook, failingSince: Date | undefined): Promise<void> {
    await this.webhooks()
      .where({ id, url })
      .update({ failing_since: failingSince ?? null });
  }

  /** Returns whether it was enabled, and at this address. */
  async disable({ id, url }: Webhook): Promise<boolean> {
    return (await this.webhooks().where({ id, url, enabled: true }).update({ enabled: false })) > 0;
  }

  async delete(id: string): Promise<void> {
    await this.webhooks().where({ id }).delete();
  }

  async findWithSecrets(id: string, now: Date): Promise<{ webhook: Webhook; secrets: SealedSecrets } | undefined> {
    const row = await this.webhooks().where({ id }).first();
    if (!row) return undefined;
    const isOverlapping = row.old_secret_ends_at !== null && row.old_secret_ends_at > now;
    const old = isOverlapping ? (row.old_secret ?? undefined) : undefined;
    return { webhook: fromRow(row), secrets: { current: row.secret, old } };
  }

  /** The secret of now becomes the old one. */
  async rotateSecret(id: string, secret: Bytes, oldEndsAt: Date): Promise<void> {
    const row = await this.webhooks().where({ id }).forUpdate().first('secret');
    await this.webhooks()
      .where({ id })
      .update({ secret, old_secret: row?.secret ?? null, old_secret_ends_at: oldEndsAt });
  }

  private matching(mode: Mode, { clientIds, searchTerm }: WebhookFilter) {
    const query = this.webhooks();
    if (mode === 'SANDBOX') query.where({ mode });
    if (clientIds) query.whereIn('client_id', [...clientIds]);
    const words = searchTerm?.trim();
    if (words) {
      const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
      query.where((text) => void text.whereILike('name', pattern).orWhereILike('url', pattern));
    }
    return query;
  }

  private webhooks() {
    return this.db<WebhookRow>('webhooks').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: WebhookRow): Webhook => ({
  id: row.id,
  organizationId: row.organization_id,
  clientId: row.client_id ?? undefined,
  mode: row.mode,
  name: row.name,
  url: row.url,
  events: row.events ?? undefined,
  enabled: row.enabled,
  failingSince: row.failing_since ?? undefined,
  createdAt: row.created_at,
});
