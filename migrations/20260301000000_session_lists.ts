import type { Knex } from 'knex';

/** Each filter of the lists has an index that ends in the id: the order of the lists, and their cursor. */
const FILTERED = ['status', 'client_id', 'created_at'];
const SPARSE = ['status_reason', 'user_id', 'identity_id', 'verified'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table sessions add column identity_id uuid;
    -- Sealed.
    alter table captures add column ip_address bytea;
    drop index sessions_organization_id_id_idx;
    create index sessions_by_kind on sessions (organization_id, kind, id);
    create index sessions_of_sandbox on sessions (organization_id, kind, id) where mode = 'SANDBOX';
  `);
  for (const column of FILTERED)
    await knex.raw(`create index sessions_by_${column} on sessions (organization_id, kind, ${column}, id)`);
  for (const column of SPARSE)
    await knex.raw(
      `create index sessions_by_${column} on sessions (organization_id, kind, ${column}, id) where ${column} is not null`,
    );
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['kind', ...FILTERED, ...SPARSE]) await knex.raw(`drop index sessions_by_${name}`);
  await knex.raw(`
    drop index sessions_of_sandbox;
    create index on sessions (organization_id, id desc);
    alter table sessions drop column identity_id;
    alter table captures drop column ip_address;
  `);
}
