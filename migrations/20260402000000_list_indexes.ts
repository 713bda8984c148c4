import type { Knex } from 'knex';

const LISTS = ['scorings', 'identifications'];

/** Each filter of the lists has an index that ends in the id: the order of the lists, and their cursor. */
export async function up(knex: Knex): Promise<void> {
  for (const table of LISTS)
    await knex.raw(`
      create index ${table}_by_creation on ${table} (organization_id, created_at, id);
      create index ${table}_of_sandbox on ${table} (organization_id, id) where mode = 'SANDBOX';
    `);
  await knex.raw(`create index identities_of_sandbox on identities (organization_id, id) where mode = 'SANDBOX'`);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of LISTS) await knex.raw(`drop index ${table}_by_creation; drop index ${table}_of_sandbox`);
  await knex.raw('drop index identities_of_sandbox');
}
