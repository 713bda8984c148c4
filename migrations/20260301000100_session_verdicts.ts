import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table sessions
      add column dmv_scenario text,
      add column dmv_status text,
      add column dmv_detected_at timestamptz,
      add column ofac_status text,
      add column ofac_detected_at timestamptz,
      add column on_sanction_list boolean,
      -- Of a source that was unavailable: how often it was asked again, and until when it will be.
      add column retries integer not null default 0,
      add column retry_until timestamptz;

    create table decisions (
      id uuid primary key,
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      verified boolean not null,
      decided_by text not null,
      decided_at timestamptz not null,
      -- Sealed: the reason and the note, in which people write names.
      content bytea not null
    );
    create index on decisions (organization_id, session_id, id);
    ${tenantTable('decisions', { rights: 'select, insert' })}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table decisions;
    alter table sessions
      drop column dmv_scenario, drop column dmv_status, drop column dmv_detected_at, drop column ofac_status,
      drop column ofac_detected_at, drop column on_sanction_list, drop column retries, drop column retry_until;
  `);
}
