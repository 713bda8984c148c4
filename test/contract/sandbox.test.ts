import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { sandbox } from '../../adapters/sandbox/index.js';
import {
  type AdapterTools,
  type InboundCallback,
  installAdapter,
  LICENSE_FLAGS,
  type LicenseRequest,
} from '../../src/provider/contract.js';
import { plainPicture } from '../support/plain-picture.js';
import { CallbackReceiver } from '../support/callback-receiver.js';
import { describeAdapter } from './adapter.contract.js';
import { never } from './subject.js';

const picture = plainPicture();
const magic = (text: string) => plainPicture(`\nproofgate-sandbox:${text}\n`);
const license: Omit<LicenseRequest, 'idempotencyKey'> = {
  type: 'DRIVER_LICENSE',
  jurisdiction: 'VA',
  fields: { documentNumber: 'T64235789', lastName: 'SAMPLE' },
};
const receiver = await CallbackReceiver.listen();
/** What the suite's own delegations cause. */
const suiteReceiver = await CallbackReceiver.listen();
afterAll(() => {
  receiver.close();
  suiteReceiver.close();
});
const log = { debug() {}, info() {}, warn() {}, error() {} };
const tools: AdapterTools = { fetch, now: () => new Date(), log, callbackUrl: receiver.url };
const subject = { subject: 'scoring-1', type: 'PASSPORT', country: 'ES', expiresInSeconds: 600 } as const;

describeAdapter({
  definition: sandbox,
  options: {},
  tools: { callbackUrl: suiteReceiver.url },
  samples: {
    document: { FRONT: picture, BACK: picture },
    selfie: picture,
    sameFace: picture,
    otherFace: magic('other-face'),
    delegation: subject,
    license,
    callback: () => callBack('callback-early'),
    personal: ['ANNA', 'ERIKSSON', 'L898902C3', 'T64235789'],
  },
  faults: {
    server_error: { scenario: 'server-error' },
    hangs: { scenario: 'time-out' },
    garbage: { scenario: 'malformed' },
  },
});

async function callBack(scenario: string): Promise<InboundCallback> {
  const { adapter } = installAdapter(sandbox, { scenario, captureMilliseconds: 1 }, tools);
  await adapter.delegate!({ ...subject, subject: `scoring-${scenario}`, idempotencyKey: scenario }, never);
  return receiver.next();
}

describe('the sandbox', () => {
  const { adapter } = installAdapter(sandbox, {}, tools);
  const look = async (text: string, side: 'FRONT' | 'BACK' = 'FRONT') =>
    adapter.analyzeDocument!(
      { idempotencyKey: text, image: { bytes: await magic(text)() }, side, type: 'IDENTITY_CARD', country: 'ES' },
      never,
    );

  it('does what a magic document says, wherever it stands in the file', async () => {
    const { signals } = await look('manipulated');
    expect(signals.filter(({ outcome }) => outcome !== 'PASS')).toMatchObject([
      { name: 'IMAGE_MANIPULATION', outcome: 'FAIL' },
    ]);
    const commented = await sharp(await picture())
      .withExif({ IFD0: { ImageDescription: 'proofgate-sandbox:not-an-id' } })
      .jpeg()
      .toBuffer();
    const request = { idempotencyKey: 'exif', image: { bytes: commented }, side: 'FRONT', type: 'PASSPORT' } as const;
    const { signals: judged, readings } = await adapter.analyzeDocument!(request, never);
    expect(judged).toContainEqual(expect.objectContaining({ name: 'IS_IDENTITY_DOCUMENT', outcome: 'FAIL' }));
    expect(readings).toEqual([]);
  });

  it('reads from a magic document the fields that it bears', async () => {
    const fields = { documentNumber: 'BAA000589', lastName: 'GARCÍA' };
    const [front] = (await look(JSON.stringify({ fields }))).readings;
    expect(front?.fields).toMatchObject({ documentNumber: { value: 'BAA000589' }, lastName: { value: 'GARCÍA' } });
    const back = (await look(JSON.stringify({ fields }), 'BACK')).readings;
    expect(back).toMatchObject([{ source: 'MRZ', fields: { documentNumber: { value: 'BAA000589' } } }]);
  });

  it('refuses a magic document that it does not understand', async () => {
    for (const text of ['no-such-scenario', '{"scenario": "pass"', '{"fields": {"shoeSize": "43"}}'])
      await expect(look(text)).rejects.toMatchObject({ kind: 'refused', reason: 'magic_document_invalid' });
  });

  it('answers as the structured test case that is asked for', async () => {
    const match = async (scenario: string) =>
      (await adapter.matchLicense!({ ...license, idempotencyKey: 'case', scenario }, never)).flags;
    expect(Object.values(await match('DLDVSTRUCTUREDTEST12')).every(Boolean)).toBe(true);
    expect(await match('NOMATCH123')).toMatchObject({ documentNumber: false, lastName: null, birthDate: null });
    expect(await match('REPORTEDDECEASED1234')).toMatchObject({ documentNumber: false, lastName: true });
    await expect(match('NOBODY')).rejects.toMatchObject({ kind: 'refused', reason: 'unknown_scenario' });
    const names = sandbox.catalog?.filter(({ kind }) => kind === 'AAMVA').map(({ name }) => name) ?? [];
    expect(names.length).toBe(21);
    for (const name of names) {
      const flags = await match(name);
      expect(Object.keys(flags), name).toEqual([...LICENSE_FLAGS]);
      // Whatever else an issuer keeps to itself, it tells whether it knows the number.
      expect(flags.documentNumber, name).toBeTypeOf('boolean');
    }
  });

  it('calls back twice with one id, or with a forged signature first', async () => {
    const [first, second] = [await callBack('callback-twice'), await receiver.next()];
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    const forged = await callBack('callback-forged');
    await expect(adapter.receive!(forged)).rejects.toMatchObject({ kind: 'forged' });
    expect(await adapter.receive!(await receiver.next())).toMatchObject({ event: 'completed' });
  });

  it('has the truth to collect when a call-back comes before the answer', async () => {
    const action = await adapter.receive!(await callBack('callback-early'));
    expect(await adapter.collect!(action!.reference, never)).toMatchObject({ state: 'DONE', final: true });
  });
});
