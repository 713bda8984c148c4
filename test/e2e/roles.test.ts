import type { DocumentNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyOperation, operationsOf } from '../support/any-operation.js';
import { Gateway, type Headers, sdk } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { bearer, newKey, newTenant, PLATFORM_KEY, platform } from '../support/tenant.js';

/** Who may call: operators of at least a role, and the apps of subjects beside them; or the installation alone; or all. */
const RIGHTS = {
  everybody: ['nobody', 'platform', 'ADMIN', 'OPERATOR', 'VIEWER', 'sdk', 'holder'],
  platform: ['platform'],
  ADMIN: ['ADMIN'],
  OPERATOR: ['ADMIN', 'OPERATOR'],
  VIEWER: ['ADMIN', 'OPERATOR', 'VIEWER'],
  'VIEWER or platform': ['platform', 'ADMIN', 'OPERATOR', 'VIEWER'],
  'VIEWER or app': ['ADMIN', 'OPERATOR', 'VIEWER', 'sdk', 'holder'],
  'VIEWER or SDK': ['ADMIN', 'OPERATOR', 'VIEWER', 'sdk'],
  'VIEWER or holder': ['ADMIN', 'OPERATOR', 'VIEWER', 'holder'],
  'OPERATOR or SDK': ['ADMIN', 'OPERATOR', 'sdk'],
  'OPERATOR or holder': ['ADMIN', 'OPERATOR', 'holder'],
} as const satisfies Record<string, readonly Caller[]>;
type Caller = 'nobody' | 'platform' | api.Role | 'sdk' | 'holder';
type Right = keyof typeof RIGHTS;

const MUTATIONS: Readonly<Record<string, Right>> = {
  addDocumentBack: 'OPERATOR or SDK',
  addDocumentFront: 'OPERATOR or SDK',
  cancelSession: 'OPERATOR',
  closeIdentification: 'OPERATOR',
  closeScoring: 'OPERATOR',
  compareProviders: 'OPERATOR',
  configureProvider: 'ADMIN',
  createApiKey: 'ADMIN',
  createAuthenticationSession: 'OPERATOR',
  createCaptureLink: 'OPERATOR',
  createClient: 'ADMIN',
  createIdentification: 'OPERATOR',
  createOrganization: 'platform',
  createScoring: 'OPERATOR',
  createVerificationSession: 'OPERATOR',
  createWebhook: 'ADMIN',
  delegateScoring: 'OPERATOR',
  deleteWebhook: 'ADMIN',
  eraseIdentity: 'ADMIN',
  eraseSession: 'OPERATOR',
  exceptSanctionsHit: 'OPERATOR',
  exportIdentity: 'ADMIN',
  finalizeAuthentication: 'OPERATOR or SDK',
  finalizeVerification: 'OPERATOR or SDK',
  generateLivenessSession: 'OPERATOR or SDK',
  generateScoringLiveness: 'OPERATOR or holder',
  giveConsent: 'OPERATOR or SDK',
  overrideDecision: 'OPERATOR',
  processLivenessSession: 'OPERATOR or SDK',
  redeliverWebhook: 'ADMIN',
  revokeApiKey: 'ADMIN',
  revokeSanctionsException: 'OPERATOR',
  rotateClientWebhookSecret: 'ADMIN',
  rotateWebhookSecret: 'ADMIN',
  scoreScoring: 'OPERATOR or holder',
  setDocumentType: 'OPERATOR or SDK',
  testWebhook: 'ADMIN',
  updateIdentity: 'OPERATOR',
  updateOrganization: 'ADMIN',
  updateRequirements: 'ADMIN',
  updateSdkMetadata: 'OPERATOR or SDK',
  updateWebhook: 'ADMIN',
  updateWeights: 'ADMIN',
  validateIdentification: 'OPERATOR or holder',
};
const QUERIES: Readonly<Record<string, Right>> = {
  authenticationSession: 'VIEWER or SDK',
  health: 'everybody',
  identification: 'VIEWER or holder',
  identitiesById: 'VIEWER',
  identity: 'VIEWER',
  identityStatus: 'VIEWER or SDK',
  organization: 'VIEWER or platform',
  reasonCatalog: 'VIEWER or app',
  sandboxCatalog: 'VIEWER',
  scoring: 'VIEWER or holder',
  service: 'everybody',
  session: 'VIEWER or SDK',
  simulateWeights: 'VIEWER',
  verificationSession: 'VIEWER or SDK',
  viewer: 'VIEWER',
  weightsById: 'VIEWER',
};
const SUBSCRIPTIONS: Readonly<Record<string, Right>> = {
  identificationUpdated: 'VIEWER or holder',
  identityUpdated: 'VIEWER',
  providerStatusChanged: 'VIEWER',
  scoringUpdated: 'VIEWER or holder',
  sessionUpdated: 'VIEWER or SDK',
};

let gateway: Gateway;
let callers: Readonly<Record<Caller, Headers>>;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PLATFORM_API_KEY: PLATFORM_KEY });
  const tenant = await newTenant(gateway);
  const keyOf = async (role: api.Role) => (await newKey(gateway, tenant, { role, mode: 'SANDBOX' })).headers;
  const ADMIN = await keyOf('ADMIN');
  const client = { input: { organizationId: tenant.id, name: 'app' } };
  await gateway.get(api.CreateClientDocument, client, tenant.admin);
  const opened = await gateway.get(api.CreateSessionDocument, { input: {} }, ADMIN);
  const { session, sdkToken } = opened.createVerificationSession;
  const asked = { input: { organizationId: tenant.id } };
  const { createIdentification } = await gateway.get(api.CreateIdentificationDocument, asked, ADMIN);
  callers = {
    nobody: {},
    platform,
    ADMIN,
    OPERATOR: await keyOf('OPERATOR'),
    VIEWER: await keyOf('VIEWER'),
    sdk: sdk(sdkToken, session.client.id),
    holder: bearer(createIdentification.holderToken),
  };
});
afterAll(() => gateway.close());

const REFUSALS = ['FORBIDDEN', 'UNAUTHENTICATED'];
/** The refusal of who may not call; what else is wrong with the call is no business of theirs. */
const refusalOf = (caller: Caller) => (caller === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
const everyCaller = () => Object.entries(callers) as [Caller, Headers][];
const mayCall = (right: Right, caller: Caller): boolean => RIGHTS[right].some((one) => one === caller);

it('every operation has its right here', () => {
  expect(Object.keys(MUTATIONS).sort()).toEqual(operationsOf('mutation'));
  expect(Object.keys(QUERIES).sort()).toEqual(operationsOf('query'));
  expect(Object.keys(SUBSCRIPTIONS).sort()).toEqual(operationsOf('subscription'));
});

describe.each([
  ['mutation', MUTATIONS],
  ['query', QUERIES],
] as const)('a %s', (kind, rights) => {
  it.each(Object.entries(rights))('%s is for %s', async (name, right) => {
    const { document, variables } = await anyOperation(kind, name);
    const ask = (headers: Headers) => gateway.refusal<unknown, object>(document, variables, headers);
    const answers = everyCaller().map(async ([caller, headers]) => [caller, await ask(headers)] as const);
    for (const [caller, code] of await Promise.all(answers))
      if (mayCall(right, caller)) expect(REFUSALS, `${caller}: ${code}`).not.toContain(code);
      else expect([caller, code]).toEqual([caller, refusalOf(caller)]);
  });
});

describe('a subscription', () => {
  it.each(Object.entries(SUBSCRIPTIONS))('%s is for %s', async (name, right) => {
    const { document } = await anyOperation('subscription', name);
    const refused = everyCaller().filter(([caller]) => !mayCall(right, caller));
    const answers = refused.map(async ([caller, headers]) => [caller, await firstRefusal(document, headers)]);
    expect(await Promise.all(answers)).toEqual(refused.map(([caller]) => [caller, refusalOf(caller)]));
  });
});

async function firstRefusal(document: DocumentNode, headers: Headers): Promise<string> {
  const updates = gateway.subscribe<unknown, Record<string, unknown>>(document, {}, headers);
  const { value } = await updates.next();
  await updates.end();
  return value?.errors?.[0]?.extensions.code ?? 'NO_REFUSAL';
}
