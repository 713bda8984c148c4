import { PGlite, type QueryOptions, type Results } from '@electric-sql/pglite';
import knexFactory, { type Knex } from 'knex';
import KnexPGlite from 'knex-pglite';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A data folder as initdb leaves it, made when the project is built: unpacking it takes a tenth of initdb's time. */
const TEMPLATE = [
  new URL('../../database-template.tar.gz', import.meta.url), // beside the compiled code
  new URL('../../dist/database-template.tar.gz', import.meta.url), // from the sources: tests, dev
].find((file) => existsSync(file));

/** PGlite's extended protocol takes one statement at a time; scripts (migrations) go through its simple one. */
class ScriptablePGlite extends PGlite {
  override async query<T>(sql: string, parameters?: unknown[], options?: QueryOptions): Promise<Results<T>> {
    if (parameters?.length || !/;\s*\S/.test(sql)) return super.query<T>(sql, parameters, options);
    const results = await this.exec(sql, options);
    return { rows: results.flatMap(({ rows }) => rows as T[]), fields: [], affectedRows: 0 };
  }
}

/** PostgreSQL inside this process, in a folder or in memory. It has one connection: never use it within a transaction. */
export async function openEmbedded(folder: string | undefined): Promise<Knex> {
  const isNew = folder === undefined || !existsSync(join(folder, 'PG_VERSION'));
  const pglite = new ScriptablePGlite({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(isNew && TEMPLATE ? { loadDataDir: new Blob([await readFile(TEMPLATE)]) } : {}),
  });
  await pglite.waitReady;
  // knex types its connections for the drivers that it knows.
  return knexFactory({ client: KnexPGlite, connection: { pglite } as Knex.StaticConnectionConfig });
}
