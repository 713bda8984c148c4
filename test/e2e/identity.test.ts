import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSON } from '../../tools/specimen/person.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { selfieOfBerta } from '../support/sample-faces.js';
import { openSession, type Subject } from '../support/subject.js';

let gateway: Gateway;
let anna: string;
let first: Subject;
beforeAll(async () => {
  gateway = await Gateway.start();
  first = await handInAndFinalize(gateway, { settings, externalId: 'person-7' });
  anna = await identityOf(first);
}, 120_000);
afterAll(() => gateway.close());

const settings = { performOfacTest: false };
async function identityOf({ sessionId: id }: Subject): Promise<string> {
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id }, operator);
  return verificationSession?.identity?.id ?? '';
}
async function read(id: string, type: api.DocumentType = 'DRIVER_LICENSE') {
  const { identity } = await gateway.get(api.ReadIdentityDocument, { id, type, fileType: 'SELFIE' }, operator);
  if (!identity) throw new Error('the identity is gone');
  return identity;
}
const list = async (filter: api.IdentityFilter, page = {}) =>
  (await gateway.get(api.ListIdentitiesDocument, { filter, ...page }, operator)).viewer.organization.identities;
const update = (input: Omit<api.UpdateIdentityInput, 'identityId'>, identityId = anna) =>
  gateway.get(api.UpdateIdentityDocument, { input: { identityId, ...input } }, operator);

describe('a person who was verified', () => {
  it('is an identity that says who they are, with their document, image, and session', async () => {
    const identity = await read(anna);
    expect(identity).toMatchObject({
      externalId: 'person-7',
      mode: 'SANDBOX',
      firstName: 'ANNA',
      lastName: 'LINDGREN',
      birthDate: '1996-04-17',
      gender: 'FEMALE',
      city: 'ASHFORD',
      documentFrontGiven: true,
      livenessDetected: true,
      ofacStatus: 'NOT_PERFORMED',
      dmvStatus: 'NOT_PERFORMED',
      verified: true,
      erasedAt: null,
      organization: { id: 'demo' },
      document: { type: 'DRIVER_LICENSE', documentNumber: 'T64218350', lastName: 'LINDGREN' },
      verificationSessions: { totalCount: 1, nodes: [{ id: first.sessionId }] },
      history: [{ sequence: 1, event: 'IDENTITY_CREATED' }],
    });
    expect(identity.identityScore).toBeGreaterThan(0.8);
    expect(identity.lastVerified).toBe(identity.verifiedAt);
    const image = await fetch(identity.image?.downloadUrl ?? '');
    expect(image.headers.get('content-type')).toBe('image/jpeg');
    expect((await read(anna, 'PASSPORT')).document).toBeNull();
  });

  it('is known again by the document alone, and an impostor changes nothing of them', async () => {
    const before = await read(anna);
    const again = await handInAndFinalize(gateway, { settings }, { face: selfieOfBerta });
    expect(again.verified).toBe(false);
    expect(await identityOf(again)).toBe(anna);
    const after = await read(anna);
    expect(after).toMatchObject({ verified: true, verifiedAt: before.verifiedAt, lastVerified: before.lastVerified });
    expect(after.image?.id).toBe(before.image?.id);
    expect(after.verificationSessions.totalCount).toBe(2);
    expect(after.history?.at(-1)?.event).toBe('IDENTITY_LINKED');
  });

  it('is somebody else where the caller calls them something else, who shows a picture that was shown before', async () => {
    const other = await handInAndFinalize(gateway, { settings, externalId: 'person-8' });
    expect(await identityOf(other)).not.toBe(anna);
    expect(other.verified).toBe(false);
  });
});

describe('an app on a device', () => {
  it('learns of its own identity whether it is verified, and nothing else', async () => {
    const { identityStatus } = await gateway.get(api.IdentityStatusDocument, { id: anna }, first.headers);
    expect(identityStatus).toEqual({ verified: true });
    const stranger = await openSession(gateway);
    expect(await gateway.refusal(api.IdentityStatusDocument, { id: anna }, stranger.headers)).toBe('NOT_FOUND');
    expect(await gateway.refusal(api.ReadIdentityDocument, { id: anna }, first.headers)).toBe('FORBIDDEN');
    const { verificationSession } = await gateway.get(
      api.ReadScreeningDocument,
      { id: first.sessionId },
      first.headers,
    );
    expect(verificationSession).toMatchObject({
      identity: { id: anna, lastName: null },
      sanctions: null,
      ofacStatus: null,
      onSanctionList: null,
    });
  });
});

