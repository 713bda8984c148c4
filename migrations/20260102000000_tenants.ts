import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Sealed under a key of the installation: deliveries to the webhookUrl of a client's sessions are signed with it.
    alter table clients add column webhook_secret bytea;

    -- The log of an organization, newest first.
    create index on events (organization_id, id desc);

    -- The keys of the platform itself stand under '*', which is no tenant.
    alter table idempotency_keys drop constraint idempotency_keys_organization_id_fkey;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index events_organization_id_id_idx;
    alter table clients drop column webhook_secret;
    delete from idempotency_keys where organization_id = '*';
    alter table idempotency_keys add foreign key (organization_id) references organizations;
  `);
}
