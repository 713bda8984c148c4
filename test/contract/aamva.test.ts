import { afterAll, describe, expect, it } from 'vitest';
import { aamva } from '../../adapters/aamva/index.js';
import { rests } from '../../adapters/aamva/jurisdictions.js';
import { heightOf } from '../../adapters/aamva/mapping.js';
import { computedKey } from '../../adapters/aamva/secret.js';
import { type AdapterTools, installAdapter, type LicenseRequest } from '../../src/provider/contract.js';
import { startAamva } from '../../tools/vendors/aamva/vendor.js';
import { describeAdapter } from './adapter.contract.js';
import { faultsOf } from './faults.js';
import { never } from './subject.js';

const vendor = await startAamva();
afterAll(() => vendor.close());
const log = { debug() {}, info() {}, warn() {}, error() {} };
const BROWN: LicenseRequest['fields'] = {
  documentNumber: 'DLDVSTRUCTUREDTEST12',
  birthDate: '1980-01-01',
  firstName: 'STEVEN',
  middleName: 'DANIEL',
  lastName: 'BROWN',
  nameSuffix: 'JR',
  street: '4301 Wilson Blvd',
  city: 'Arlington',
  state: 'VA',
  postalCode: '22203-1234',
  height: '70 in',
  weight: '200 lb',
  eyeColor: 'BRO',
  gender: 'MALE',
  issuedAt: '2011-10-10',
  expiresAt: '2023-10-10',
};

describeAdapter({
  definition: aamva,
  options: vendor.settings(),
  samples: {
    license: { type: 'DRIVER_LICENSE', jurisdiction: 'VA', fields: BROWN },
    personal: ['BROWN', 'STEVEN', 'DLDVSTRUCTUREDTEST12'],
  },
  faults: faultsOf(vendor, vendor.settings),
});

describe('the key that both sides compute', () => {
  it('is the published one', () => {
    const [client, server] = [
      'MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=',
      'MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=',
    ];
    const key = computedKey(Buffer.from(client, 'base64'), Buffer.from(server, 'base64'));
    expect(key.toString('base64')).toBe('txJiPvOByVADlND/OgUqlJFKoZlR3GPfxGSWMmrRzEM=');
  });
});

describe('AAMVA', () => {
  const bodies: string[] = [];
  const tools: AdapterTools = {
    now: () => new Date(),
    log,
    fetch: async (url, init) => {
      bodies.push(init?.body as string);
      return fetch(url, init);
    },
  };
  const { adapter } = installAdapter(aamva, vendor.settings(), tools);
  const match = async (changed: LicenseRequest['fields'], more: Partial<LicenseRequest> = {}) =>
    adapter.matchLicense!(
      {
        idempotencyKey: 'idv_01j9',
        type: 'DRIVER_LICENSE',
        jurisdiction: 'VA',
        fields: { ...BROWN, ...changed },
        ...more,
      },
      never,
    );

  it('confirms everything of a licence that is on file', async () => {
    const { flags, reasons } = await match({});
    expect(Object.values(flags).every(Boolean)).toBe(true);
    expect(reasons).toEqual([]);
  });

  it('is sent P6, feet and inches, five digits, and no empty element', async () => {
    await match({ nameSuffix: '' });
    const sent = bodies.at(-1)!;
    for (const part of [
      'MessageDestinationId>P6<',
      'HeightMeasure>510<',
      'PostalCode>22203<',
      'CategoryCode>1<',
      'SexCode>1<',
    ])
      expect(sent).toContain(part);
    expect(sent).not.toMatch(/<([\w:]+)><\/\1>/);
    expect(sent).not.toContain('PersonNameSuffixText');
    expect([heightOf('67 in'), heightOf('170 cm'), heightOf('tall')]).toEqual(['507', '507', undefined]);
  });

  it('tells an unknown number from one that was withdrawn', async () => {
    const unknown = await match({ documentNumber: 'NOMATCH123' });
    expect(unknown.reasons).toEqual(['not_found']);
    expect(unknown.flags).toMatchObject({ documentNumber: false, lastName: null, birthDate: null });
    const deceased = await match({
      documentNumber: 'REPORTEDDECEASED1234',
      firstName: 'DECEASED',
      lastName: 'PERSON',
      birthDate: '1956-05-31',
    });
    expect(deceased.reasons).toContain('number_withdrawn');
    expect(deceased.flags).toMatchObject({ documentNumber: false, lastName: true, birthDate: true });
  });

  it('answers the structured test plan', async () => {
    const cases = [
      [{ firstName: 'STEPHEN' }, 'firstName', 'first_name_similar'],
      [{ middleName: 'DANEEL' }, 'middleName', 'middle_name_similar'],
      [{ lastName: 'BARON' }, 'lastName', 'last_name_similar'],
    ] as const;
    for (const [changed, flag, reason] of cases) {
      const { flags, reasons } = await match(changed);
      expect(flags).toMatchObject({ documentNumber: true, birthDate: true, [flag]: false });
      expect(reasons).toEqual([reason]);
    }
    const katty = {
      documentNumber: 'DLDVSTRUCTUREDTEST22',
      firstName: 'BROWN',
      lastName: 'KATTY',
      birthDate: '1982-12-23',
      expiresAt: '2023-11-11',
    };
    expect((await match(katty)).flags).toMatchObject({
      documentNumber: true,
      lastName: true,
      documentExpiration: false,
    });
    const brown = await match({ documentNumber: 'DLDVSTRUCTUREDTEST11' });
    expect(brown.flags).toMatchObject({
      documentNumber: true,
      lastName: true,
      firstName: true,
      birthDate: true,
      city: null,
    });
  });

  it('waits for issuers that do not answer, and not for those who never will', async () => {
    await expect(match({ documentNumber: 'MVATIMEOUT' })).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'exception_0047',
    });
    await expect(match({ documentNumber: 'MVABUSY' })).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'exception_0048',
    });
    await expect(match({}, { jurisdiction: 'NY' })).rejects.toMatchObject({
      kind: 'refused',
      reason: 'jurisdiction_unsupported',
    });
    await expect(match({ documentNumber: '--' })).rejects.toMatchObject({ kind: 'refused', reason: 'number_missing' });
    // Saturday, 22:00 in Texas' office hours of rest; three in the afternoon is none.
    expect(rests('TX', new Date('2026-01-04T03:00:00Z'))).toBe(true);
    expect(rests('TX', new Date('2026-01-05T20:00:00Z'))).toBe(false);
  });

  it('logs in once, and is refused with a key that is not its certificate’s', async () => {
    bodies.length = 0;
    await match({});
    expect(bodies.length).toBe(1);
    const other = await startAamva();
    const settings = { ...vendor.settings(), privateKey: other.settings().privateKey };
    const stranger = installAdapter(aamva, settings, tools).adapter;
    await expect(stranger.health(never)).rejects.toMatchObject({ kind: 'unavailable', reason: 'soap_fault' });
    await other.close();
  });
});
