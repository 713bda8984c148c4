import { deserialize, serialize } from 'node:v8';
import type { MasterKey } from '../encryption.js';
import type { DataKey } from '../keyring.js';
import type { CacheReads } from './cache-reads.js';

/** Bytes that may be late, old or gone at any moment. */
export interface CopyStore {
  /** The release and the database whose values these are: those of another have another shape, or another past. */
  readonly era: string;
  /** One for each key; undefined where the store cannot be asked. */
  read(keys: readonly string[]): Promise<readonly (Buffer | null)[] | undefined>;
  write(key: string, bytes: Buffer): void;
  remove(key: string): void;
}
interface Versioned {
  readonly id: string;
  readonly version: string;
}
/** The keys that seal, by id; none for a person who was erased. */
export type KeysOf = (organizationId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, DataKey>>;

/**
 * The copies of one cache that processes share, each sealed together with its version: who reads Redis learns nothing,
 * who writes to it deceives nobody, and with a person's key all copies of what was known of them are gone.
 */
export class SealedCopies<Value extends object> {
  constructor(
    private readonly store: CopyStore,
    private readonly cache: string,
    private readonly keysOf: KeysOf,
    private readonly master: MasterKey,
    private readonly reads: CacheReads,
  ) {}

  /** Those that are there in this very version. */
  async read(organizationId: string, asked: readonly Versioned[]): Promise<Map<string, Value>> {
    const copies = await this.store.read(asked.map(({ id }) => this.placeOf(organizationId, id)));
    const found = new Map<string, Value>();
    if (!copies) {
      this.reads.redis.failed.inc(asked.length);
      return found;
    }
    const there = asked.flatMap((one, place) => {
      const bytes = copies[place];
      return bytes ? [{ ...one, bytes }] : [];
    });
    const keys = await this.keysFor(organizationId, there);
    for (const { id, version, bytes } of there) {
      const value = this.open(keys.get(id), bytes, version);
      if (value) found.set(id, value);
    }
    this.reads.redis.hit.inc(found.size);
    this.reads.redis.miss.inc(asked.length - found.size);
    return found;
  }

  /** Nobody waits for it, and nothing depends on it. */
  write(organizationId: string, asked: readonly Versioned[], values: ReadonlyMap<string, Value>): void {
    void this.sealAll(organizationId, asked, values).catch(() => undefined);
  }

  forget(organizationId: string, id: string): void {
    this.store.remove(this.placeOf(organizationId, id));
  }

  private async sealAll(organizationId: string, asked: readonly Versioned[], values: ReadonlyMap<string, Value>) {
    const keys = await this.keysFor(organizationId, asked);
    for (const { id, version } of asked) {
      const [key, value] = [keys.get(id), values.get(id)];
      if (!key || !value) continue;
      const sealed = key.sealBytes(serialize({ version, value }), this.context);
      this.store.write(this.placeOf(organizationId, id), sealed);
    }
  }

  private async keysFor(organizationId: string, those: readonly Versioned[]): Promise<ReadonlyMap<string, DataKey>> {
    const ids = those.map(({ id }) => id);
    return ids.length === 0 ? new Map() : this.keysOf(organizationId, ids);
  }

  /** Undefined where it is of another version, or of nobody any more, or no copy of ours. */
  private open(key: DataKey | undefined, bytes: Buffer, version: string): Value | undefined {
    try {
      const plain = key && (deserialize(key.openBytes(bytes, this.context)) as { version: string; value: Value });
      return plain?.version === version ? plain.value : undefined;
    } catch {
      return undefined;
    }
  }

  private get context(): string {
    return `cache:${this.store.era}:${this.cache}`;
  }

  /** An id may be one that an organization gave its users, so it stands there under a keyed hash. */
  private placeOf(organizationId: string, id: string): string {
    return `proofgate:${this.context}:${organizationId}:${this.master.mac('cache', id).toString('base64url')}`;
  }
}
