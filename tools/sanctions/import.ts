/** Puts new versions of lists in force, all of them or none. */
import { statSync } from 'node:fs';
import { SanctionsListRepository } from '../../src/sanctions/sanctions-list.repository.js';
import type { ListVersion } from '../../src/sanctions/sanctions.states.js';
import type { Clock } from '../../src/shared/clock.js';
import type { Database } from '../../src/shared/database.js';
import { newId } from '../../src/shared/id.js';
import { groupFiles, readList, type ReadList } from './files.js';
import { ImportError } from './import-error.js';

/** A list that loses more than this at once is taken for a broken file. */
const MOST_LOST = 0.05;

export interface Meter {
  start(total: number): void;
  add(bytes: number): void;
  stop(): void;
}

/**
 * A list that is broken, empty, or has lost more than 5 % of its entries is refused with all others given.
 * @param force takes a list that has lost more
 * @throws ImportError
 */
export async function importLists(
  database: Database,
  paths: readonly string[],
  { force, clock, meter }: { readonly force: boolean; readonly clock: Clock; readonly meter: Meter },
): Promise<ListVersion[]> {
  const files = groupFiles(paths);
  meter.start(paths.reduce((sum, path) => sum + sizeOf(path), 0));
  const read: ReadList[] = [];
  try {
    for (const list of files) read.push(await readList(list, (bytes) => meter.add(bytes)));
  } finally {
    meter.stop();
  }
  const lists = new SanctionsListRepository(database.system);
  const inForce = await lists.inForce();
  if (!force) for (const list of read) refuseLoss(list, inForce);
  const versions = read.map(({ entries, ...list }) => ({
    ...list,
    entries,
    id: newId(),
    count: entries.length,
    importedAt: clock(),
  }));
  await lists.replace(versions);
  return versions.map(({ entries: _entries, ...version }) => version);
}

function refuseLoss({ name, entries }: ReadList, inForce: readonly ListVersion[]): void {
  const known = inForce.find((list) => list.name === name);
  if (!known || entries.length >= known.count * (1 - MOST_LOST)) return;
  const lost = Math.round((1 - entries.length / known.count) * 100);
  throw new ImportError(
    `${name} would shrink from ${known.count} to ${entries.length} entries (${lost} %): pass --force if that is right`,
  );
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    throw new ImportError(`${path} cannot be read`);
  }
}
