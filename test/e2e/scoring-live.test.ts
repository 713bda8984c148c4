import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobOf } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { emptyWall } from '../support/sample-faces.js';
import { ANNA, magicPicture, settledScoring, VERIDAS_CARD } from '../support/scoring.js';
import { newKey, newTenant, PLATFORM_KEY, type Tenant } from '../support/tenant.js';

let gateway: Gateway;
let tenant: Tenant;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PLATFORM_API_KEY: PLATFORM_KEY });
  tenant = await newTenant(gateway);
});
afterAll(() => gateway.close());

const scoringOf = (more: Partial<api.CreateScoringInput> = {}) => ({
  input: { ...VERIDAS_CARD, organizationId: tenant.id, provider: 'INTERNAL' as const, ...more },
});
const identificationOf = (more: Partial<api.CreateIdentificationInput> = {}) => ({
  input: { organizationId: tenant.id, ...ANNA, ...more },
});

describe('where it counts', () => {
  it('nobody answers for a provider that is not configured', async () => {
    const asked = scoringOf({ provider: 'VERIDAS' });
    expect(await gateway.refusal(api.CreateScoringDocument, asked, tenant.admin)).toBe('PROVIDER_NOT_CONFIGURED');
    const signing = identificationOf({ scoring: { provider: 'GOOGLE' } });
    expect(await gateway.refusal(api.CreateIdentificationDocument, signing, tenant.admin)).toBe(
      'PROVIDER_NOT_CONFIGURED',
    );
  });

  it('a wrong check letter is refused', async () => {
    const wrong = { documentNumber: '12345678A', documentType: 'NIF' as const };
    const { errors } = await gateway.ask(
      api.CreateIdentificationDocument,
      identificationOf({ identityDocument: wrong }),
      tenant.admin,
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'DOCUMENT_NUMBER_INVALID',
      issues: [{ path: 'input.identityDocument.documentNumber' }],
    });
    const { createIdentification } = await gateway.get(
      api.CreateIdentificationDocument,
      identificationOf(),
      tenant.admin,
    );
    expect(createIdentification.identification.scoring.provider).toBe('INTERNAL');
  });
});

describe('a picture of the document', () => {
  it('is no selfie, whatever it shows', async () => {
    const { createScoring } = await gateway.get(api.CreateScoringDocument, scoringOf(), tenant.admin);
    const { id } = createScoring.scoring;
    const front = blobOf(await emptyWall());
    await gateway.get(api.ScoreScoringDocument, { scoringId: id, front, selfie: front }, tenant.admin);
    const { result, tests } = await settledScoring(gateway, id, tenant.admin);
    expect(result).not.toBe('PASS');
    expect(tests?.find(({ name }) => name === 'FACE_MATCH')).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reasons: ['same_picture'],
    });
  });
});

describe('what a key may', () => {
  it('is to read alone, for a VIEWER', async () => {
    const { createScoring } = await gateway.get(api.CreateScoringDocument, scoringOf(), tenant.admin);
    const { id } = createScoring.scoring;
    const { createIdentification } = await gateway.get(
      api.CreateIdentificationDocument,
      identificationOf(),
      tenant.admin,
    );
    const signing = createIdentification.identification.id;
    const { headers } = await newKey(gateway, tenant, { role: 'VIEWER' });
    const { scoring } = await gateway.get(api.ReadScoringDocument, { id }, headers);
    expect(scoring).toMatchObject({ id, organization: { id: tenant.id }, providerResponses: null, mode: 'LIVE' });
    const front = await magicPicture();
    const refused = [
      gateway.refusal(api.CreateScoringDocument, scoringOf(), headers),
      gateway.refusal(api.ScoreScoringDocument, { scoringId: id, front }, headers),
      gateway.refusal(api.CloseScoringDocument, { id }, headers),
      gateway.refusal(api.DelegateScoringDocument, { id }, headers),
      gateway.refusal(api.CreateIdentificationDocument, identificationOf(), headers),
      gateway.refusal(api.CloseIdentificationDocument, { id: signing }, headers),
    ];
    for (const refusal of refused) expect(await refusal).toBe('FORBIDDEN');
  });

  it('ends at the organization, and for a test key at SANDBOX', async () => {
    const { createScoring } = await gateway.get(api.CreateScoringDocument, scoringOf(), tenant.admin);
    const { id } = createScoring.scoring;
    const { headers } = await newKey(gateway, tenant, { mode: 'SANDBOX' });
    for (const stranger of [operator, headers]) {
      expect((await gateway.get(api.ReadScoringDocument, { id }, stranger)).scoring).toBeNull();
      expect(await gateway.refusal(api.CloseScoringDocument, { id }, stranger)).toBe('NOT_FOUND');
    }
    const { viewer } = await gateway.get(api.ListScoringsDocument, {}, headers);
    expect(viewer.organization.scorings).toMatchObject({ totalCount: 0, nodes: [] });
    const stream = gateway.subscribe(api.ScoringUpdatesDocument, { scoringId: id }, headers);
    expect(JSON.stringify((await stream.next()).value)).toContain('NOT_FOUND');
    await stream.end();
  });
});
