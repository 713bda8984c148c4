import { StartError } from './start-error.js';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import type { Bytes, TenantDb } from './database.js';
import { type MasterKey, seal, unseal } from './encryption.js';

interface DataKeyRow {
  organization_id: string;
  subject_id: string;
  wrapped: Bytes;
  created_at: Date;
}

/** Where the key of a subject is to be found. */
export interface Subject {
  readonly organizationId: string;
  readonly subjectId: string;
}

/** Seals and opens what belongs to one person. */
export class DataKey {
  constructor(
    private readonly key: Uint8Array,
    private readonly subject: Subject,
  ) {}

  sealBytes(plain: Uint8Array, what: string): Buffer {
    return seal(this.key, plain, this.context(what));
  }
  openBytes(sealed: Bytes, what: string): Buffer {
    return unseal(this.key, sealed, this.context(what));
  }
  sealJson(value: unknown, what: string): Buffer {
    return this.sealBytes(Buffer.from(JSON.stringify(value)), what);
  }
  openJson(sealed: Bytes, what: string): unknown {
    return JSON.parse(this.openBytes(sealed, what).toString());
  }
  private context(what: string): string {
    return `${this.subject.organizationId}/${this.subject.subjectId}/${what}`;
  }
}

/**
 * The data keys, one a subject, wrapped by the master key. Deleting a subject's key erases all that it sealed: so a key is
 * read anew by whoever needs it, and outlives no transaction in any process.
 */
export class Keyring {
  private readonly opened = new WeakMap<Knex, Map<string, DataKey>>();

  constructor(private readonly master: MasterKey) {}

  async create(db: TenantDb, subject: Subject, now: Date): Promise<DataKey> {
    const key = randomBytes(32);
    await db<DataKeyRow>('keyring.data_keys').insert({
      organization_id: subject.organizationId,
      subject_id: subject.subjectId,
      wrapped: seal(this.master.derive('wrap'), key, contextOf(subject)),
      created_at: now,
    });
    return this.remember(db, subject, new DataKey(key, subject));
  }

  /** The keys of many subjects by a single statement; who was erased is left out. All are of one organization. */
  async findMany(db: Knex, subjects: readonly Subject[]): Promise<Map<string, DataKey>> {
    const known = this.opened.get(db);
    const found = new Map<string, DataKey>();
    const missing = subjects.filter((subject) => {
      const key = known?.get(contextOf(subject));
      if (key) found.set(subject.subjectId, key);
      return !key;
    });
    const [first] = missing;
    if (!first) return found;
    const rows = await db<DataKeyRow>('keyring.data_keys')
      .where('organization_id', first.organizationId)
      .whereIn(
        'subject_id',
        missing.map(({ subjectId }) => subjectId),
      );
    for (const row of rows) {
      const subject = { organizationId: row.organization_id, subjectId: row.subject_id };
      const key = new DataKey(unseal(this.master.derive('wrap'), row.wrapped, contextOf(subject)), subject);
      found.set(row.subject_id, this.remember(db, subject, key));
    }
    return found;
  }

  /** Undefined once the subject was erased. */
  async find(db: Knex, subject: Subject): Promise<DataKey | undefined> {
    return (await this.findMany(db, [subject])).get(subject.subjectId);
  }

  /** Throws where the subject was erased: for writers, who need it. */
  async require(db: TenantDb, subject: Subject): Promise<DataKey> {
    const key = await this.find(db, subject);
    if (!key) throw new Error('the data key of this subject was destroyed');
    return key;
  }

  async destroy(db: TenantDb, subject: Subject): Promise<void> {
    await db<DataKeyRow>('keyring.data_keys')
      .where({ organization_id: subject.organizationId, subject_id: subject.subjectId })
      .delete();
    this.opened.get(db)?.delete(contextOf(subject));
  }

  /** For the rest of the transaction, and outside of one not at all. */
  private remember(db: Knex, subject: Subject, key: DataKey): DataKey {
    if (!db.isTransaction) return key;
    let known = this.opened.get(db);
    if (!known) this.opened.set(db, (known = new Map<string, DataKey>()));
    known.set(contextOf(subject), key);
    return key;
  }
}

const contextOf = (subject: Subject): string => `${subject.organizationId}/${subject.subjectId}`;

/** Thrown at start where the master key is not the one that this database was sealed under. */
export class WrongMasterKey extends StartError {
  constructor() {
    super('the master key is not the one that this database was sealed under');
    this.name = 'WrongMasterKey';
  }
}

/** Remembers a check value of the master key at the first start, and holds every later start against it. */
export async function checkMasterKey(system: Knex, master: MasterKey): Promise<void> {
  const expected = master.mac('check', 'proofgate');
  await system.transaction(async (transaction) => {
    await transaction.raw('lock table keyring.master_check in share row exclusive mode');
    const row = await transaction<{ check_value: Bytes }>('keyring.master_check').first();
    if (!row) await transaction('keyring.master_check').insert({ check_value: expected });
    else if (!timingSafeEqual(row.check_value, expected)) throw new WrongMasterKey();
  });
}
