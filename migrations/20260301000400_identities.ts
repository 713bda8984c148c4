import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table identities (
      id uuid primary key,
      organization_id text not null references organizations,
      mode text not null,
      client_id uuid references clients,
      user_id text,
      version integer not null,
      created_at timestamptz not null,
      completed_at timestamptz,
      document_front_given_at timestamptz,
      liveness_detected_at timestamptz,
      ofac_status text not null,
      ofac_detected_at timestamptz,
      dmv_status text not null,
      dmv_detected_at timestamptz,
      verified boolean not null,
      verified_at timestamptz,
      last_verified timestamptz,
      identity_score double precision,
      metadata jsonb not null default '{}',
      erased_at timestamptz,
      -- Sealed: the caller's own id, names, birth date, gender, address, e-mail, telephone; and the enrolled face.
      person bytea,
      face bytea
    );
    create index identities_by_id on identities (organization_id, id);
    create index identities_by_client on identities (organization_id, client_id, id);
    create index identities_by_user on identities (organization_id, user_id, id) where user_id is not null;
    create index identities_by_verified on identities (organization_id, verified, id);
    create index identities_by_creation on identities (organization_id, created_at, id);
    ${tenantTable('identities')}

    -- Keyed fingerprints of callers' own ids and of documents: by these, and never by a name, a person is known again.
    create table identity_keys (
      organization_id text not null references organizations,
      mode text not null,
      fingerprint bytea not null,
      identity_id uuid not null,
      primary key (organization_id, mode, fingerprint)
    );
    create index on identity_keys (organization_id, identity_id);
    ${tenantTable('identity_keys')}

    create table identity_sessions (
      organization_id text not null references organizations,
      session_id uuid not null,
      identity_id uuid not null references identities,
      document_type text not null,
      verified boolean not null,
      primary key (organization_id, session_id)
    );
    create index on identity_sessions (organization_id, identity_id, session_id);
    ${tenantTable('identity_sessions')}

    create table sanctions_exceptions (
      id uuid primary key,
      organization_id text not null references organizations,
      identity_id uuid not null references identities,
      list text not null,
      entry_id text not null,
      created_by text not null,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      -- Sealed under the identity's key.
      note bytea
    );
    create index on sanctions_exceptions (organization_id, identity_id);
    ${tenantTable('sanctions_exceptions')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table sanctions_exceptions, identity_sessions, identity_keys, identities');
}
