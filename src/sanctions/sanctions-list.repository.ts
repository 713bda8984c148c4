import type { Knex } from 'knex';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Bytes } from '../shared/database.js';
import type { ListedEntry, ListName, ListVersion } from './sanctions.states.js';

const [compress, expand] = [promisify(gzip), promisify(gunzip)];

interface ListRow {
  id: string;
  name: ListName;
  published_at: Date | null;
  sha256: string;
  entry_count: number;
  imported_at: Date;
  content: Bytes | null;
}

/** Lists are the installation's, not a tenant's: outside row-level security. */
export class SanctionsListRepository {
  constructor(private readonly system: Knex) {}

  /** One version a list. */
  async inForce(): Promise<ListVersion[]> {
    const rows = await this.lists()
      .whereNotNull('content')
      .orderBy('name', 'desc')
      .select('id', 'name', 'published_at', 'sha256', 'entry_count', 'imported_at');
    return rows.map(fromRow);
  }

  /** Throws where a later version has taken its place meanwhile: an empty list would clear everybody. */
  async entriesOf(id: string): Promise<ListedEntry[]> {
    const row = await this.lists().where({ id }).first('content');
    if (!row?.content) throw new Error('this version of the list is no longer in force');
    return JSON.parse((await expand(row.content)).toString()) as ListedEntry[]; // as replace() wrote it
  }

  /** At once: whoever asks sees the old version whole, or this one. */
  async replace(versions: readonly (ListVersion & { readonly entries: readonly ListedEntry[] })[]): Promise<void> {
    const rows = await Promise.all(versions.map(toRow));
    await this.system.transaction(async (transaction) => {
      for (const row of rows) {
        await transaction<ListRow>('sanctions_lists')
          .where({ name: row.name })
          .whereNotNull('content')
          .update({ content: null });
        await transaction<ListRow>('sanctions_lists').insert(row);
      }
    });
  }

  private lists() {
    return this.system<ListRow>('sanctions_lists');
  }
}

const fromRow = (row: Omit<ListRow, 'content'>): ListVersion => ({
  id: row.id,
  name: row.name,
  publishedAt: row.published_at ?? undefined,
  sha256: row.sha256,
  count: row.entry_count,
  importedAt: row.imported_at,
});

const toRow = async (version: ListVersion & { readonly entries: readonly ListedEntry[] }): Promise<ListRow> => ({
  id: version.id,
  name: version.name,
  published_at: version.publishedAt ?? null,
  sha256: version.sha256,
  entry_count: version.count,
  imported_at: version.importedAt,
  content: await compress(JSON.stringify(version.entries)),
});
