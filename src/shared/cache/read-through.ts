import { LRUCache } from 'lru-cache';
import type { CacheReads } from './cache-reads.js';
import type { SealedCopies } from './sealed-copies.js';
import type { Versions, VersionSource } from './versions.js';

const MOST_IN_MEMORY = 5000;
/** Only so that what nobody reads does not stay in memory: what is old is told by its version. */
const IN_MEMORY_MILLISECONDS = 60_000;
/** The version of what never changes, and of everything where every change passes through this process. */
const KNOWN = '';

/** What a cache holds, and how it knows that it still holds. */
export interface CacheRules<Value extends object> {
  /** As /metrics and Redis call it. */
  readonly name: string;
  /** Those that there are, by id, as they stand in the database. */
  load(organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Value>>;
  /** Left out for what never changes once it is there. */
  readonly versions?: VersionSource;
  /** Whose key seals copies in Redis: of the person whom it is about, or the installation's where it is about nobody. */
  readonly sealedBy: 'subject' | 'installation';
}

/** A value is asked for once, however many want it. */
interface Flight<Value> {
  readonly version: string;
  readonly landing: Promise<Value | undefined>;
}
interface Asked {
  readonly id: string;
  readonly version: string;
}

/**
 * Reads through memory, then Redis, then from the database. A copy counts only while the database still has its version,
 * which is asked after the reader came; so a copy that is late, lost or left behind costs a read and is never shown.
 * Without versions to ask for, what changes is forgotten at its commit, and what was being read meanwhile is not kept.
 */
export class ReadThrough<Value extends object> {
  private readonly memory = new LRUCache<string, { readonly version: string; readonly value: Value }>({
    max: MOST_IN_MEMORY,
    ttl: IN_MEMORY_MILLISECONDS,
    ttlAutopurge: true,
  });
  private readonly flights = new Map<string, Flight<Value>>();

  /**
   * @param versions undefined where nothing has to be asked for
   * @param copies undefined where this process keeps to itself
   */
  constructor(
    private readonly rules: CacheRules<Value>,
    private readonly versions: Versions | undefined,
    private readonly copies: SealedCopies<Value> | undefined,
    private readonly reads: CacheReads,
  ) {}

  /** What may be shown without waiting. */
  peek(organizationId: string, id: string): Value | undefined {
    if (this.versions) return undefined;
    const value = this.memory.get(keyOf(organizationId, id))?.value;
    if (value) this.reads.memory.hit.inc();
    return value;
  }

  async find(organizationId: string, id: string): Promise<Value | undefined> {
    return this.peek(organizationId, id) ?? (await this.findMany(organizationId, [id])).get(id);
  }

  /** Those that there are, by id. */
  async findMany(organizationId: string, ids: readonly string[]): Promise<Map<string, Value>> {
    const asked = await this.asked(organizationId, [...new Set(ids)]);
    const found = new Map<string, Value>();
    const missing: Asked[] = [];
    for (const one of asked) {
      const known = this.memory.get(keyOf(organizationId, one.id));
      if (known?.version === one.version) found.set(one.id, known.value);
      else missing.push(one);
    }
    this.reads.memory.hit.inc(found.size);
    this.reads.memory.miss.inc(missing.length);
    await Promise.all(
      this.board(organizationId, missing).map(async ([id, landing]) => {
        const value = await landing;
        if (value) found.set(id, value);
      }),
    );
    return found;
  }

  /** After a change, or the news of one. */
  forget(organizationId: string, subjectId: string): void {
    if (this.rules.versions?.of === 'organization') {
      if (subjectId === organizationId) this.forgetAll(organizationId);
      return;
    }
    this.drop(keyOf(organizationId, subjectId));
  }

  /** The copy that other processes would find, too. */
  forgetEverywhere(organizationId: string, subjectId: string): void {
    this.forget(organizationId, subjectId);
    this.copies?.forget(organizationId, subjectId);
  }

  private forgetAll(organizationId: string): void {
    const isOwn = (key: string): boolean => key.startsWith(keyOf(organizationId, ''));
    for (const key of [...this.memory.keys(), ...this.flights.keys()]) if (isOwn(key)) this.drop(key);
  }

  private drop(key: string): void {
    this.memory.delete(key);
    this.flights.delete(key);
  }

  /** What is there to be read, each with the version that a copy of it must have. */
  private async asked(organizationId: string, ids: readonly string[]): Promise<Asked[]> {
    const { versions } = this;
    if (!versions) return ids.map((id) => ({ id, version: KNOWN }));
    const asked = await Promise.all(ids.map(async (id) => ({ id, version: await versions.of(organizationId, id) })));
    return asked.flatMap(({ id, version }) => (version === undefined ? [] : { id, version }));
  }

  /** A flight for each: one under way that began with the same version, or a new one for all the others together. */
  private board(organizationId: string, asked: readonly Asked[]): [string, Flight<Value>['landing']][] {
    const flightOf = ({ id, version }: Asked) => {
      const flight = this.flights.get(keyOf(organizationId, id));
      return flight?.version === version ? flight : undefined;
    };
    const underWay = asked.flatMap((one) => {
      const flight = flightOf(one);
      return flight ? [[one.id, flight.landing] as [string, Flight<Value>['landing']]] : [];
    });
    const others = asked.filter((one) => !flightOf(one));
    return others.length === 0 ? underWay : [...underWay, ...this.takeOff(organizationId, others)];
  }

  private takeOff(organizationId: string, asked: readonly Asked[]): [string, Flight<Value>['landing']][] {
    const fetched = this.fetch(organizationId, asked);
    return asked.map(({ id, version }) => {
      const key = keyOf(organizationId, id);
      const flight = { version, landing: fetched.then((values) => values.get(id)) };
      this.flights.set(key, flight);
      void flight.landing.then(
        (value) => this.land(key, flight, value),
        () => this.land(key, flight, undefined),
      );
      return [id, flight.landing];
    });
  }

  /** What was forgotten on its way, or has been overtaken, is not kept. */
  private land(key: string, flight: Flight<Value>, value: Value | undefined): void {
    if (this.flights.get(key) !== flight) return;
    this.flights.delete(key);
    if (value) this.memory.set(key, { version: flight.version, value });
  }

  private async fetch(organizationId: string, asked: readonly Asked[]): Promise<Map<string, Value>> {
    const copied = (await this.copies?.read(organizationId, asked)) ?? new Map<string, Value>();
    const missing = asked.filter(({ id }) => !copied.has(id));
    if (missing.length === 0) return copied;
    const loaded = await this.rules.load(
      organizationId,
      missing.map(({ id }) => id),
    );
    this.copies?.write(organizationId, missing, loaded);
    return new Map([...copied, ...loaded]);
  }
}

const keyOf = (organizationId: string, id: string): string => `${organizationId}/${id}`;
