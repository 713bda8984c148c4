import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  IDENTIFICATION_STATUSES,
  nextStatus,
  type IdentificationStatus,
} from '../../src/identification/identification.states.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { reader } from '../support/reader.js';
import { ANNAS_CARD, magicPicture, openIdentification, type Signer } from '../support/scoring.js';

let gateway: Gateway;
let elapsed = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + elapsed), {}, undefined, [reader]);
});
afterAll(() => gateway.close());

const close = (id: string) => gateway.get(api.CloseIdentificationDocument, { id }, operator);
const validate = ({ id, headers }: Signer) =>
  gateway.ask(api.ValidateIdentificationDocument, { input: { identificationId: id } }, headers);
const create = (input: Partial<api.CreateIdentificationInput>) => ({
  input: { organizationId: 'demo', scoring: { provider: 'VERIDAS' as const }, ...input },
});

describe('what a create asks for', () => {
  it.each([
    ['somebody else’s organization', { organizationId: 'somebody-else' }, 'NOT_FOUND'],
    ['a life of 31 days', { expiresIn: 'P31D' }, 'BAD_USER_INPUT'],
    ['a life of a month', { expiresIn: 'P1M' }, 'BAD_USER_INPUT'],
    ['a passport of no country', { identityDocument: passport(undefined) }, 'BAD_USER_INPUT'],
    ['a Swedish NIF', { identityDocument: { ...nif('12345678Z'), country: 'SE' } }, 'BAD_USER_INPUT'],
    ['an empty number', { identityDocument: nif(' ') }, 'BAD_USER_INPUT'],
    ['a name without end', { name: 'A'.repeat(201) }, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_name, input, code) => {
    expect(await gateway.refusal(api.CreateIdentificationDocument, create(input), operator)).toBe(code);
  });

  it.each([
    ['NIF', nif('12345678-z'), { documentNumber: '12345678Z', country: 'ES' }, 'IDENTITY_CARD'],
    ['NIE', { documentNumber: 'X1234567L', documentType: 'NIE' as const }, { country: 'ES' }, 'RESIDENCE_PERMIT'],
    ['PASSPORT', passport('SE'), { documentNumber: 'AA1234567', country: 'SE' }, 'PASSPORT'],
  ])('takes a %s', async (_name, identityDocument, document, type) => {
    const asked = create({ identityDocument, configurationName: 'LOW' });
    const { createIdentification } = await gateway.get(api.CreateIdentificationDocument, asked, operator);
    expect(createIdentification.identification).toMatchObject({
      configurationName: 'LOW',
      status: 'PENDING',
      identityDocument: document,
      scoring: { document: { type } },
    });
  });

  it('is at level MEDIUM, by INTERNAL and for thirty days, where nothing else is said', async () => {
    const asked = { input: { organizationId: 'demo' } };
    const { createIdentification } = await gateway.get(api.CreateIdentificationDocument, asked, operator);
    const { identification } = createIdentification;
    expect(identification).toMatchObject({ configurationName: 'MEDIUM', scoring: { provider: 'INTERNAL' } });
    expect(Date.parse(identification.expiresAt) - Date.parse(identification.createdAt)).toBe(30 * 24 * 3600_000);
  });

  it('takes a wrong check letter in SANDBOX, with a warning', async () => {
    const signer = await openIdentification(gateway, { identityDocument: nif('12345678A') });
    const { identification } = await gateway.get(api.ReadIdentificationDocument, { id: signer.id }, operator);
    expect(identification?.history?.[0]?.data).toMatchObject({ warnings: ['document_number_invalid'] });
  });
});

describe('a level', () => {
  const asked = (configurationName: api.ConfigurationName, identityDocument?: api.HolderDocumentInput) =>
    create({ configurationName, scoring: { provider: 'GOOGLE' }, ...(identityDocument ? { identityDocument } : {}) });

  it.each([
    ['LOW', 'NO_REFUSAL'],
    ['MEDIUM', 'PROVIDER_UNSUPPORTED'],
    ['HIGH', 'PROVIDER_UNSUPPORTED'],
  ] as const)('%s by a provider that reads and judges nothing: %s', async (level, code) => {
    expect(await gateway.refusal(api.CreateIdentificationDocument, asked(level), operator)).toBe(code);
  });

  it('is promised by nobody for a document that the provider does not read', async () => {
    const swedish = asked('LOW', passport('SE'));
    expect(await gateway.refusal(api.CreateIdentificationDocument, swedish, operator)).toBe('PROVIDER_UNSUPPORTED');
  });
});

/** An identification in each status, made as users make it. */
const REACHED: Record<IdentificationStatus, () => Promise<Signer>> = {
  PENDING: () => openIdentification(gateway),
  VALIDATED: async () => {
    const signer = await openIdentification(gateway);
    const [front, back] = await Promise.all([magicPicture(ANNAS_CARD), magicPicture(ANNAS_CARD)]);
    const variables = { scoringId: signer.scoringId, front, back };
    await gateway.get(api.ScoreScoringDocument, variables, signer.headers);
    await validate(signer);
    return signer;
  },
  REJECTED: async () => {
    const signer = await openIdentification(gateway);
    for (let attempt = 0; attempt < 5; attempt++) await validate(signer);
    return signer;
  },
  CLOSED: async () => {
    const signer = await openIdentification(gateway);
    await close(signer.id);
    return signer;
  },
  EXPIRED: async () => {
    const signer = await openIdentification(gateway, { expiresIn: 'PT10M' });
    elapsed += 601_000;
    const fresh = await gateway.get(api.ReadIdentificationDocument, { id: signer.id }, operator);
    if (!fresh.identification) throw new Error('an identification vanished');
    return { ...signer, headers: { ...signer.headers, ...operator } };
  },
};
const ASKED = {
  retry: validate,
  close: ({ id }: Signer) => gateway.ask(api.CloseIdentificationDocument, { id }, operator),
} as const;

const cases = IDENTIFICATION_STATUSES.flatMap((status) =>
  (Object.keys(ASKED) as (keyof typeof ASKED)[]).map((trigger) => ({
    status,
    trigger,
    allowed: nextStatus(status, trigger) !== undefined,
  })),
);

describe('the table of states', () => {
  it.each(cases)('$status: $trigger is allowed: $allowed', async ({ status, trigger, allowed }) => {
    const { data, errors } = await ASKED[trigger](await REACHED[status]());
    if (allowed) expect(errors ?? data).toEqual(data);
    else expect(errors?.[0]?.extensions).toMatchObject({ code: 'IDENTIFICATION_NOT_OPEN', status });
  });
});

describe('lists of identifications', () => {
  it('are searched without accents and case, filtered, and read from both ends', async () => {
    const names = ['José María', 'Josefina', 'Pedro'];
    const made: string[] = [];
    for (const name of names) made.push((await openIdentification(gateway, { name, lastName: 'Núñez-Zuñiga' })).id);
    const list = async (more: Partial<api.ListIdentificationsQueryVariables>) =>
      (await gateway.get(api.ListIdentificationsDocument, more, operator)).viewer.organization.identifications;
    const found = async (searchTerm: string) => (await list({ filter: { searchTerm } })).nodes.map(({ id }) => id);
    const newestFirst = made.toReversed();
    expect(await found('NUNEZ')).toEqual(newestFirst);
    expect(await found('jose')).toEqual(newestFirst.slice(1));
    expect(await found('jose zuñiga maria')).toEqual(newestFirst.slice(2));
    expect(await found(made[0] ?? '')).toEqual(newestFirst.slice(2));
    expect(await found('nobody')).toEqual([]);

    await close(made[0] ?? '');
    const filter = { searchTerm: 'nunez' };
    expect((await list({ filter: { ...filter, status: ['CLOSED'] } })).totalCount).toBe(1);
    expect((await list({ filter: { ...filter, configurationName: ['HIGH'] } })).totalCount).toBe(0);
    const first = await list({ filter, first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(first.nodes.every(({ attempts, scoring }) => attempts?.length === 0 && scoring.captures.length === 0)).toBe(
      true,
    );
    const rest = await list({ filter, first: 2, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ id }) => id)).toEqual(newestFirst.slice(2));
    const last = await list({ filter, last: 1 });
    expect(last.nodes.map(({ id }) => id)).toEqual(newestFirst.slice(2));
    expect(last.pageInfo.hasPreviousPage).toBe(true);
  });
});

function nif(documentNumber: string): api.HolderDocumentInput {
  return { documentNumber, documentType: 'NIF' };
}
function passport(country: string | undefined): api.HolderDocumentInput {
  return { documentNumber: 'AA1234567', documentType: 'PASSPORT', ...(country ? { country } : {}) };
}
