import { afterAll, describe, expect, it } from 'vitest';
import { external } from '../../adapters/external/index.js';
import { signRequest } from '../../adapters/external/signature.js';
import { signCallback, verifyCallback } from '../../adapters/kit/signed-callback.js';
import { type AdapterTools, installAdapter } from '../../src/provider/contract.js';
import { EXTERNAL_SECRETS, externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { CallbackReceiver } from '../support/callback-receiver.js';
import { plainPicture, vendorPicture } from '../support/plain-picture.js';
import { describeAdapter } from './adapter.contract.js';
import { faultsOf } from './faults.js';
import { never } from './subject.js';

const vendor = await startExternal();
const receiver = await CallbackReceiver.listen();
afterAll(async () => {
  await vendor.close();
  receiver.close();
});
const settings = externalSettings(vendor.url);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const tools: AdapterTools = { fetch, now: () => new Date(), log };
const delegation = { subject: 'scoring-1', type: 'PASSPORT', country: 'ES', expiresInSeconds: 600 } as const;

describeAdapter({
  definition: external,
  options: settings,
  samples: {
    document: { FRONT: plainPicture(), BACK: plainPicture() },
    country: 'ES',
    delegation,
    callback: async () => {
      const { adapter } = installAdapter(external, settings, { ...tools, callbackUrl: receiver.url });
      const document = { image: { bytes: await plainPicture()() }, side: 'FRONT', type: 'PASSPORT' } as const;
      const pending = adapter.analyzeDocument!({ idempotencyKey: `callback-${Date.now()}`, ...document }, never);
      const callback = await receiver.next();
      await adapter.receive!(callback);
      await pending;
      return callback;
    },
    personal: ['BAA000589'],
  },
  faults: faultsOf(vendor, externalSettings),
});

describe('signatures of the external contract', () => {
  const at = new Date(1_767_225_600_000);
  const { request } = EXTERNAL_SECRETS;

  it('are the published ones for requests', () => {
    const job = { id: 'req_01', at, method: 'GET', path: '/idv/v1/jobs/job_7f3a', body: '' };
    expect(signRequest(request, job)['idv-signature']).toBe('v1,AXuc3b5vh/xAoVD01IYKirdd2z4D/hU9gsYOgmtne2E=');
    const body = '{"session_id":"scs_01","tests":["is_identity_document"],"media":[]}';
    const created = { id: 'req_02', at, method: 'POST', path: '/idv/v1/jobs', body };
    expect(signRequest(request, created)['idv-signature']).toBe('v1,nJXgkXN/8oMkAxe5zlp7XzeZdxuUA/ckmvr8clxYlPQ=');
  });

  const body =
    '{"type":"job.completed","timestamp":"2026-01-01T00:00:00Z","data":{"job_id":"job_7f3a","session_id":"scs_01","status":"COMPLETED","revision":3}}';
  const id = 'msg_01J9ZK6Q8W2V7T4B3N5M6P7R8S';
  const signature = 'v1,nAFIymv3RWTLi2BhqSgW0fBUldEwgkJE9nJOCf4aCFE=';
  const headers = { 'webhook-id': id, 'webhook-timestamp': '1767225600', 'webhook-signature': signature };
  const callback = { method: 'POST', path: '/', headers, body: Buffer.from(body) };
  const verify = (message: typeof callback, secrets = [request], now = at) => verifyCallback(message, secrets, now);

  it('are the published ones for events', () => {
    expect(signCallback(request, id, at, body)).toEqual(headers);
    expect(verify(callback)).toBe(id);
  });

  it('are taken from either secret while one takes over from the other', () => {
    expect(verify(callback, [EXTERNAL_SECRETS.callback, request])).toBe(id);
    const both = { ...headers, 'webhook-signature': `v1,${'A'.repeat(43)}= v1a,xyz ${signature}` };
    expect(verify({ ...callback, headers: both })).toBe(id);
  });

  it('are refused over another body, by another secret, and six minutes away', () => {
    const forged = expect.objectContaining({ kind: 'forged' }) as unknown;
    expect(() => verify({ ...callback, body: Buffer.from(body.replace('3}', '4}')) })).toThrow(forged);
    expect(() => verify(callback, [EXTERNAL_SECRETS.callback])).toThrow(forged);
    for (const minutes of [-6, 6])
      expect(() => verify(callback, [request], new Date(at.getTime() + minutes * 60_000))).toThrow(forged);
  });
});

describe('the external verifier', () => {
  const { adapter } = installAdapter(external, settings, tools);
  const look = async (scenario: string, type: 'PASSPORT' | 'PASSPORT_CARD' = 'PASSPORT') => {
    const image = { bytes: await vendorPicture(scenario)() };
    return adapter.analyzeDocument!({ idempotencyKey: scenario, image, side: 'FRONT', type, country: 'ES' }, never);
  };
  const manipulation = async (scenario: string) =>
    (await look(scenario)).signals.find(({ name }) => name === 'IMAGE_MANIPULATION');

  it('is believed in its outcome, its score and its evidence', async () => {
    const { signals, readings, reference } = await look('fail');
    expect(signals).toContainEqual({
      name: 'IMAGE_MANIPULATION',
      outcome: 'FAIL',
      confidence: 0.12,
      metric: 0.12,
      threshold: 0.5,
      comparator: 'AT_LEAST',
      reasons: ['copy_move'],
      evidence: { findings: [{ type: 'region', role: 'DOCUMENT_FRONT', box: [0.61, 0.2, 0.88, 0.31] }] },
    });
    expect(signals).toContainEqual(expect.objectContaining({ name: 'ONLINE_DUPLICATION', outcome: 'NOT_PERFORMED' }));
    expect(readings).toMatchObject([{ source: 'PROVIDER', fields: { documentNumber: { value: 'BAA000589' } } }]);
    expect(reference).toMatch(/^job_/);
  });

  it('never passes by a word that nobody knows, nor by silence', async () => {
    expect(await manipulation('unknown-word')).toMatchObject({ outcome: 'UNAVAILABLE' });
    expect(await manipulation('missing-test')).toMatchObject({ outcome: 'UNAVAILABLE', reasons: ['test_missing'] });
    expect(await manipulation('review')).toMatchObject({ outcome: 'INCONCLUSIVE', confidence: 0.5 });
    await expect(look('breaks')).rejects.toMatchObject({ kind: 'unavailable', reason: 'job_failed' });
  });

  it('keeps its outcome where its score disagrees, with a warning', async () => {
    expect(await manipulation('disagreeing')).toMatchObject({
      outcome: 'PASS',
      reasons: ['copy_move', 'score_disagrees'],
    });
  });

  it('is not asked about documents that it does not take', async () => {
    await expect(look('pass', 'PASSPORT_CARD')).rejects.toMatchObject({
      kind: 'refused',
      reason: 'document_unsupported',
    });
  });

  it('is asked again where a call-back never comes', async () => {
    const deaf = installAdapter(external, settings, { ...tools, callbackUrl: 'http://127.0.0.1:9/lost' }).adapter;
    const image = { bytes: await plainPicture()() };
    const request = { idempotencyKey: 'deaf', image, side: 'FRONT', type: 'PASSPORT' } as const;
    expect((await deaf.analyzeDocument!(request, never)).reference).toMatch(/^job_/);
  });

  it('keeps a delegated case until it is released', async () => {
    const given = await adapter.delegate!({ ...delegation, idempotencyKey: 'delegated-case' }, never);
    expect(await adapter.collect!(given.reference, never)).toMatchObject({ state: 'PENDING' });
    const { value } = given.credentials as { value: string };
    const capture = `${settings.url}/jobs/${given.reference}/capture`;
    await fetch(capture, { method: 'POST', headers: { authorization: `Bearer ${value}` } });
    expect(await adapter.collect!(given.reference, never)).toMatchObject({ state: 'DONE', revision: 2, final: true });
    await adapter.release!(given.reference, never);
    await adapter.release!(given.reference, never);
    await expect(adapter.collect!(given.reference, never)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });
});
