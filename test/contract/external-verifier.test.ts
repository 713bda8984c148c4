import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { on, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { external } from '../../adapters/external/index.js';
import { signRequest } from '../../adapters/external/signature.js';
import { installAdapter } from '../../src/provider/contract.js';
import { plainPicture } from '../support/plain-picture.js';
import { never } from './subject.js';

const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const OTHER = 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=';
const log = { debug() {}, info() {}, warn() {}, error() {} };
let verifier: ChildProcess;
let url: string;

beforeAll(async () => {
  const env = { PATH: process.env['PATH'], SECRET, PORT: '0' };
  verifier = spawn(process.execPath, ['docs/external-verifier.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  if (!verifier.stdout) throw new Error('the verifier has no output');
  for await (const [line] of on(verifier.stdout, 'data')) {
    const [, port] = /port (\d+)/.exec(String(line)) ?? [];
    if (port) url = `http://127.0.0.1:${port}/idv/v1`;
    if (url) return;
  }
});
afterAll(async () => {
  verifier.kill();
  await once(verifier, 'exit');
});

const adapterWith = (requestSecret: string) =>
  installAdapter(external, { url, requestSecret, callbackSecret: OTHER }, { fetch, now: () => new Date(), log })
    .adapter;
const look = async (requestSecret = SECRET, type: 'PASSPORT' | 'IDENTITY_CARD' = 'PASSPORT') => {
  const image = { bytes: await plainPicture()() };
  const request = { idempotencyKey: 'a-look', image, side: 'FRONT', type } as const;
  return adapterWith(requestSecret).analyzeDocument!(request, never);
};
/** A signed request as the gateway makes it. */
async function post(body: string, key: string): Promise<{ status: number; answer: Record<string, unknown> }> {
  const signed = { id: randomUUID(), at: new Date(), method: 'POST', path: '/idv/v1/jobs', body };
  const headers = { ...signRequest(SECRET, signed), 'idempotency-key': key };
  const response = await fetch(`${url}/jobs`, { method: 'POST', headers, body });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
const jobOf = (picture: string, digest = createHash('sha256').update(picture).digest('hex')) =>
  JSON.stringify({ session_id: 's', media: [{ data: Buffer.from(picture).toString('base64'), sha256: digest }] });

describe('the verifier to copy', () => {
  it('is well, and passes nobody before somebody has given it a judgement', async () => {
    await adapterWith(SECRET).health(never);
    const { signals, reference } = await look();
    expect(signals).toMatchObject([{ name: 'IS_IDENTITY_DOCUMENT', outcome: 'INCONCLUSIVE' }]);
    await adapterWith(SECRET).release!(reference!, never);
    await expect(adapterWith(SECRET).collect!(reference!, never)).rejects.toMatchObject({ kind: 'unknown_reference' });
  });

  it('answers nobody who cannot sign, and takes no other documents than it says', async () => {
    await expect(look(OTHER)).rejects.toMatchObject({ kind: 'unavailable', reason: 'bad_signature' });
    await expect(look(SECRET, 'IDENTITY_CARD')).rejects.toMatchObject({ reason: 'document_unsupported' });
    const delegation = {
      idempotencyKey: 'd',
      subject: 's',
      type: 'PASSPORT',
      country: 'ES',
      expiresInSeconds: 60,
    } as const;
    await expect(adapterWith(SECRET).delegate!(delegation, never)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('does the same work once, and none that was garbled on its way', async () => {
    const first = await post(jobOf('one'), 'the-key-of-one');
    expect(await post(jobOf('one'), 'the-key-of-one')).toEqual(first);
    expect(await post(jobOf('two'), 'the-key-of-one')).toMatchObject({
      status: 422,
      answer: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await post(jobOf('two', 'another'), 'the-key-of-two')).toMatchObject({
      status: 422,
      answer: { code: 'HASH_MISMATCH' },
    });
    expect(await post('no JSON', 'the-key-of-three')).toMatchObject({ status: 400 });
  });
});
