import type { Knex } from 'knex';
import * as foundation from './20260101000000_foundation.js';
import * as events from './20260101000100_events.js';
import * as sessions from './20260101000200_sessions.js';

interface Migration {
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** In the order in which they run. Expand first, contract in a later release. */
const migrations: Record<string, Migration> = {
  '20260101000000_foundation': foundation,
  '20260101000100_events': events,
  '20260101000200_sessions': sessions,
};

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
