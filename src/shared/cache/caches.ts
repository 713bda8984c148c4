import type { Counter } from 'prom-client';
import type { Database } from '../database.js';
import type { MasterKey } from '../encryption.js';
import { DataKey, type Keyring } from '../keyring.js';
import { cacheReadsCounter, type CacheReads, cacheReadsOf } from './cache-reads.js';
import { type CacheRules, ReadThrough } from './read-through.js';
import { type CopyStore, type KeysOf, SealedCopies } from './sealed-copies.js';
import { Versions } from './versions.js';

export interface CacheSurroundings {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly master: MasterKey;
  /** Copies that processes share; undefined where there is no Redis. */
  readonly copies: CopyStore | undefined;
}

/** Every cache of the process, by one mechanism. */
export class Caches {
  readonly reads: Counter = cacheReadsCounter();
  private readonly all: Pick<ReadThrough<object>, 'forget' | 'forgetEverywhere'>[] = [];

  constructor(private readonly surroundings: CacheSurroundings) {}

  /** A cache of its own for one kind of value. */
  of<Value extends object>(rules: CacheRules<Value>): ReadThrough<Value> {
    const { database, copies } = this.surroundings;
    // The embedded database serves one process: what it commits it also forgets, so there is nothing to ask for.
    const isAlone = database.kind === 'embedded' && !copies;
    const versions = rules.versions && !isAlone ? new Versions(database.system, rules.versions) : undefined;
    const reads = cacheReadsOf(this.reads, rules.name);
    const cache = new ReadThrough(rules, versions, copies && this.copiesOf<Value>(copies, rules, reads), reads);
    this.all.push(cache);
    return cache;
  }

  /** Once a change of this subject is committed here. */
  changed(organizationId: string, subjectId: string): void {
    for (const cache of this.all) cache.forgetEverywhere(organizationId, subjectId);
  }

  /** Once the log tells of a change, wherever it was made. */
  hear(organizationId: string, subjectIds: readonly string[]): void {
    for (const cache of this.all) for (const subjectId of subjectIds) cache.forget(organizationId, subjectId);
  }

  private copiesOf<Value extends object>(store: CopyStore, rules: CacheRules<Value>, reads: CacheReads) {
    const { database, keyring, master } = this.surroundings;
    const ofInstallation: KeysOf = async (organizationId, ids) =>
      new Map(ids.map((id) => [id, new DataKey(master.derive('cache'), { organizationId, subjectId: id })]));
    const ofSubjects: KeysOf = (organizationId, ids) =>
      keyring.findMany(
        database.system,
        ids.map((subjectId) => ({ organizationId, subjectId })),
      );
    const keysOf = rules.sealedBy === 'subject' ? ofSubjects : ofInstallation;
    return new SealedCopies<Value>(store, rules.name, keysOf, master, reads);
  }
}
