import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who holds the frames, and its name for the check; null where they come to us.
    alter table liveness_tokens add column holder text, add column reference text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table liveness_tokens drop column holder, drop column reference');
}
