import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { session } from '../../adapters/azure/answers.js';
import { azure } from '../../adapters/azure/index.js';
import { evidenceOf, latestOf } from '../../adapters/azure/mapping.js';
import { installAdapter } from '../../src/provider/contract.js';
import { type Behaviour, startAzure } from '../../tools/vendors/azure/vendor.js';
import { plainPicture } from '../support/plain-picture.js';
import { describeAdapter } from './adapter.contract.js';
import { faultsOf } from './faults.js';
import { never } from './subject.js';

const vendor = await startAzure();
afterAll(() => vendor.close());
const log = { debug() {}, info() {}, warn() {}, error() {} };

describeAdapter({
  definition: azure,
  options: vendor.settings(),
  samples: {
    heldLiveness: async (adapter) => {
      const { reference } = await adapter.startLiveness!({ idempotencyKey: 'held', mode: 'PASSIVE' }, never);
      vendor.attempt(reference, 'real');
      return { frames: [], reference };
    },
    personal: [],
  },
  faults: faultsOf(vendor, vendor.settings),
});

describe('Azure', () => {
  const { adapter } = installAdapter(azure, vendor.settings(), { fetch, now: () => new Date(), log });
  const start = async (portrait?: Uint8Array) =>
    adapter.startLiveness!(
      { idempotencyKey: 'azure', mode: 'PASSIVE_ACTIVE', ...(portrait ? { portrait: { bytes: portrait } } : {}) },
      never,
    );
  const judge = async (reference: string, ...behaviours: Behaviour[]) => {
    for (const behaviour of behaviours) vendor.attempt(reference, behaviour);
    return adapter.detectLiveness!({ idempotencyKey: reference, frames: [], reference }, never);
  };

  it('is understood in its published example: the newest attempt counts', async () => {
    const example = session.parse(
      JSON.parse(await readFile(new URL('fixtures/azure-session.json', import.meta.url), 'utf8')),
    );
    for (const attempts of [example.results.attempts, example.results.attempts.toReversed()])
      expect(evidenceOf(latestOf({ results: { attempts } })!)).toMatchObject({
        outcome: 'PASS',
        faceMatch: { outcome: 'PASS' },
      });
  });

  it('has no verdict before an attempt', async () => {
    const { reference } = await start();
    await expect(judge(reference)).rejects.toMatchObject({ kind: 'unavailable', reason: 'liveness_pending' });
  });

  it('decides by itself, and by the last attempt', async () => {
    expect(await judge((await start()).reference, 'spoof', 'real')).toMatchObject({ outcome: 'PASS' });
    const spoofed = await judge((await start()).reference, 'real', 'spoof');
    expect(spoofed).toMatchObject({ outcome: 'FAIL', reasons: ['spoofface'] });
    expect(spoofed.metric).toBeUndefined();
    expect(await judge((await start()).reference, 'masked')).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reasons: ['face_with_mask_detected'],
    });
    expect(await judge((await start()).reference, 'uncertain')).toMatchObject({ outcome: 'INCONCLUSIVE' });
    await expect(judge((await start()).reference, 'broken')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('compares with the portrait that it was given, and keeps that apart from liveness', async () => {
    const portrait = await plainPicture()();
    expect(await judge((await start(portrait)).reference, 'other-person')).toMatchObject({
      outcome: 'PASS',
      faceMatch: { outcome: 'FAIL', reasons: ['face_mismatch'] },
    });
  });

  it('hands over the frame before the session goes, and never its token', async () => {
    const { reference, token } = await start();
    const evidence = await judge(reference, 'real');
    expect(evidence.image?.bytes.byteLength).toBe(4);
    expect(JSON.stringify(evidence)).not.toContain(token);
    await adapter.release!(reference, never);
    await adapter.release!(reference, never);
    await expect(judge(reference)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });

  it('takes no frames and no references of others', async () => {
    const frames = [{ image: { bytes: await plainPicture()() } }];
    await expect(adapter.detectLiveness!({ idempotencyKey: 'x', frames }, never)).rejects.toMatchObject({
      kind: 'refused',
    });
    for (const reference of ['../../detect', 'detectLiveness-sessions/../x', 'x'])
      await expect(judge(reference)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });
});
