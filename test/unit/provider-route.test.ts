import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Adapter, type InstalledAdapter, ProviderError, PROVIDERS } from '../../src/provider/contract.js';
import { type OwnAdapter, routeOf, type Wanted } from '../../src/provider/route.js';
import { registryOf } from './provider-support.js';

const evidence = { signals: [], readings: [], text: [], timings: {} };
const IDS = { internal: 'INTERNAL', google: 'GOOGLE', veridas: 'VERIDAS', external: 'EXTERNAL', azure: undefined, sandbox: undefined } as const; // prettier-ignore
type Id = keyof typeof IDS;

/** An adapter that may lack the capability, or know no passports. */
function adapterOf(id: Id, isCapable: boolean, knowsPassports: boolean): InstalledAdapter {
  const types = knowsPassports ? (['PASSPORT'] as const) : (['IDENTITY_CARD'] as const);
  const supports = { types, countries: [], sides: ['FRONT'] as const };
  const facts = { id, supports, capabilities: [], secrets: [] };
  const provider = IDS[id];
  const adapter: Adapter = { health: async () => undefined };
  if (isCapable) adapter.analyzeDocument = async () => evidence;
  return { definition: provider ? { ...facts, provider } : facts, adapter };
}

const setup = fc.record({
  id: fc.constantFrom<Id>('internal', 'google', 'veridas', 'external', 'azure', 'sandbox'),
  isCapable: fc.boolean(),
  knowsPassports: fc.boolean(),
  priority: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});
const table = fc.uniqueArray(setup, { selector: ({ id }) => id }).map((rows) =>
  rows.map((row): OwnAdapter & typeof row => ({
    ...row,
    ...adapterOf(row.id, row.isCapable, row.knowsPassports),
    priority: row.id === 'sandbox' ? undefined : row.priority,
  })),
);
const wanted = fc.record({ provider: fc.constantFrom(...PROVIDERS), mode: fc.constantFrom('LIVE' as const, 'SANDBOX' as const) }).map(
  (asked): Wanted => ({ organizationId: 'demo', document: { type: 'PASSPORT' }, ...asked }),
); // prettier-ignore

describe('the route of a question', () => {
  it('holds exactly those who can answer, in the order of the rules', () => {
    fc.assert(
      fc.property(table, wanted, (adapters, asked) => {
        const route = routeOf(adapters, 'analyzeDocument', asked).map(({ own, reason }) => ({ id: own.id, reason }));
        expect(route).toEqual(byTheRules(adapters, asked));
      }),
      { numRuns: 2000 },
    );
  });

  it('is followed only past those who are unavailable', async () => {
    const outcomes = fc.constantFrom('answers' as const, 'unavailable' as const, 'refused' as const);
    const told = fc.record({ internal: outcomes, google: outcomes, veridas: outcomes });
    await fc.assert(
      fc.asyncProperty(told, fc.boolean(), async (outcome, alone) => {
        const ids = ['google', 'veridas', 'internal'] as const;
        const adapters = ids.map((id) => adapterOf(id, true, true));
        const registry = registryOf(adapters, (id) => (id === 'veridas' ? 1 : undefined));
        const asked = { organizationId: 'demo', provider: 'GOOGLE' as const, alone };
        const answer = registry.ask('analyzeDocument', asked, async (adapter) => {
          const id = ids[adapters.findIndex((one) => one.adapter === adapter)] ?? 'google';
          if (outcome[id] === 'answers') return id;
          // A time-out is not tried again, so that this takes no time.
          throw new ProviderError(outcome[id], outcome[id] === 'unavailable' ? 'timeout' : 'image_type');
        });
        const reached = alone ? ids.slice(0, 1) : ids;
        const last = reached.find((id) => outcome[id] !== 'unavailable');
        if (last === undefined) await expect(answer).rejects.toMatchObject({ kind: 'unavailable' });
        else if (outcome[last] === 'refused') await expect(answer).rejects.toMatchObject({ kind: 'refused' });
        else {
          const skipped = reached.slice(0, reached.indexOf(last));
          const failures = [...skipped.map(() => 'timeout'), undefined];
          const answered = await answer;
          expect(answered).toMatchObject({ answer: last, source: last, provider: IDS[last] });
          expect(answered?.route.map(({ source, failure }) => ({ source, failure }))).toEqual(
            [...skipped, last].map((source, place) => ({ source, failure: failures[place] })),
          );
        }
      }),
    );
  });
});

type Row = OwnAdapter & { readonly id: Id; readonly isCapable: boolean; readonly knowsPassports: boolean };

/** The rules by a slower way: a rank for each adapter. */
function byTheRules(adapters: readonly Row[], { provider, mode }: Wanted) {
  const isThere = adapters.some(({ id }) => IDS[id] === provider);
  const able = adapters.filter(({ isCapable, knowsPassports }) => isCapable && knowsPassports);
  const rankOf = ({ id, priority }: Row): readonly [number, string] | undefined => {
    if (IDS[id] === provider) return [0, 'NAMED'];
    if (id === 'sandbox') return mode === 'SANDBOX' && !isThere ? [0, 'STANDS_IN'] : undefined;
    if (priority !== undefined) return [1, 'IN_ORDER'];
    if (id === 'internal') return [2, 'LAST'];
    return IDS[id] === undefined ? [3, 'LAST'] : undefined;
  };
  const ranked = able.flatMap((own) => {
    const rank = rankOf(own);
    return rank ? [{ own, rank: rank[0], reason: rank[1] }] : [];
  });
  ranked.sort(
    (a, b) => a.rank - b.rank || (a.own.priority ?? 9) - (b.own.priority ?? 9) || (a.own.id < b.own.id ? -1 : 1),
  );
  const route = ranked.map(({ own, reason }) => ({ id: own.id, reason }));
  const standIn = able.filter(({ id }) => id === 'sandbox' && mode === 'SANDBOX');
  return route.length > 0 ? route : standIn.map(({ id }) => ({ id, reason: 'STANDS_IN' }));
}
