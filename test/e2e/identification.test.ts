import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, type Headers, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import {
  ANNAS_CARD,
  DEVICE,
  magicPicture,
  openIdentification,
  openScoring,
  readScoring,
  type Signer,
} from '../support/scoring.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

/** Hands in what a level asks for. */
async function show({ scoringId, headers }: Signer, magic: Parameters<typeof magicPicture>[0] = ANNAS_CARD) {
  const [front, back, selfie] = await Promise.all([magicPicture(magic), magicPicture(magic), magicPicture()]);
  const variables = { scoringId, front, back, selfie };
  return (await gateway.get(api.ScoreScoringDocument, variables, headers)).scoreScoring.scoring;
}
const validate = async ({ id, headers }: Signer, more: Headers = {}, device?: api.DeviceInput) => {
  const input = { identificationId: id, ...(device ? { device } : {}) };
  const answer = await gateway.get(api.ValidateIdentificationDocument, { input }, { ...headers, ...more });
  return answer.validateIdentification.identification;
};
async function read({ id }: Pick<Signer, 'id'>, headers: Headers = operator) {
  const { identification } = await gateway.get(api.ReadIdentificationDocument, { id }, headers);
  if (!identification) throw new Error('the identification is gone');
  return identification;
}
const without = (name: string, { headers }: Signer): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

describe('a signer who shows their own document', () => {
  it('is validated, and the operator sees from where', async () => {
    const signer = await openIdentification(gateway);
    expect(await show(signer)).toMatchObject({ result: 'PASS' });
    const identification = await validate(signer);
    expect(identification).toMatchObject({
      status: 'VALIDATED',
      rejectionReasons: [],
      identityDocument: { documentNumber: '******78Z', documentType: 'NIF', country: 'ES' },
      scoring: { provider: 'VERIDAS', document: { type: 'IDENTITY_CARD', country: 'ES' }, result: 'PASS' },
    });
    const seen = await read(signer);
    expect(seen.validatedAt).not.toBeNull();
    expect(seen.identityDocument?.documentNumber).toBe('12345678Z');
    expect(seen.attempts).toMatchObject([
      {
        accepted: true,
        installationId: 'installation-1',
        fingerprint: 'fingerprint-1',
        userAgent: 'SignerApp/1.0',
        location: { latitude: 40.4168, longitude: -3.7038 },
        ipAddress: expect.stringContaining('127.0.0.1') as string,
      },
    ]);
    expect(seen.history?.map(({ event }) => event)).toEqual([
      'IDENTIFICATION_CREATED',
      'IDENTIFICATION_DEVICE_RECORDED',
      'IDENTIFICATION_ATTEMPTED',
      'IDENTIFICATION_VALIDATED',
    ]);
    expect(JSON.stringify(seen.history)).not.toMatch(/12345678|Eriksson|fingerprint-1/);
  });

  it.each(['LOW', 'MEDIUM', 'HIGH'] as const)('is validated at level %s', async (configurationName) => {
    const signer = await openIdentification(gateway, { configurationName });
    await show(signer);
    const { status, rejectionReasons } = await validate(signer);
    // No sanctions list is loaded here: what nobody has screened is not promised.
    if (configurationName === 'HIGH') expect(rejectionReasons).toContain('ofac_not_passed');
    else expect({ status, rejectionReasons }).toEqual({ status: 'VALIDATED', rejectionReasons: [] });
  });

  it('says what its device is in the input, where it sends no headers', async () => {
    const signer = await openIdentification(gateway);
    await show(signer);
    const device = { installationId: 'i', fingerprint: 'fingerprint-1', location: { latitude: 1, longitude: 2 } };
    expect(await validate(signer, {}, device)).toMatchObject({ status: 'VALIDATED' });
    expect((await read(signer)).attempts?.[0]).toMatchObject({ installationId: 'i', location: { longitude: 2 } });
  });
});

