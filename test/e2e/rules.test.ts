import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLAG_NAMES, type RequirementsFlags } from '../../src/requirements/requirements.states.js';
import { picture } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession, readyForImages } from '../support/subject.js';
import { newTenant, PLATFORM_KEY, type Tenant } from '../support/tenant.js';
import { weightsValues } from '../support/weights.js';

let gateway: Gateway;
let tenant: Tenant;
let clientId: string;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PLATFORM_API_KEY: PLATFORM_KEY });
  tenant = await newTenant(gateway);
  const input = { organizationId: tenant.id, name: 'App' };
  clientId = (await gateway.get(api.CreateClientDocument, { input }, tenant.admin)).createClient.client.id;
});
afterAll(() => gateway.close());

const save = async (input: Omit<api.UpdateWeightsInput, 'values'>, changed: Parameters<typeof weightsValues>[0] = {}) =>
  gateway.ask(api.UpdateWeightsDocument, { input: { ...input, values: weightsValues(changed) } }, tenant.admin);
const inForce = async (place: { clientId?: string; userId?: string } = {}) =>
  (await gateway.get(api.ReadWeightsDocument, { id: tenant.id, ...place }, tenant.admin)).organization;

describe('weights', () => {
  it('are the built-in ones until somebody saves others, narrower places first', async () => {
    expect((await inForce())?.weights).toMatchObject({
      id: 'default',
      version: 0,
      scope: 'DEFAULT',
      minimumCoverage: 0.9,
    });
    expect((await inForce())?.weights.tolerances).toHaveLength(16);
    await save({}, { passportFuzzyMatchWeight: 1 });
    await save({ clientId }, { passportFuzzyMatchWeight: 2 });
    await save({ clientId, userId: 'u' }, { passportFuzzyMatchWeight: 3 });
    for (const [place, scope, weight] of [
      [{}, 'ORGANIZATION', 1],
      [{ clientId }, 'CLIENT', 2],
      [{ clientId, userId: 'u' }, 'CLIENT_USER', 3],
      [{ clientId, userId: 'other' }, 'CLIENT', 2],
    ] as const)
      expect((await inForce(place))?.weights).toMatchObject({ scope, passportFuzzyMatchWeight: weight, version: 1 });
  });

  it('are saved as versions that stay, and that a session keeps', async () => {
    const before = (await inForce({ clientId }))?.weights.id ?? '';
    const session = await openSession(gateway, {}, tenant.admin);
    const saved = (await save({ clientId, basedOn: before }, { idvSessionTolerance: 0.7 })).data?.updateWeights.weights;
    expect(saved).toMatchObject({ version: 2, idvSessionTolerance: 0.7, createdBy: tenant.keyId });
    const ofSession = await gateway.get(api.WeightsOfSessionDocument, { id: session.sessionId }, tenant.admin);
    expect(ofSession.verificationSession?.weights?.id).toBe(before);
    expect((await inForce({ clientId }))?.weightsHistory).toMatchObject({
      totalCount: 2,
      nodes: [{ version: 2 }, { version: 1, id: before }],
    });
    expect((await gateway.get(api.ReadWeightsByIdDocument, { id: before }, tenant.admin)).weightsById.version).toBe(1);
    expect((await save({ clientId, basedOn: before })).errors?.[0]?.extensions.code).toBe('CONFLICT');
  });

  it('keep the coverage that is left out', async () => {
    const coverage = async (minimumCoverage?: number) => {
      const { minimumCoverage: _, ...values } = weightsValues();
      const given = minimumCoverage === undefined ? values : { ...values, minimumCoverage };
      const answer = await gateway.get(api.UpdateWeightsDocument, { input: { clientId, values: given } }, tenant.admin);
      return answer.updateWeights.weights.minimumCoverage;
    };
    expect([await coverage(0.5), await coverage()]).toEqual([0.5, 0.5]);
  });

  it.each([
    [{ passportFuzzyMatchWeight: -1 }, 'BAD_USER_INPUT', 'input.values.passportFuzzyMatchWeight'],
    [{ idvSessionTolerance: 1.5 }, 'BAD_USER_INPUT', 'input.values.idvSessionTolerance'],
    [
      {
        passportFuzzyMatchWeight: 0,
        ofacFuzzyMatchWeight: 0,
        suspiciousWordsWeight: 0,
        imageManipulationWeight: 0,
        onlineDuplicationWeight: 0,
        isIdentityDocumentWeight: 0,
      },
      'WEIGHTS_NO_EFFECT',
      'input.values.passportFuzzyMatchWeight',
    ],
  ])('are refused with the path: %j', async (changed, code, path) => {
    const { errors } = await save({}, changed);
    expect(errors?.[0]?.extensions).toMatchObject({ code, issues: [{ path }] });
  });

  it('of a user need the application, and of another tenant are not there', async () => {
    expect((await save({ userId: 'u' })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await save({ organizationId: 'demo' })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const id = (await inForce())?.weights.id ?? '';
    expect(await gateway.refusal(api.ReadWeightsByIdDocument, { id }, operator)).toBe('NOT_FOUND');
  });
});

const flags = (...required: (keyof RequirementsFlags)[]): RequirementsFlags =>
  Object.fromEntries(FLAG_NAMES.map((flag) => [flag, required.includes(flag)])) as RequirementsFlags;
const ask = (input: api.UpdateRequirementsInput, headers = operator) =>
  gateway.ask(api.UpdateRequirementsDocument, { input }, headers);

describe('requirements', () => {
  it('have a row a type and source, in versions', async () => {
    const row = { documentType: 'PASSPORT', dataSource: 'MRZ' } as const;
    const read = async (place = {}) =>
      (await gateway.get(api.ReadRequirementsDocument, { id: tenant.id, ...place }, tenant.admin)).organization
        ?.requirements;
    expect(await read()).toEqual([]);
    const first = await ask({ ...row, flags: flags('documentNumberRequired') }, tenant.admin);
    const { id } = first.data?.updateRequirements.requirements ?? {};
    expect(first.data?.updateRequirements.requirements).toMatchObject({
      ...row,
      version: 1,
      createdBy: tenant.keyId,
      documentNumberRequired: true,
      firstNameRequired: false,
    });
    await ask({ ...row, flags: flags(), ...(id && { basedOn: id }) }, tenant.admin);
    await ask({ ...row, clientId, flags: flags('firstNameRequired') }, tenant.admin);
    await ask({ documentType: 'UNKNOWN', dataSource: 'BARCODE', flags: flags('rawBarcodeRequired') }, tenant.admin);
    expect((await read())?.map(({ dataSource, version }) => [dataSource, version])).toEqual([
      ['MRZ', 2],
      ['BARCODE', 1],
    ]);
    expect(await read({ clientId, dataSource: 'MRZ' })).toMatchObject([{ version: 1 }]);
    expect(await read({ documentType: 'UNKNOWN' })).toMatchObject([{ dataSource: 'BARCODE' }]);
    const late = await ask({ ...row, flags: flags(), ...(id && { basedOn: id }) }, tenant.admin);
    expect(late.errors?.[0]?.extensions.code).toBe('CONFLICT');
  });

  it('are kept by the session that began under them, and tell the app what is missing', async () => {
    const row = { documentType: 'PASSPORT', dataSource: 'FRONT_OCR' } as const;
    await ask({ ...row, flags: flags('documentNumberRequired', 'faceEncodingRequired', 'eyeColorRequired') });
    const subject = await readyForImages(gateway);
    await ask({ ...row, flags: flags() });
    const read = async (headers = operator) =>
      (await gateway.get(api.WeightsOfSessionDocument, { id: subject.sessionId }, headers)).verificationSession;
    expect(await read()).toMatchObject({
      requirements: [{ version: 1, dataSource: 'FRONT_OCR', documentNumberRequired: true }],
      missingRequiredFields: [],
    });
    await gateway.get(api.AddFrontDocument, { sessionId: subject.sessionId, image: await picture() }, subject.headers);
    await expect
      .poll(async () => (await read(subject.headers))?.missingRequiredFields, { timeout: 50_000, interval: 500 })
      .toContain('eyeColor');
    expect((await read(subject.headers))?.requirements).toBeNull();
    await ask({ ...row, flags: flags('eyeColorRequired') });
    const later = await openSession(gateway);
    const { verificationSession } = await gateway.get(api.WeightsOfSessionDocument, { id: later.sessionId }, operator);
    expect(verificationSession?.requirements).toMatchObject([{ version: 3 }]);
  });
});

describe('catalogues', () => {
  it('have every reason in two languages, for operators and for holders', async () => {
    const [en, es] = [await catalog('en'), await catalog('es')];
    expect(en.map(({ code }) => code)).toEqual(es.map(({ code }) => code));
    const digits = { code: 'mrz_check_digit_mismatch', test: 'MRZ_CHECK_DIGITS', retryable: false };
    expect(en.find(({ code }) => code === digits.code)).toMatchObject(digits);
    expect(es.find(({ code }) => code === 'CONSENT_REQUIRED')?.operatorText).toContain('consentimiento');
    expect(es.every(({ operatorText, holderText }) => operatorText !== '' && holderText !== '')).toBe(true);
    expect(await gateway.refusal(api.CatalogsDocument, { language: 'fr' }, operator)).toBe('BAD_USER_INPUT');
  });
  const catalog = async (language: string) =>
    (await gateway.get(api.CatalogsDocument, { language }, operator)).reasonCatalog;
});
