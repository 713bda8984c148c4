import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { google } from '../../adapters/google/index.js';
import { type AdapterTools, type DocumentRequest, installAdapter } from '../../src/provider/contract.js';
import { startGoogle } from '../../tools/vendors/google/vendor.js';
import { plainPicture, vendorPicture } from '../support/plain-picture.js';
import { describeAdapter } from './adapter.contract.js';
import { faultsOf } from './faults.js';
import { never } from './subject.js';

const vendor = await startGoogle();
afterAll(() => vendor.close());
const log = { debug() {}, info() {}, warn() {}, error() {} };

describeAdapter({
  definition: google,
  options: vendor.settings(),
  samples: {
    document: { FRONT: plainPicture(), BACK: plainPicture() },
    country: 'US',
    delegation: { subject: 'scoring-1', type: 'DRIVER_LICENSE', country: 'US', expiresInSeconds: 600 },
    personal: ['DOE', 'JANE', 'I1234562'],
  },
  faults: faultsOf(vendor, vendor.settings),
});

/** What goes over the wire, beside the answer. */
async function look(scenario: string, wanted: Partial<DocumentRequest> = {}, settings: unknown = vendor.settings()) {
  const sent: { url: string; body: unknown; answer: unknown }[] = [];
  const tools: AdapterTools = {
    now: () => new Date(),
    log,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const answer: unknown = await response.clone().json();
      sent.push({ url: url instanceof Request ? url.url : url.toString(), body: init?.body, answer });
      return response;
    },
  };
  const { adapter } = installAdapter(google, settings, tools);
  const image = { bytes: await vendorPicture(scenario)() };
  const request: DocumentRequest = {
    idempotencyKey: scenario,
    image,
    side: 'FRONT',
    type: 'PASSPORT_CARD',
    country: 'US',
    ...wanted,
  };
  const evidence = await adapter.analyzeDocument!(request, never);
  const outcomes = Object.fromEntries(evidence.signals.map(({ name, outcome }) => [name, outcome]));
  return { sent, evidence, outcomes };
}

describe('Google', () => {
  it('is answered for by a local vendor that answers as Google does', async () => {
    const { sent } = await look('specimen');
    const example: unknown = JSON.parse(
      await readFile(new URL('fixtures/google-specimen.json', import.meta.url), 'utf8'),
    );
    expect(sent.at(-1)?.answer).toEqual(example);
  });

  it('is asked for entities alone, of a version that stays', async () => {
    const { sent } = await look('pass');
    const { pathname } = new URL(sent.at(-1)!.url);
    expect(pathname).toMatch(
      /processors\/8f2b0c11d2a4e6f7\/processorVersions\/pretrained-id-proofing-v1\.0-2022-10-03:process$/,
    );
    expect(JSON.parse(Buffer.from(sent.at(-1)!.body as string).toString())).toMatchObject({
      fieldMask: 'entities',
      skipHumanReview: true,
      rawDocument: { mimeType: 'image/jpeg' },
    });
  });

  it('finds a specimen on the internet, and shows the words and hosts', async () => {
    const { evidence, outcomes } = await look('specimen');
    expect(outcomes).toEqual({
      IS_IDENTITY_DOCUMENT: 'PASS',
      SUSPICIOUS_WORDS: 'FAIL',
      IMAGE_MANIPULATION: 'PASS',
      ONLINE_DUPLICATION: 'FAIL',
    });
    const polygon = [
      [812, 640],
      [1190, 640],
      [1190, 722],
      [812, 722],
    ];
    expect(evidence.signals).toContainEqual(
      expect.objectContaining({
        reasons: ['suspicious_words_found'],
        evidence: { words: [{ text: 'SPECIMEN', polygon }] },
      }),
    );
    expect(evidence.signals).toContainEqual(
      expect.objectContaining({ evidence: expect.objectContaining({ hosts: ['specimens.example.org'] }) as unknown }),
    );
  });

  it('does not pass what is no document in anything', async () => {
    const { outcomes } = await look('not-an-id');
    expect(Object.values(outcomes).toSorted()).toEqual(['FAIL', 'INCONCLUSIVE', 'INCONCLUSIVE', 'INCONCLUSIVE']);
  });

  it('takes an unknown word for a doubt and a missing signal for none', async () => {
    expect((await look('new-word')).outcomes).toMatchObject({ IMAGE_MANIPULATION: 'INCONCLUSIVE' });
    expect((await look('silent')).outcomes).toMatchObject({
      SUSPICIOUS_WORDS: 'NOT_PERFORMED',
      ONLINE_DUPLICATION: 'NOT_PERFORMED',
    });
    const { evidence } = await look('photocopy');
    expect(evidence.signals).toContainEqual(
      expect.objectContaining({ name: 'IMAGE_MANIPULATION', reasons: ['possible_photocopy'] }),
    );
  });

  it('has no online duplication in Europe, and stands behind no Spanish card', async () => {
    const { outcomes } = await look('specimen', {}, vendor.settings(vendor.url, 'eu'));
    expect(outcomes).toMatchObject({ ONLINE_DUPLICATION: 'NOT_APPLICABLE', SUSPICIOUS_WORDS: 'FAIL' });
    const { evidence } = await look('pass', { type: 'IDENTITY_CARD', country: 'ES' });
    for (const { outcome, reasons } of evidence.signals)
      expect({ outcome, reasons }).toEqual({ outcome: 'INCONCLUSIVE', reasons: ['coverage_unsupported_by_provider'] });
  });

  it('may doubt a back, as the settings say', async () => {
    const back = { side: 'BACK', type: 'DRIVER_LICENSE' } as const;
    expect((await look('not-an-id', back)).outcomes).toMatchObject({ IS_IDENTITY_DOCUMENT: 'INCONCLUSIVE' });
    const strict = { ...vendor.settings(), backNotAnId: 'FAIL' };
    expect((await look('not-an-id', back, strict)).outcomes).toMatchObject({ IS_IDENTITY_DOCUMENT: 'FAIL' });
  });

  it('reads a US licence by its processor and a passport by its zone', async () => {
    const [license] = (await look('pass', { type: 'DRIVER_LICENSE' })).evidence.readings;
    const values = (fields: object) =>
      Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value as unknown]));
    expect(values(license!.fields)).toEqual({
      lastName: 'DOE',
      firstName: 'JANE',
      middleName: 'MARIE',
      birthDate: '1986-06-06',
      documentNumber: 'I1234562',
      expiresAt: '2034-08-31',
      street: '2570 24TH STREET',
      city: 'ANYTOWN',
      state: 'CA',
      postalCode: '95818',
    });
    const [passport] = (await look('pass', { type: 'PASSPORT' })).evidence.readings;
    expect(passport).toMatchObject({ source: 'MRZ', accepted: true });
    expect(values(passport!.fields)).toMatchObject({
      documentNumber: '123456789',
      birthDate: '1986-06-06',
      expiresAt: '2034-08-31',
    });
  });

  it('refuses an undecodable picture, and is unavailable where the account is not the right one', async () => {
    await expect(look('undecodable')).rejects.toMatchObject({ kind: 'refused', reason: 'invalid_argument' });
    const other = await startGoogle();
    const { credentials } = other.settings();
    const { token_uri } = vendor.settings().credentials;
    const settings = { ...vendor.settings(), credentials: { ...credentials, token_uri } };
    await expect(look('pass', {}, settings)).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'credentials_refused',
    });
    await other.close();
  });
});
