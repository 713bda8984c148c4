import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  // Roles belong to the whole cluster: another database of it may have made this one, at this very moment.
  await knex.raw(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'proofgate_tenant') then
        create role proofgate_tenant nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$;
    grant proofgate_tenant to current_user;
    grant usage on schema public to proofgate_tenant;

    create table organizations (
      id text primary key,
      name text not null,
      policy jsonb not null default '{}',
      cursor bigint not null default 0,
      created_at timestamptz not null
    );
    ${tenantTable('organizations', { column: 'id' })}

    create table clients (
      id uuid primary key,
      organization_id text not null references organizations,
      name text not null,
      created_at timestamptz not null
    );
    create index on clients (organization_id, id);
    ${tenantTable('clients')}

    create table api_keys (
      id uuid primary key,
      organization_id text not null references organizations,
      client_id uuid references clients,
      name text not null,
      role text not null,
      mode text not null,
      prefix text not null,
      hash bytea not null unique,
      created_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz
    );
    create index on api_keys (organization_id, id);
    ${tenantTable('api_keys')}

    -- Wrapped data keys live in a schema of their own, to be backed up apart: an old backup must not undo an erasure.
    create schema keyring;
    grant usage on schema keyring to proofgate_tenant;
    create table keyring.master_check (check_value bytea not null);
    create table keyring.data_keys (
      organization_id text not null,
      subject_id uuid not null,
      wrapped bytea not null,
      created_at timestamptz not null,
      primary key (organization_id, subject_id)
    );
    ${tenantTable('keyring.data_keys')}

    -- Keyed tokens of names and numbers: what is sealed can be found, and nothing can be read from them.
    create table search_tokens (
      organization_id text not null references organizations,
      subject_id uuid not null,
      token bytea not null,
      primary key (organization_id, token, subject_id)
    );
    create index on search_tokens (organization_id, subject_id);
    ${tenantTable('search_tokens')}

    create table idempotency_keys (
      organization_id text not null references organizations,
      operation text not null,
      key text not null,
      input_hash bytea not null,
      result_id uuid not null,
      created_at timestamptz not null,
      primary key (organization_id, operation, key)
    );
    ${tenantTable('idempotency_keys')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table idempotency_keys, search_tokens, api_keys, clients, organizations;
    drop schema keyring cascade;
  `);
}