describe('a signer who is not validated', () => {
  it.each([
    ['another number', { fields: { documentNumber: '87654321X' } }, 'document_number_differs'],
    ['another name', { fields: { ...ANNAS_CARD.fields, firstName: 'JOHN', lastName: 'SMITH' } }, 'name_differs'],
    ['an expired document', { ...ANNAS_CARD, scenario: 'expired' }, 'document_expiry_not_passed'],
    ['a manipulated one', { ...ANNAS_CARD, scenario: 'manipulated' }, 'doc_front_image_manipulation_not_passed'],
    ['wrong check digits', { ...ANNAS_CARD, scenario: 'wrong-check-digits' }, 'mrz_check_digits_not_passed'],
  ])('shows %s', async (_name, magic, reason) => {
    const signer = await openIdentification(gateway);
    await show(signer, magic);
    const { status, rejectionReasons } = await validate(signer);
    expect(status).toBe('PENDING');
    expect(rejectionReasons).toContain(reason);
  });

  it('has shown nothing yet', async () => {
    const signer = await openIdentification(gateway);
    expect(await validate(signer)).toMatchObject({ status: 'PENDING', rejectionReasons: ['not_scored'] });
  });

  it('comes from another device than the one that read first', async () => {
    const signer = await openIdentification(gateway);
    await show(signer);
    const other = await validate(signer, { 'x-fingerprint': 'somebody-else' });
    expect(other).toMatchObject({ status: 'PENDING', rejectionReasons: ['device_changed'] });
    expect(await validate(signer, { 'x-installation_id': 'new' })).toMatchObject({ status: 'VALIDATED' });
  });

  it('comes from another installation, at level HIGH', async () => {
    const signer = await openIdentification(gateway, { configurationName: 'HIGH' });
    await show(signer);
    const { rejectionReasons } = await validate(signer, { 'x-installation_id': 'new' });
    expect(rejectionReasons).toContain('installation_changed');
  });

  it('is rejected with the last try', async () => {
    const signer = await openIdentification(gateway);
    for (let attempt = 1; attempt < 5; attempt++) expect((await validate(signer)).status).toBe('PENDING');
    expect(await validate(signer)).toMatchObject({ status: 'REJECTED', rejectionReasons: ['not_scored'] });
    const { errors } = await gateway.ask(
      api.ValidateIdentificationDocument,
      { input: { identificationId: signer.id } },
      signer.headers,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'IDENTIFICATION_NOT_OPEN', status: 'REJECTED' });
    const { attempts, history } = await read(signer);
    expect(attempts).toHaveLength(5);
    expect(history?.at(-1)?.event).toBe('IDENTIFICATION_REJECTED');
  });
});

describe('the headers of a validation', () => {
  it.each([
    ['x-installation_id', 'MEDIUM'],
    ['x-fingerprint', 'MEDIUM'],
    ['x-location', 'HIGH'],
  ] as const)('name %s where it is missing, at level %s', async (header, configurationName) => {
    const signer = await openIdentification(gateway, { configurationName });
    const input = { identificationId: signer.id };
    const { errors } = await gateway.ask(api.ValidateIdentificationDocument, { input }, without(header, signer));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MISSING_HEADER', header });
  });

  it('leave the location out below HIGH', async () => {
    const signer = await openIdentification(gateway);
    const input = { identificationId: signer.id };
    const headers = without('x-location', signer);
    await gateway.get(api.ValidateIdentificationDocument, { input }, headers);
    expect((await read(signer)).attempts?.[0]?.location).toBeNull();
  });

  it.each(['91,0', '0,181', 'Madrid', '40.4'])('refuse the location %s', async (location) => {
    const signer = await openIdentification(gateway);
    const input = { identificationId: signer.id };
    const headers = { ...signer.headers, 'x-location': location };
    expect(await gateway.refusal(api.ValidateIdentificationDocument, { input }, headers)).toBe('BAD_USER_INPUT');
  });
});

