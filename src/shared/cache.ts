import { LRUCache } from 'lru-cache';

/** What is cached knows its version, which every change raises. */
interface Versioned {
  readonly version: number;
}
type Entry<Value> = { readonly version: number; readonly value: Value | undefined };

/**
 * Read-through, in this process. An entry never gives way to an older version: after a change a tombstone with the new
 * version stands in its place, so a slow reader that had begun before the change cannot put back what it read.
 */
export class VersionedCache<Value extends Versioned> {
  private readonly entries: LRUCache<string, Entry<Value>>;
  private readonly loading = new Map<string, Promise<Value | undefined>>();

  constructor(options: { max: number; ttlMilliseconds: number }) {
    this.entries = new LRUCache({ max: options.max, ttl: options.ttlMilliseconds });
  }

  /** What is there without waiting. */
  peek(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  /** However many ask at once, the database is asked once. */
  async read(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const known = this.peek(key);
    if (known) return known;
    let pending = this.loading.get(key);
    if (!pending) {
      pending = load().finally(() => this.loading.delete(key));
      this.loading.set(key, pending);
    }
    const value = await pending;
    if (value) this.put(key, value);
    return value;
  }

  /** After a change: what is older than this version is forgotten, and refused from now on. */
  invalidate(key: string, version: number): void {
    this.loading.delete(key);
    const entry = this.entries.get(key);
    if (!entry || entry.version < version) this.entries.set(key, { version, value: undefined });
  }

  private put(key: string, value: Value): void {
    const entry = this.entries.get(key);
    if (!entry || entry.version <= value.version) this.entries.set(key, { version: value.version, value });
  }
}
