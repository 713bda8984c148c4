import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import knex from 'knex';
import { afterAll, expect, it } from 'vitest';
import { cacheReadsCounter, cacheReadsOf } from '../../src/shared/cache/cache-reads.js';
import { ReadThrough } from '../../src/shared/cache/read-through.js';
import { type CopyStore, SealedCopies } from '../../src/shared/cache/sealed-copies.js';
import { versionKey, Versions, type VersionSource } from '../../src/shared/cache/versions.js';
import { MasterKey } from '../../src/shared/encryption.js';
import { DataKey } from '../../src/shared/keyring.js';

const ORGANIZATION = 'one';
const ID = 'anna';
const RUNS = 500;
const PATIENCE_MILLISECONDS = 180_000; // on a busy machine
const unasked = knex({ client: 'pg' });
afterAll(() => unasked.destroy());

interface Row {
  readonly version: number;
}
type Subject = { organizationId: string; subjectId: string };
const master = new MasterKey(randomBytes(32));

/** One row, whose statements take effect, and are answered, when the scheduler says so. */
class Table {
  /** What the last change that was committed made of it. */
  now = 0;
  /** The last change that its writer was told of. */
  acknowledged = 0;
  loads = 0;

  constructor(private readonly scheduler: fc.Scheduler) {}

  acknowledge(version: number): void {
    this.acknowledged = Math.max(version, this.acknowledged);
  }
  load(): Promise<Map<string, Row>> {
    this.loads += 1;
    return this.statement(() => new Map([[ID, { version: this.now }]]));
  }
  versions(subjects: readonly Subject[]): Promise<Map<string, string>> {
    return this.statement(() => new Map(subjects.map((subject) => [versionKey(subject), String(this.now)])));
  }
  private async statement<T>(effect: () => T): Promise<T> {
    await this.scheduler.schedule(Promise.resolve(), 'statement');
    const result = effect();
    await this.scheduler.schedule(Promise.resolve(), 'answer');
    return result;
  }
}

/** A Redis that is slow, forgets, and fails, each where the scheduler or chance has it so. */
function unreliableStore(scheduler: fc.Scheduler, moods: Iterator<'well' | 'fails' | 'forgets'>): CopyStore {
  const kept = new Map<string, Buffer>();
  const later = async (work: () => void) => {
    await scheduler.schedule(Promise.resolve(), 'redis');
    const { value: mood } = moods.next();
    if (mood === 'forgets') kept.clear();
    if (mood === 'well') work();
    return mood === 'well';
  };
  return {
    era: 'test',
    async read(keys) {
      let found: (Buffer | null)[] = [];
      const isWell = await later(() => (found = keys.map((key) => kept.get(key) ?? null)));
      return isWell ? found : undefined;
    },
    write: (key, bytes) => void later(() => kept.set(key, bytes)),
    remove: (key) => void later(() => kept.delete(key)),
  };
}

function instanceOn(table: Table, store: CopyStore | undefined): ReadThrough<Row> {
  const counts = cacheReadsOf(cacheReadsCounter(), 'row');
  const source: VersionSource = { of: 'subject', read: (_, subjects) => table.versions(subjects) };
  const keysOf = async (organizationId: string, ids: readonly string[]) =>
    new Map(ids.map((id) => [id, new DataKey(master.derive('cache'), { organizationId, subjectId: id })]));
  const rules = {
    name: 'row',
    sealedBy: 'subject' as const,
    versions: source,
    load: () => table.load(),
  };
  const copies = store && new SealedCopies<Row>(store, 'row', keysOf, master, counts);
  return new ReadThrough(rules, store && new Versions(unasked, source), copies, counts);
}

const step = fc.record({
  what: fc.constantFrom('read', 'read', 'change'),
  instance: fc.nat(1),
  /** How much goes on before it begins. */
  pause: fc.nat(12),
  newsIsLost: fc.boolean(),
});
const mood = fc.infiniteStream(fc.constantFrom('well' as const, 'well' as const, 'fails' as const, 'forgets' as const));
const steps = fc.array(step, { minLength: 3, maxLength: 7 });

async function pauseOf(scheduler: fc.Scheduler, turns: number): Promise<void> {
  for (let turn = 0; turn <= turns; turn++) await scheduler.schedule(Promise.resolve(), 'pause');
}

/** A reader sees the last change that was acknowledged before it came, or a later one. */
async function readAndCheck(table: Table, instance: ReadThrough<Row>): Promise<void> {
  const least = table.acknowledged;
  const row = await instance.find(ORGANIZATION, ID);
  expect(row?.version).toBeGreaterThanOrEqual(least);
  expect(row?.version).toBeLessThanOrEqual(table.now);
}

it(
  'no instance ever shows what was before an acknowledged change, whatever is late, lost or out of order',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, mood, async (scheduler, plan, moods) => {
        const table = new Table(scheduler);
        const store = unreliableStore(scheduler, moods[Symbol.iterator]());
        const instances = [instanceOn(table, store), instanceOn(table, store)];
        const done = plan.map(async ({ what, instance, pause, newsIsLost }) => {
          await pauseOf(scheduler, pause);
          const own = instances[instance];
          if (!own) throw new Error('there are two instances');
          if (what === 'read') return readAndCheck(table, own);
          const version = ++table.now;
          if (!newsIsLost) own.forgetEverywhere(ORGANIZATION, ID); // as a process does that lives on after its commit
          table.acknowledge(version);
          await scheduler.schedule(Promise.resolve(), 'news');
          if (!newsIsLost) for (const other of instances) other.forget(ORGANIZATION, ID);
        });
        await scheduler.waitFor(Promise.all(done));
      }),
      { numRuns: RUNS },
    );
  },
  PATIENCE_MILLISECONDS,
);

it(
  'a process alone shows no older state either, without asking for versions',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, plan) => {
        const table = new Table(scheduler);
        const instance = instanceOn(table, undefined);
        const done = plan.map(async ({ what, pause }) => {
          await pauseOf(scheduler, pause);
          if (what === 'read') return readAndCheck(table, instance);
          const version = ++table.now;
          await scheduler.schedule(Promise.resolve(), 'commit is answered');
          instance.forget(ORGANIZATION, ID);
          table.acknowledge(version);
        });
        await scheduler.waitFor(Promise.all(done));
        const before = table.loads;
        await scheduler.waitFor(instance.find(ORGANIZATION, ID));
        await instance.find(ORGANIZATION, ID);
        expect(table.loads - before).toBeLessThanOrEqual(1);
      }),
      { numRuns: RUNS },
    );
  },
  PATIENCE_MILLISECONDS,
);
