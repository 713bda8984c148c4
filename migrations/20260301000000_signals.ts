import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A session's test results in one value, so that ten thousand sessions are read in one go: see src/simulation.
    alter table sessions add column signals text;
    update sessions s set signals = (
      select json_agg(json_build_array(
               name, outcome, confidence, metric, threshold, comparator, 'switched_off' = any(reasons)))::text
        from test_results t where t.organization_id = s.organization_id and t.subject_id = s.id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table sessions drop column signals');
}
