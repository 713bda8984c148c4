import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The same for every tenant, and read by the gateway itself alone.
    create table sanctions_lists (
      id uuid primary key,
      name text not null,
      published_at timestamptz,
      sha256 text not null,
      entry_count integer not null,
      imported_at timestamptz not null,
      -- Compressed JSON, read whole; null once a later version has taken its place.
      content bytea
    );
    create unique index on sanctions_lists (name) where content is not null;

    create table sanctions_hits (
      organization_id text not null references organizations,
      -- Of a session or a scoring.
      subject_id uuid not null,
      screened_at timestamptz not null,
      -- Sealed: the entries that may be the subject.
      content bytea,
      primary key (organization_id, subject_id)
    );
    ${tenantTable('sanctions_hits')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table sanctions_hits, sanctions_lists');
}
