import type { Knex } from 'knex';
import { tenantTable } from './tenant-table.js';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What an organization has been shown: nothing here can be read, only found again.
    create table sightings (
      capture_id uuid primary key references captures,
      organization_id text not null references organizations,
      mode text not null,
      -- Keyed: who showed it, by the caller's own id of them where there is one.
      shown_by bytea not null,
      -- Keyed: the bytes.
      picture bytea not null,
      -- Masked: the perceptual hash, once the picture was read; masked alike, two are as far apart as their pictures.
      likeness bit(64)
    );
    create index on sightings (organization_id, mode, shown_by);
    ${tenantTable('sightings')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table sightings');
}
