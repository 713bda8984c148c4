import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table events (
      id uuid primary key,
      organization_id text not null references organizations,
      subject_kind text not null,
      subject_id text not null,
      sequence integer not null,
      type text not null,
      endpoint text,
      actor text,
      mode text not null,
      data jsonb not null,
      occurred_at timestamptz not null,
      -- In the order of writing; within a subject that is the order of its changes.
      written bigint generated always as identity,
      -- Given at publication, in order, an organization at a time; null until then.
      cursor bigint,
      unique (organization_id, subject_id, sequence)
    );
    create unique index on events (organization_id, cursor) where cursor is not null;
    create index on events (written) where cursor is null;
    ${tenantTable('events', { rights: 'select, insert' })}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table events');
}