describe('what a holder may do', () => {
  it('reads their own identification, without what only operators see', async () => {
    const signer = await openIdentification(gateway);
    await show(signer);
    const own = await read(signer, signer.headers);
    expect(own).toMatchObject({
      name: 'Anna María',
      organization: null,
      attempts: null,
      history: null,
      identityDocument: { documentNumber: '******78Z' },
      scoring: {
        organization: null,
        tests: null,
        score: null,
        history: null,
        providerResponses: null,
        extracted: { documentNumber: '******78Z' },
      },
    });
    expect((await readScoring(gateway, signer.scoringId, signer.headers)).result).toBe('PASS');
  });

  it('sees nothing else, and changes nothing else', async () => {
    const [mine, theirs] = [await openIdentification(gateway), await openIdentification(gateway)];
    const { identification } = await gateway.get(api.ReadIdentificationDocument, { id: theirs.id }, mine.headers);
    expect(identification).toBeNull();
    const front = await magicPicture();
    const { headers, scoringId } = mine;
    const own = { scoringId, providers: ['VERIDAS' as const] };
    const refused = [
      ['NOT_FOUND', gateway.refusal(api.ScoreScoringDocument, { scoringId: theirs.scoringId, front }, headers)],
      [
        'NOT_FOUND',
        gateway.refusal(api.ScoreScoringDocument, { scoringId: await openScoring(gateway), front }, headers),
      ],
      [
        'NOT_FOUND',
        gateway.refusal(api.ValidateIdentificationDocument, { input: { identificationId: theirs.id } }, headers),
      ],
      ['FORBIDDEN', gateway.refusal(api.CloseIdentificationDocument, { id: mine.id }, headers)],
      ['FORBIDDEN', gateway.refusal(api.CloseScoringDocument, { id: scoringId }, headers)],
      ['FORBIDDEN', gateway.refusal(api.DelegateScoringDocument, { id: scoringId }, headers)],
      ['FORBIDDEN', gateway.refusal(api.CompareProvidersDocument, own, headers)],
      ['FORBIDDEN', gateway.refusal(api.CreateIdentificationDocument, { input: { organizationId: 'demo' } }, headers)],
      ['FORBIDDEN', gateway.refusal(api.ListScoringsDocument, {}, headers)],
      ['FORBIDDEN', gateway.refusal(api.CreateSessionDocument, { input: {} }, headers)],
    ] as const;
    for (const [code, refusal] of refused) expect(await refusal).toBe(code);
  });

  it('is nobody with a token that was changed', async () => {
    const { id, headers } = await openIdentification(gateway);
    const forged = { ...headers, authorization: `${headers['authorization'] ?? ''}x` };
    expect(await gateway.refusal(api.ReadIdentificationDocument, { id }, forged)).toBe('UNAUTHENTICATED');
  });

  it('is told of changes as they happen', async () => {
    const signer = await openIdentification(gateway);
    const { authorization = '' } = signer.headers;
    const stream = gateway.subscribe(api.IdentificationUpdatesDocument, { after: '0' }, { authorization });
    await validate(signer);
    const events: string[] = [];
    for await (const { data } of stream) {
      if (data) events.push(data.identificationUpdated.event);
      if (events.length === 3) break;
    }
    await stream.end();
    expect(events).toEqual(['IDENTIFICATION_CREATED', 'IDENTIFICATION_DEVICE_RECORDED', 'IDENTIFICATION_ATTEMPTED']);
  });
});

describe('one idempotency key', () => {
  it('spends one try at validation', async () => {
    const signer = await openIdentification(gateway);
    const input = { identificationId: signer.id, idempotencyKey: 'sign-1' };
    const once = () => gateway.get(api.ValidateIdentificationDocument, { input }, signer.headers);
    await Promise.all([once(), once()]);
    await once();
    expect((await read(signer)).attempts).toHaveLength(1);
    const headers = { ...signer.headers, 'x-fingerprint': 'another' };
    expect(await gateway.refusal(api.ValidateIdentificationDocument, { input }, headers)).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('makes one identification, with a token that works each time', async () => {
    const input = { idempotencyKey: 'contract-1' };
    const [one, two] = await Promise.all([openIdentification(gateway, input), openIdentification(gateway, input)]);
    expect(two.id).toBe(one.id);
    const asked = { input: { organizationId: 'demo', ...input, configurationName: 'LOW' as const } };
    expect(await gateway.refusal(api.CreateIdentificationDocument, asked, operator)).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

it('reads the device from what a first read sends', async () => {
  const { createIdentification } = await gateway.get(
    api.CreateIdentificationDocument,
    { input: { organizationId: 'demo', scoring: { provider: 'VERIDAS' }, configurationName: 'MEDIUM' } },
    operator,
  );
  const headers = { authorization: `Bearer ${createIdentification.holderToken}`, ...DEVICE };
  const signer = { id: createIdentification.identification.id, scoringId: '', headers };
  const unread = await validate(signer);
  expect(unread.rejectionReasons).toContain('device_unknown');
});
