import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { veridas } from '../../adapters/veridas/index.js';
import { type DocumentRequest, type InboundCallback, installAdapter } from '../../src/provider/contract.js';
import { startVeridas } from '../../tools/vendors/veridas/vendor.js';
import { plainPicture, vendorPicture } from '../support/plain-picture.js';
import { describeAdapter } from './adapter.contract.js';
import { faultsOf } from './faults.js';
import { never } from './subject.js';

const vendor = await startVeridas();
afterAll(() => vendor.close());
const log = { debug() {}, info() {}, warn() {}, error() {} };
const delegation = { subject: 'scoring-1', type: 'IDENTITY_CARD', country: 'ES', expiresInSeconds: 600 } as const;
const callback: InboundCallback = {
  method: 'POST',
  path: '/callbacks/veridas',
  headers: { authorization: `Bearer ${vendor.settings().callbackToken}` },
  body: Buffer.from(
    '{"validation_id":"6ff8ad746169460697d149e371406425","status":"document-uploaded","timestamp":1767225600}',
  ),
};

describeAdapter({
  definition: veridas,
  options: vendor.settings(),
  samples: {
    document: { FRONT: plainPicture(), BACK: plainPicture() },
    country: 'ES',
    delegation,
    callback: async () => callback,
    personal: ['MARIA', 'GARCIA', 'BAA000589'],
  },
  faults: faultsOf(vendor, vendor.settings),
});

describe('Veridas', () => {
  const requests: string[] = [];
  const counting: typeof fetch = async (url, init) => {
    requests.push(
      `${init?.method} ${new URL(url instanceof Request ? url.url : url).pathname.replace(/[0-9a-f]{32}/, 'ID')}`,
    );
    return fetch(url, init);
  };
  const { adapter } = installAdapter(veridas, vendor.settings(), { fetch: counting, now: () => new Date(), log });
  const look = async (scenario: string, more: Partial<DocumentRequest> = {}) => {
    const image = { bytes: await vendorPicture(scenario)() };
    const request = {
      idempotencyKey: `veridas-${scenario}`,
      image,
      side: 'FRONT',
      type: 'IDENTITY_CARD',
      ...more,
    } as const;
    return adapter.analyzeDocument!(request, never);
  };
  const outcomes = async (scenario: string) =>
    (await look(scenario)).signals.map(({ name, outcome }) => `${name} ${outcome}`).toSorted();

  it('is answered for by a local vendor that answers as Veridas is known to', async () => {
    const example = JSON.parse(
      await readFile(new URL('fixtures/veridas-validation.json', import.meta.url), 'utf8'),
    ) as { data: Shape };
    const { reference } = await adapter.delegate!({ ...delegation, idempotencyKey: 'shape' }, never);
    vendor.capture(reference, Buffer.from('picture'));
    const headers = { apikey: vendor.settings().apiKey };
    const answer = (await (await fetch(`${vendor.url}/validas/v1/validation/${reference}`, { headers })).json()) as {
      data: Shape;
    };
    const comparable = ({ data }: { data: Shape }) => ({ ...data, id: '', document: { ...data.document, _links: [] } });
    expect(comparable(answer)).toEqual(comparable(example));
  });

  it('is asked to make, fill and read a validation, and to keep both sides in one', async () => {
    requests.length = 0;
    const { reference } = await look('pass');
    await look('pass', { side: 'BACK', idempotencyKey: 'back', reference: reference! });
    await look('pass');
    const [create, put, get] = [
      'POST /validas/v1/validation',
      'PUT /validas/v1/validation/ID/document',
      'GET /validas/v1/validation/ID',
    ];
    expect(requests).toEqual([create, put, get, get, put, get, put, get]);
  });

  it('opens another validation for a side that is shown anew: the scores there are those of another picture', async () => {
    const { reference } = await look('pass', { idempotencyKey: 'first' });
    const again = await look('attack', { idempotencyKey: 'second', reference: reference! });
    expect(again.reference).not.toBe(reference);
    expect(again.signals).toContainEqual(expect.objectContaining({ name: 'IMAGE_MANIPULATION', outcome: 'FAIL' }));
  });

  it('deletes what an earlier try has confirmed, and could not delete', async () => {
    const { reference } = await look('pass', { idempotencyKey: 'confirmed' });
    const url = `${vendor.url}/validas/v1/validation/${reference}`;
    await fetch(`${url}/confirmation`, { method: 'PUT', headers: { apikey: vendor.settings().apiKey } });
    await adapter.release!(reference!, never);
    await expect(adapter.collect!(reference!, never)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });

  it('is read by the names of its scores, in either shape', async () => {
    const usual = await look('pass');
    const other = await look('other-shape');
    expect(other.signals).toEqual(usual.signals);
    expect(usual.readings[0]?.fields).toMatchObject({
      firstName: { value: 'MARIA' },
      birthDate: { value: '1986-06-06' },
      expiresAt: { value: '2031-11-02' },
      documentNumber: { value: 'BAA000589' },
    });
    expect(other.readings[0]?.fields.expiresAt, 'a year alone is no date').toBeUndefined();
  });

  it('fails attacks, doubts forbidden words, and knows what it does not recognise', async () => {
    expect(await outcomes('attack')).toEqual(
      expect.arrayContaining(['IMAGE_MANIPULATION FAIL', 'IMAGE_MANIPULATION FAIL']),
    );
    expect(await outcomes('doubtful')).toContain('IMAGE_MANIPULATION INCONCLUSIVE');
    expect(await outcomes('blacklisted')).toContain('SUSPICIOUS_WORDS INCONCLUSIVE');
    expect(await outcomes('unrecognised')).toContain('IS_IDENTITY_DOCUMENT FAIL');
    await expect(look('unreadable')).rejects.toMatchObject({ kind: 'refused', reason: 'document_not_detected' });
  });

  it('gives what was captured before it is confirmed and gone', async () => {
    const { reference, credentials } = await adapter.delegate!({ ...delegation, idempotencyKey: 'case' }, never);
    expect(credentials).toMatchObject({ type: 'xpressid_access_token' });
    expect(await adapter.collect!(reference, never)).toMatchObject({ state: 'PENDING' });
    const picture = await plainPicture()();
    vendor.capture(reference, picture);
    const collected = await adapter.collect!(reference, never);
    expect(collected).toMatchObject({ state: 'DONE', faceMatch: { outcome: 'PASS' }, liveness: { outcome: 'PASS' } });
    for (const image of [collected.images.FRONT, collected.images.SELFIE])
      expect(Buffer.compare(image!.bytes, picture)).toBe(0);
    await adapter.release!(reference, never);
    await adapter.release!(reference, never);
    await expect(adapter.collect!(reference, never)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });
});

interface Shape {
  readonly document: object;
}
