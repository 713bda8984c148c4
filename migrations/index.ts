import type { Knex } from 'knex';
import * as foundation from './20260101000000_foundation.js';
import * as events from './20260101000100_events.js';
import * as sessions from './20260101000200_sessions.js';
import * as scorings from './20260301000000_scorings.js';
import * as subjects from './20260201000000_subjects.js';
import * as sanctions from './20260301000300_sanctions.js';
import * as identities from './20260301000400_identities.js';
import * as sessionLists from './20260301000000_session_lists.js';
import * as providers from './20260302000000_providers.js';
import * as webhooks from './20260301000400_webhooks.js';
import * as tenants from './20260102000000_tenants.js';
import * as requirements from './20260301000100_requirements.js';
import * as signals from './20260301000000_signals.js';
import * as sessionVerdicts from './20260301000100_session_verdicts.js';
import * as statistics from './20260401000000_statistics.js';
import * as listIndexes from './20260402000000_list_indexes.js';
import * as heldLiveness from './20260501000000_held_liveness.js';
import * as sightings from './20260601000000_sightings.js';
import * as providerCases from './20260602000000_provider_cases.js';

interface Migration {
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** In the order in which they run. Expand first, contract in a later release. */
const migrations: Record<string, Migration> = {
  '20260101000000_foundation': foundation,
  '20260101000100_events': events,
  '20260101000200_sessions': sessions,
  '20260201000000_subjects': subjects,
  '20260301000300_sanctions': sanctions,
  '20260301000400_identities': identities,
  '20260301000000_session_lists': sessionLists,
  '20260102000000_tenants': tenants,
  '20260301000000_scorings': scorings,
  '20260301000000_signals': signals,
  '20260301000100_requirements': requirements,
  '20260301000100_session_verdicts': sessionVerdicts,
  '20260302000000_providers': providers,
  '20260301000400_webhooks': webhooks,
  '20260401000000_statistics': statistics,
  '20260402000000_list_indexes': listIndexes,
  '20260501000000_held_liveness': heldLiveness,
  '20260601000000_sightings': sightings,
  '20260602000000_provider_cases': providerCases,
};

/** The shape that rows have in this release. */
export const LATEST_MIGRATION = Object.keys(migrations).toSorted().at(-1) ?? '';

/** Brings a database to the present; processes that start at the same time wait for the first one. */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    tableName: 'migrations',
    migrationSource: {
      getMigrations: async () => Object.keys(migrations),
      getMigrationName: (name: string) => name,
      getMigration: async (name: string) => {
        const migration = migrations[name];
        if (!migration) throw new Error(`there is no migration ${name}`);
        return migration;
      },
    },
  });
}
