import type { Knex } from 'knex';

/** Captures, documents, tests and liveness tokens belong to a session or to a scoring: whose they are says the id alone. */
const TABLES = ['captures', 'documents', 'test_results', 'liveness_tokens'];

export async function up(knex: Knex): Promise<void> {
  for (const table of TABLES)
    await knex.raw(`
      alter table ${table} drop constraint ${table}_session_id_fkey;
      alter table ${table} rename column session_id to subject_id;
    `);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES)
    await knex.raw(`
      alter table ${table} rename column subject_id to session_id;
      alter table ${table} add constraint ${table}_session_id_fkey foreign key (session_id) references sessions;
    `);
}
