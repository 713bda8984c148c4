import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { ConnectionWatch } from './connection-watch.js';
import { openEmbedded } from './embedded-database.js';

/** Bytes come as Buffer from pg and as Uint8Array from PGlite. */
export type Bytes = Uint8Array;

declare const tenantBrand: unique symbol;
/**
 * A transaction that may see one organization alone: PostgreSQL's row-level security holds it to that. Only
 * `Database.tenant` makes one, and repositories of tenant tables take nothing else.
 */
export type TenantDb = Knex.Transaction & { readonly [tenantBrand]: true };

/** The role of tenants: it owns nothing, and the policies of every tenant table apply to it. */
export const TENANT_ROLE = 'proofgate_tenant';

export interface DatabaseLocation {
  /** A PostgreSQL server; without it the embedded one is used. */
  readonly url?: string | undefined;
  /** The folder of the embedded database; without it, memory. */
  readonly folder?: string | undefined;
}

/** PostgreSQL, on a server or embedded, behind knex. */
export class Database {
  private constructor(
    /** Not held to any organization: for migrations, the relay, jobs, and finding out who is asking. */
    readonly system: Knex,
    readonly kind: 'server' | 'embedded',
    private readonly watch?: ConnectionWatch,
  ) {}

  private static connect(url: string): Database {
    pg.types.setTypeParser(pg.types.builtins.INT8, Number); // counts and cursors: as PGlite has them, far below 2^53
    const watch = new ConnectionWatch(url);
    const afterCreate = (connection: pg.Client, done: () => void) => {
      watch.add(connection);
      done();
    };
    const system = knexFactory({
      client: 'pg',
      log: SILENT, // what fails is thrown as well, and logged by who catches it
      connection: { connectionString: url, connectionTimeoutMillis: 2000, ...SESSION },
      pool: { min: 0, max: 10, acquireTimeoutMillis: 2500, afterCreate },
    });
    return new Database(system, 'server', watch);
  }

  static async open(location: DatabaseLocation): Promise<Database> {
    const database = location.url
      ? Database.connect(location.url)
      : new Database(await openEmbedded(location.folder), 'embedded');
    try {
      await database.system.raw('select 1');
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  /** Runs the work in one transaction that sees this organization alone. */
  async tenant<T>(organizationId: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
    return this.system.transaction(async (transaction) => {
      await transaction.raw(`select set_config('role', ?, true), set_config('app.organization', ?, true)`, [
        TENANT_ROLE,
        organizationId,
      ]);
      return work(transaction as TenantDb);
    });
  }

  /** Which life of which database this is: another one after a restore from a backup, where versions are given anew. */
  async life(): Promise<string> {
    const { rows } = await this.system.raw<{ rows: { life: string }[] }>(
      `select concat_ws('.', system_identifier, timeline_id, oid) as life
         from pg_control_system(), pg_control_checkpoint(), pg_database where datname = current_database()`,
    );
    return rows[0]?.life ?? '';
  }

  async close(): Promise<void> {
    this.watch?.stop();
    await this.system.destroy();
  }
}

/** Leaves the role of tenants for one piece of work: for tables of the installation, in a tenant's own transaction. */
export async function asOwner<T>(db: TenantDb, work: () => Promise<T>): Promise<T> {
  const transaction: Knex.Transaction = db;
  await transaction.raw(`select set_config('role', 'none', true)`);
  const result = await work(); // where it fails, so does the transaction, and the role with it
  await transaction.raw(`select set_config('role', ?, true)`, [TENANT_ROLE]);
  return result;
}

const nothing = () => undefined;
/** A process that died with its machine in a transaction holds its locks no longer than this. */
const SESSION = { application_name: 'proofgate', idle_in_transaction_session_timeout: 30_000 };
const SILENT = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };
