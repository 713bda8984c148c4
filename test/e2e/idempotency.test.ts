import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationsTaking, mutationWith } from '../support/any-operation.js';
import { Gateway, type Headers, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { ANNA, magicPicture, openIdentification, openScoring, VERIDAS_CARD } from '../support/scoring.js';
import { newKey, newTenant, PLATFORM_KEY, platform } from '../support/tenant.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let gateway: Gateway;
let later = 0;
let clientId: string;
let identityId: string;
beforeAll(async () => {
  const environment = { PLATFORM_API_KEY: PLATFORM_KEY };
  gateway = await Gateway.start(() => new Date(Date.now() + later), environment);
  const { sessionId: id } = await handInAndFinalize(gateway, { settings: { performOfacTest: false } });
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id }, operator);
  identityId = verificationSession?.identity?.id ?? '';
  const opened = await gateway.get(api.CreateSessionDocument, { input: {} }, operator);
  clientId = opened.createVerificationSession.session.client.id;
}, 120_000);
afterAll(() => gateway.close());

type Input = Readonly<Record<string, unknown>>;
interface Case {
  /** What is asked for, another thing for another name; made anew for each that it must happen to. */
  readonly asking: () => Promise<(name: string) => Input>;
  /** What was `made`, with all that a second time would change; and what is `shown` once. */
  readonly selection: string;
  readonly headers?: Headers;
}
const organizationId = 'demo';
const anything = () => crypto.randomUUID().slice(0, 8);
const asking =
  (input: (name: string) => Input): Case['asking'] =>
  async () => {
    const own = anything();
    return (name) => input(`${name}-${own}`);
  };

const CASES: Readonly<Record<string, Case>> = {
  createApiKey: {
    asking: asking((name) => ({ organizationId, name, role: 'VIEWER', mode: 'SANDBOX' })),
    selection: 'made: apiKey { id } shown: secret',
  },
  createAuthenticationSession: {
    asking: asking((userId) => ({ identityId, clientId, userId })),
    selection: 'made: session { id } shown: sdkToken',
  },
  createClient: { asking: asking((name) => ({ organizationId, name })), selection: 'made: client { id }' },
  createIdentification: {
    asking: asking((name) => ({ organizationId, ...ANNA, name })),
    selection: 'made: identification { id } shown: holderToken',
  },
  createOrganization: {
    asking: asking((id) => ({ id, name: 'Made twice' })),
    selection: 'made: organization { id } shown: secret',
    headers: platform,
  },
  createScoring: {
    asking: async () => (name) => ({ ...VERIDAS_CARD, maxScoreRetries: name.length }),
    selection: 'made: scoring { id }',
  },
  createVerificationSession: {
    asking: asking((externalId) => ({ clientId, externalId })),
    selection: 'made: session { id } shown: sdkToken',
  },
  createWebhook: {
    asking: asking((name) => ({ name, url: 'https://example.com/hook' })),
    selection: 'made: webhook { id } shown: secret',
  },
  scoreScoring: {
    asking: async () => {
      const scoringId = await openScoring(gateway, { expiresIn: 'P5D' });
      const fronts = new Map([
        ['one', await magicPicture()],
        ['other', await magicPicture()],
      ]);
      return (name) => ({ scoringId, front: fronts.get(name) });
    },
    selection: 'made: scoring { id attempts }',
  },
  validateIdentification: {
    asking: async () => {
      const { id: identificationId } = await openIdentification(gateway);
      const device = { installationId: 'i', userAgent: 'u' };
      return (fingerprint) => ({ identificationId, device: { ...device, fingerprint } });
    },
    selection: 'made: identification { id attempts { attemptedAt } }',
  },
};

interface Result {
  readonly made: unknown;
  readonly shown?: string;
}

it('every mutation that takes a key has its case here', () => {
  expect(Object.keys(CASES).sort()).toEqual(mutationsTaking('idempotencyKey'));
});

describe.each(Object.entries(CASES))('%s', (name, { asking: prepare, selection, headers = operator }) => {
  const ask = (input: Input) => {
    const document = mutationWith(name, Object.keys(input), selection);
    return gateway.ask<unknown, Input>(document, input, headers);
  };
  const make = async (input: Input): Promise<Result> => {
    const { data, errors } = await ask(input);
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return (data as Readonly<Record<string, Result>>)[name] as Result;
  };

  it('gives its first result again for a day, and only for the same input', async () => {
    const input = await prepare();
    const idempotencyKey = anything();
    const first = await make({ ...input('one'), idempotencyKey });
    later += MINUTE;
    const again = await make({ ...input('one'), idempotencyKey });
    expect(again.made).toEqual(first.made);
    if (selection.includes('shown')) expect(again.shown, 'what is shown once is made anew').not.toBe(first.shown);
    const { errors } = await ask({ ...input('other'), idempotencyKey });
    expect(errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    later += DAY;
    const other = await make({ ...input('other'), idempotencyKey });
    expect(other.made, 'a day later the key is as good as new').not.toEqual(first.made);
  });

  it('makes one of two at once', async () => {
    const input = await prepare();
    const asked = { ...input('one'), idempotencyKey: anything() };
    const [one, two] = await Promise.all([make(asked), make(asked)]);
    expect(two.made).toEqual(one.made);
    expect((await make(asked)).made).toEqual(one.made);
  });

  it('refuses a key that is none', async () => {
    const input = await prepare();
    const { errors } = await ask({ ...input('one'), idempotencyKey: '' });
    const path = 'input.idempotencyKey';
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
  });
});

it('knows what a key stands for, even where the same input would be refused by now', async () => {
  const tenant = await newTenant(gateway);
  const { headers } = await newKey(gateway, tenant, { mode: 'SANDBOX' });
  const addClient = (name: string) =>
    gateway.get(api.CreateClientDocument, { input: { organizationId: tenant.id, name } }, tenant.admin);
  await addClient('the only one');
  const create = (idempotencyKey: string) =>
    gateway.ask(api.CreateSessionDocument, { input: { idempotencyKey } }, headers);
  const first = await create('order 1');
  await addClient('another');
  const again = await create('order 1');
  expect(again.data?.createVerificationSession.session.id).toBe(first.data?.createVerificationSession.session.id);
  expect((await create('order 2')).errors?.[0]?.extensions.code, 'whose it is must now be said').toBe('BAD_USER_INPUT');
});
