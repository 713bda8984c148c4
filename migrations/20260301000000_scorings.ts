import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table scorings (
      id uuid primary key,
      organization_id text not null references organizations,
      mode text not null,
      document_type text not null,
      country text not null,
      provider text not null,
      fallbacks text[] not null,
      settings jsonb not null,
      status text not null,
      -- Counts the changes: the guard of every update.
      version integer not null,
      attempts integer not null,
      max_score_retries integer not null,
      weights_id uuid references weights,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      processing jsonb,
      result text,
      scored_by text,
      scored_at timestamptz,
      score jsonb,
      failure jsonb,
      closed_at timestamptz,
      -- Sealed: what the client's own SDK was given.
      delegation bytea
    );
    create index on scorings (organization_id, id desc);
    create index on scorings (organization_id, status, id desc);
    create index on scorings (organization_id, provider, id desc);
    ${tenantTable('scorings')}

    create table identifications (
      id uuid primary key,
      organization_id text not null references organizations,
      mode text not null,
      configuration_name text not null,
      status text not null,
      version integer not null,
      scoring_id uuid not null references scorings,
      attempts integer not null,
      rejection_reasons text[] not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      validated_at timestamptz,
      closed_at timestamptz,
      -- Sealed: who the holder is declared to be, and the device of the first read.
      declared bytea,
      device bytea
    );
    create index on identifications (organization_id, id desc);
    create index on identifications (organization_id, status, id desc);
    create index on identifications (organization_id, configuration_name, id desc);
    ${tenantTable('identifications')}

    create table validation_attempts (
      id uuid primary key,
      organization_id text not null references organizations,
      identification_id uuid not null references identifications,
      attempted_at timestamptz not null,
      accepted boolean not null,
      -- Sealed: the device, where it was, and its address.
      device bytea
    );
    create index on validation_attempts (organization_id, identification_id, id desc);
    ${tenantTable('validation_attempts', { rights: 'select, insert' })}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table validation_attempts, identifications, scorings');
}
