import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table weights (
      id uuid primary key,
      organization_id text not null references organizations,
      client_id uuid references clients,
      user_id text,
      version integer not null,
      weights jsonb not null,
      created_by text,
      created_at timestamptz not null
    );
    create unique index on weights (organization_id, coalesce(client_id::text, ''), coalesce(user_id, ''), version);
    ${tenantTable('weights', { rights: 'select, insert' })}

    create table sessions (
      id uuid primary key,
      organization_id text not null references organizations,
      kind text not null,
      client_id uuid not null references clients,
      user_id text,
      mode text not null,
      provider text not null,
      status text not null,
      status_reason text,
      -- Counts the changes: the guard of every update, and the sequence of the session's last event.
      version integer not null,
      settings jsonb not null,
      metadata jsonb not null default '{}',
      sdk_metadata jsonb not null default '{}',
      webhook_url text,
      liveness_mode text not null,
      liveness_provider text not null,
      document_type text not null default 'UNKNOWN',
      weights_id uuid references weights,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      consented boolean,
      consented_at timestamptz,
      document_front_given_at timestamptz,
      document_back_given_at timestamptz,
      selfie_given_at timestamptz,
      liveness_detected_at timestamptz,
      finalize_requested_at timestamptz,
      finalize_input text[],
      completed_at timestamptz,
      verified boolean,
      verified_at timestamptz,
      provisional boolean not null default false,
      score jsonb,
      retry_at timestamptz,
      erased_at timestamptz,
      -- Sealed: the caller's own id of the person, names, birth date, gender.
      person bytea
    );
    create index on sessions (organization_id, id desc);
    create index on sessions (expires_at) where status = 'IN_PROGRESS';
    ${tenantTable('sessions')}

    create table captures (
      id uuid primary key,
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      file_type text not null,
      content_type text not null,
      byte_length integer not null,
      width integer not null,
      height integer not null,
      sha256 text not null,
      quality jsonb not null,
      captured_at timestamptz not null,
      -- PENDING, DONE or FAILED.
      analysis text not null,
      analysis_failure text,
      -- Whether these very bytes may be sent again.
      rejected boolean not null default false,
      -- Replaced by a later capture of the same side.
      superseded_at timestamptz,
      erased_at timestamptz,
      -- Sealed: coordinates, and what the analysis found.
      coordinates bytea,
      evidence bytea
    );
    create index on captures (organization_id, session_id, id);
    ${tenantTable('captures')}

    create table documents (
      id uuid primary key,
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      data_source text not null,
      document_type text not null,
      accepted boolean not null,
      created_at timestamptz not null,
      -- Sealed: the fields and the raw lines.
      content bytea,
      unique (organization_id, session_id, data_source)
    );
    ${tenantTable('documents')}

    create table test_results (
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      name text not null,
      outcome text not null,
      confidence double precision,
      metric double precision,
      threshold double precision,
      comparator text,
      provider text,
      source text not null,
      reasons text[] not null,
      evidence jsonb,
      performed_at timestamptz,
      primary key (organization_id, session_id, name)
    );
    ${tenantTable('test_results')}

    create table liveness_tokens (
      id uuid primary key,
      organization_id text not null references organizations,
      session_id uuid not null references sessions,
      hash bytea not null,
      steps text[] not null,
      tries integer not null default 0,
      created_at timestamptz not null,
      expires_at timestamptz not null
    );
    create index on liveness_tokens (organization_id, session_id);
    ${tenantTable('liveness_tokens')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table liveness_tokens, test_results, documents, captures, sessions, weights');
}
