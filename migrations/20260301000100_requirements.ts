import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table requirements (
      id uuid primary key,
      organization_id text not null references organizations,
      client_id uuid references clients,
      user_id text,
      document_type text not null,
      data_source text not null,
      version integer not null,
      -- The names of the flags that are set.
      required text[] not null,
      created_by text,
      created_at timestamptz not null
    );
    create unique index on requirements (
      organization_id, document_type, data_source, coalesce(client_id::text, ''), coalesce(user_id, ''), version);
    ${tenantTable('requirements', { rights: 'select, insert' })}

    -- The versions that a session keeps.
    create table session_requirements (
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      requirements_id uuid not null references requirements,
      primary key (organization_id, session_id, requirements_id)
    );
    ${tenantTable('session_requirements', { rights: 'select, insert' })}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table session_requirements, requirements');
}
