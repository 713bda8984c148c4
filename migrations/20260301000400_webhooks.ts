import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table webhooks (
      id uuid primary key,
      organization_id text not null references organizations,
      client_id uuid references clients,
      mode text not null,
      name text not null,
      url text not null,
      -- Null for all.
      events text[],
      enabled boolean not null,
      failing_since timestamptz,
      created_at timestamptz not null,
      -- Sealed under a key of the installation.
      secret bytea not null,
      old_secret bytea,
      old_secret_ends_at timestamptz
    );
    create index on webhooks (organization_id, id desc);
    ${tenantTable('webhooks')}

    create table webhook_deliveries (
      id uuid primary key,
      organization_id text not null references organizations,
      webhook_id uuid references webhooks on delete cascade,
      -- Of deliveries to a session's own webhookUrl.
      session_id uuid,
      event_id uuid not null,
      event text not null,
      status text not null,
      attempts integer not null,
      response_status integer,
      created_at timestamptz not null,
      last_attempt_at timestamptz,
      next_attempt_at timestamptz,
      delivered_at timestamptz
    );
    -- An event goes to an address once, however often its dispatch is repeated.
    create unique index on webhook_deliveries (organization_id, event_id, coalesce(webhook_id, session_id));
    create index on webhook_deliveries (organization_id, webhook_id, id desc);
    create index on webhook_deliveries (created_at) where status <> 'PENDING';
    ${tenantTable('webhook_deliveries')}

    -- Up to which cursor of each organization's log deliveries were made.
    create table webhook_progress (
      organization_id text primary key references organizations,
      cursor bigint not null
    );
    ${tenantTable('webhook_progress')}
    insert into webhook_progress select id, cursor from organizations;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table webhook_progress, webhook_deliveries, webhooks');
}