describe('what an operator changes', () => {
  it('is kept, found, and cleared by null; what is left out stays', async () => {
    await update({ email: 'anna@example.test', phone: '+46 70 123', metadata: { tier: 'gold' } });
    await update({ phone: null });
    expect(await read(anna)).toMatchObject({
      email: 'anna@example.test',
      phone: null,
      externalId: 'person-7',
      metadata: { tier: 'gold' },
    });
    expect((await list({ metadata: { tier: 'gold' } })).nodes).toMatchObject([{ id: anna }]);
    expect((await list({ metadata: { tier: 'lead' } })).totalCount).toBe(0);
  });

  it('never gives two identities one external id', async () => {
    const input = { identityId: anna, externalId: 'person-8' };
    expect(await gateway.refusal(api.UpdateIdentityDocument, { input }, operator)).toBe('CONFLICT');
    const unknown = { identityId: '019f0000-0000-7000-8000-000000000000', email: 'x@example.test' };
    expect(await gateway.refusal(api.UpdateIdentityDocument, { input: unknown }, operator)).toBe('NOT_FOUND');
    const numbers = { identityId: anna, metadata: { age: 3 } };
    expect(await gateway.refusal(api.UpdateIdentityDocument, { input: numbers }, operator)).toBe('BAD_USER_INPUT');
  });

  it('is told to those who follow', async () => {
    const updates = gateway.subscribe(api.IdentityUpdatesDocument, { identityId: anna, after: '0' }, operator);
    const events: string[] = [];
    for await (const { data } of updates) {
      events.push(data?.identityUpdated.event ?? '');
      if (events.at(-1) === 'IDENTITY_UPDATED') break;
    }
    await updates.end();
    expect(events).toEqual(['IDENTITY_CREATED', 'IDENTITY_LINKED', 'IDENTITY_UPDATED']);
  });
});

describe('lists of identities', () => {
  beforeAll(async () => {
    const person = { ...PERSON, documentNumber: 'T64218368' };
    await handInAndFinalize(gateway, { settings, externalId: 'person-9' }, { person });
  }, 120_000);

  it.each([
    [{ searchTerm: 'lindgren ánna' }, 2],
    [{ searchTerm: 'T64218350' }, 1],
    [{ searchTerm: 'person-7' }, 1],
    [{ searchTerm: 'nobody' }, 0],
    [{ verified: false }, 1],
    [{ userId: ['x'] }, 0],
    [{ createdFrom: '2100-01-01T00:00:00Z' }, 0],
    [{ createdTo: '2100-01-01T00:00:00Z', verified: true }, 2],
  ])('with %o hold %i', async (filter, count) => {
    const found = await list(filter);
    expect(found.totalCount).toBe(count);
    expect(found.nodes).toHaveLength(count);
  });

  it('are read page by page, the newest first, or some passed over', async () => {
    const all = (await list({})).nodes.map(({ id }) => id);
    expect(all).toEqual(all.toSorted().toReversed());
    const page = await list({}, { first: 1 });
    expect(page).toMatchObject({ pageInfo: { hasNextPage: true }, nodes: [{ id: all[0] }] });
    expect((await list({}, { first: 1, after: page.pageInfo.endCursor })).nodes).toMatchObject([{ id: all[1] }]);
    expect((await list({}, { first: 1, skip: 1 })).nodes).toMatchObject([{ id: all[1] }]);
    expect((await list({}, { last: 1 })).nodes).toMatchObject([{ id: all.at(-1) }]);
    expect((await list({ id: [anna, 'none'] })).nodes).toMatchObject([{ id: anna }]);
    const ids = ['019f0000-0000-7000-8000-000000000000', anna];
    expect((await gateway.get(api.ReadIdentitiesDocument, { ids }, operator)).identitiesById).toEqual([
      null,
      { id: anna },
    ]);
  });
});
