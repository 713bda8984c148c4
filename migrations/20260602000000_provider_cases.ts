import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What providers keep for a subject until it is released.
    create table provider_cases (
      organization_id text not null references organizations,
      -- The adapter that opened it, and the name that the provider has given it: no personal data.
      source text not null,
      reference text not null,
      -- A session, a scoring, a comparison.
      holder_id uuid not null,
      provider text not null,
      mode text not null,
      opened_at timestamptz not null,
      -- When nobody can want anything of it any more.
      wanted_until timestamptz not null,
      primary key (organization_id, source, reference)
    );
    create index on provider_cases (organization_id, holder_id);
    create index on provider_cases (wanted_until);
    ${tenantTable('provider_cases', { rights: 'select, insert, delete' })}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table provider_cases');
}
