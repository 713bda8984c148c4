import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The ends of providers' calls, by time: see src/statistics.
    create index events_of_providers on events (organization_id, mode, occurred_at)
      where type in ('SESSION_CAPTURE_ANALYZED', 'SCORING_SCORED', 'SCORING_FAILED');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_of_providers');
}
