import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table provider_settings (
      organization_id text not null references organizations,
      adapter text not null,
      enabled boolean not null,
      -- Lower is asked first.
      priority integer not null,
      shadow_share double precision not null,
      -- Sealed under a key of the installation.
      settings bytea not null,
      version integer not null,
      updated_at timestamptz not null,
      primary key (organization_id, adapter)
    );
    ${tenantTable('provider_settings')}

    -- Messages that were taken: one of the same id is a replay.
    create table provider_callbacks (
      organization_id text not null references organizations,
      adapter text not null,
      message_id text not null,
      received_at timestamptz not null,
      primary key (organization_id, adapter, message_id)
    );
    ${tenantTable('provider_callbacks')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table provider_callbacks, provider_settings');
}
