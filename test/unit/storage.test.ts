import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { Database } from '../../src/shared/database.js';
import { MasterKey, seal, unseal } from '../../src/shared/encryption.js';
import { checkMasterKey, Keyring } from '../../src/shared/keyring.js';
import { searchTokens } from '../../src/shared/search-token.js';

let database: Database;
const now = new Date();
beforeAll(async () => {
  database = await Database.open({});
  await migrate(database.system);
  await database.system('organizations').insert([
    { id: 'one', name: 'One', created_at: now },
    { id: 'two', name: 'Two', created_at: now },
  ]);
});
afterAll(() => database.close());

describe('row-level security', () => {
  it('stands on every table that names an organization', async () => {
    const { rows } = await database.system.raw<{ rows: { name: string; guarded: boolean }[] }>(`
      select c.relname as name, c.relrowsecurity and exists (select from pg_policy where polrelid = c.oid) as guarded
        from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and a.attname = 'organization_id' and n.nspname in ('public', 'keyring')`);
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.filter(({ guarded }) => !guarded)).toEqual([]);
  });

  it('shows a tenant its own rows, and takes no others', async () => {
    const client = { id: randomUUID(), organization_id: 'two', name: 'Two’s', created_at: now };
    await database.tenant('two', async (db) => void (await db('clients').insert(client)));
    expect(await database.tenant('two', (db) => db('clients').select('name'))).toEqual([{ name: 'Two’s' }]);
    expect(await database.tenant('one', (db) => db('clients').select('name'))).toEqual([]);
    expect(await database.tenant('one', (db) => db('clients').where({ id: client.id }).update({ name: 'x' }))).toBe(0);
    await database.tenant('one', async (db) => void (await db('clients').where({ id: client.id }).delete()));
    expect(await database.tenant('two', (db) => db('clients').select('name'))).toHaveLength(1);
    const stolen = { ...client, id: randomUUID() };
    await expect(database.tenant('one', async (db) => void (await db('clients').insert(stolen)))).rejects.toThrow(
      'row-level security',
    );
  });

  it('lets no tenant rewrite the log', async () => {
    await expect(
      database.tenant('one', async (db) => void (await db('events').update({ actor: 'x' }))),
    ).rejects.toThrow('permission denied');
    await expect(database.tenant('one', async (db) => void (await db('events').delete()))).rejects.toThrow(
      'permission denied',
    );
  });
});

describe('what is sealed', () => {
  const key = randomBytes(32);

  it('opens under its own key and for its own place, and not after a change', () => {
    const sealed = seal(key, Buffer.from('Anna'), 'one/1/person');
    expect(unseal(key, sealed, 'one/1/person').toString()).toBe('Anna');
    expect(() => unseal(key, sealed, 'one/2/person')).toThrow();
    expect(() => unseal(randomBytes(32), sealed, 'one/1/person')).toThrow();
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => unseal(key, changed, 'one/1/person')).toThrow();
    }
  });

  it('is gone with the key of its subject', async () => {
    const keyring = new Keyring(new MasterKey(key));
    const subject = { organizationId: 'one', subjectId: randomUUID() };
    const made = await database.tenant('one', (db) => keyring.create(db, subject, now));
    const sealed = made.sealJson({ name: 'Anna' }, 'person');
    const found = await database.tenant('one', (db) => keyring.find(db, subject));
    expect(found?.openJson(sealed, 'person')).toEqual({ name: 'Anna' });
    await database.tenant('one', (db) => keyring.destroy(db, subject));
    expect(await database.tenant('one', (db) => keyring.find(db, subject))).toBeUndefined();
  });

  it('belongs to one master key: another one is refused at the start', async () => {
    await checkMasterKey(database.system, new MasterKey(key));
    await checkMasterKey(database.system, new MasterKey(key));
    await expect(checkMasterKey(database.system, new MasterKey(randomBytes(32)))).rejects.toThrow('master key');
  });
});

describe('search tokens', () => {
  const master = new MasterKey(randomBytes(32));
  const tokens = (text: string, organization = 'one') =>
    searchTokens(master, organization, [text]).map((token) => token.toString('hex'));

  it('are the same whatever the accents, case and punctuation', () => {
    expect(tokens('José-María')).toEqual(tokens('jose maria'));
  });
  it('hold prefixes, and say nothing to another organization', () => {
    expect(tokens('Lindgren')).toEqual(expect.arrayContaining(tokens('Lind').slice(1)));
    expect(tokens('Lindgren', 'two').some((token) => tokens('Lindgren').includes(token))).toBe(false);
  });
});
