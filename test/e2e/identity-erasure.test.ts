import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { selfieOfBerta } from '../support/sample-faces.js';
import { storedInTheClear } from '../support/stored.js';
import type { Subject } from '../support/subject.js';
import { newKey } from '../support/tenant.js';

const UNKNOWN = '019f0000-0000-7000-8000-000000000000';
const settings = { performOfacTest: false };
/** What is known of her, as she told it or as her card does. */
const PERSONAL =
  'LINDGREN,T64218350,1996-04-17,WINDMILL,ASHFORD,person-erased,anna@example.test,+46 70 123,a namesake'.split(',');

let gateway: Gateway;
let anna: string;
let sessions: Subject[];
let links: string[];
beforeAll(async () => {
  gateway = await Gateway.start();
  const input = { settings, externalId: 'person-erased', metadata: { order: '42' } };
  // The second one is no longer her, but shows her card.
  sessions = [
    await handInAndFinalize(gateway, input),
    await handInAndFinalize(gateway, input, { face: selfieOfBerta }),
  ];
  anna = (await session(0))?.identity?.id ?? '';
  const contact = { identityId: anna, email: 'anna@example.test', phone: '+46 70 123', metadata: { tier: 'gold' } };
  await gateway.get(api.UpdateIdentityDocument, { input: contact }, operator);
  const excepted = { identityId: anna, list: 'OFAC SDN', entityId: '90002', note: 'a namesake' };
  await gateway.get(api.ExceptSanctionsHitDocument, { input: excepted }, operator);
}, 180_000);
afterAll(() => gateway.close());

async function session(place: number) {
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id: idOf(place) }, operator);
  return verificationSession;
}
const idOf = (place: number): string => sessions[place]?.sessionId ?? '';
const read = async (id = anna) => (await gateway.get(api.ReadIdentityDocument, { id }, operator)).identity;
const erase = async () => (await gateway.get(api.EraseIdentityDocument, { id: anna }, operator)).eraseIdentity;
const takeOut = async () => (await gateway.get(api.ExportIdentityDocument, { id: anna }, operator)).exportIdentity;
const blobs = async (): Promise<string[]> => {
  const files = await readdir(join(gateway.folder, 'blobs', 'demo'), { withFileTypes: true });
  return files.filter((file) => file.isFile()).map(({ name }) => name);
};
const personalIn = (value: unknown): string[] => {
  const text = JSON.stringify(value).toLowerCase();
  return PERSONAL.filter((word) => text.includes(word.toLowerCase()));
};
/** Everything that an operator may ask of a person and of the sessions. */
async function askEverything() {
  const captureType = 'UNKNOWN' as const;
  const ofSessions = sessions.map(({ sessionId: id }) => [
    gateway.get(api.ReadSessionDocument, { id }, operator),
    gateway.get(api.ReadScreeningDocument, { id }, operator),
    gateway.get(api.ReadVerdictDocument, { id }, operator),
    gateway.get(api.ReadLocationDocument, { id, captureType }, operator),
  ]);
  return Promise.all([
    read(),
    takeOut(),
    gateway.get(api.ListIdentitiesDocument, { filter: {} }, operator),
    gateway.get(api.ListVerificationsDocument, { filter: {} }, operator),
    ...ofSessions.flat(),
  ]);
}

describe('who asks for everything that is known of a person', () => {
  it('is given it, with links to the images, and every session tells of it', async () => {
    const { identity, export: held } = await takeOut();
    expect(identity.id).toBe(anna);
    expect(personalIn(held)).toEqual(PERSONAL);
    expect(held).toMatchObject({
      identity: { person: { lastName: 'LINDGREN' }, verified: true, metadata: { tier: 'gold' } },
      face: { vector: expect.any(Array) as unknown[] },
      sessions: [
        { id: idOf(0), verified: true, tests: expect.any(Array) as unknown[] },
        { id: idOf(1), verified: false },
      ],
    });
    links = (held as { sessions: { captures: { downloadUrl: string }[] }[] }).sessions.flatMap(({ captures }) =>
      captures.map(({ downloadUrl }) => downloadUrl),
    );
    expect(links).toHaveLength(6);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
    const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id: idOf(0) }, operator);
    expect(verificationSession?.history?.at(-1)).toMatchObject({
      event: 'SESSION_EVIDENCE_DOWNLOADED',
      endpoint: 'Mutation.exportIdentity',
      data: { captures: 3 },
    });
  });

  it('must be an ADMIN, and know the person', async () => {
    const tenant = { id: 'demo', keyId: '', admin: operator };
    const lesser = await newKey(gateway, tenant, { role: 'OPERATOR', mode: 'SANDBOX' });
    for (const document of [api.ExportIdentityDocument, api.EraseIdentityDocument]) {
      expect(await gateway.refusal<unknown, { id: string }>(document, { id: anna }, lesser.headers)).toBe('FORBIDDEN');
      expect(await gateway.refusal<unknown, { id: string }>(document, { id: anna }, sessions[0]?.headers)).toBe(
        'FORBIDDEN',
      );
      expect(await gateway.refusal<unknown, { id: string }>(document, { id: UNKNOWN }, operator)).toBe('NOT_FOUND');
    }
    expect((await read())?.erasedAt).toBeNull();
  });
});

describe('a person who is erased', () => {
  it('is gone from every answer; verdicts and scores stay', async () => {
    const before = { identity: await read(), session: await session(0) };
    expect(await blobs()).toHaveLength(6);
    const erased = await erase();
    expect(erased).toMatchObject({ erasedIdentityId: anna, capturesErased: 6 });
    const claims = Buffer.from(erased.receipt.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({
      organizationId: 'demo',
      identityId: anna,
      sessionsErased: 2,
      capturesErased: 6,
      erasedAt: erased.erasedAt,
    });
    expect(personalIn(await askEverything())).toEqual([]);
    expect(await read()).toMatchObject({
      erasedAt: erased.erasedAt,
      firstName: null,
      metadata: {},
      verified: true,
      identityScore: before.identity?.identityScore,
      document: { documentNumber: null },
      image: { downloadUrl: null },
      verificationSessions: { totalCount: 2 },
    });
    expect(await session(0)).toMatchObject({
      status: 'COMPLETE',
      verified: true,
      score: before.session?.score,
      identity: { id: anna, lastName: null },
    });
  });

  it('has no images any more, and is found by nothing', async () => {
    for (const link of links) expect((await fetch(link)).status).toBe(404);
    await expect.poll(blobs).toEqual([]);
    for (const filter of [
      { searchTerm: 'lindgren' },
      { searchTerm: 'person-erased' },
      { metadata: { tier: 'gold' } },
    ]) {
      const { viewer } = await gateway.get(api.ListIdentitiesDocument, { filter }, operator);
      expect(viewer.organization.identities.totalCount).toBe(0);
    }
    expect(await storedInTheClear(gateway, PERSONAL)).toEqual([]);
  });

  it('is erased once, however often that is asked', async () => {
    expect(await erase()).toEqual(await erase());
    expect((await read())?.history?.filter(({ event }) => event === 'IDENTITY_ERASED')).toHaveLength(1);
    for (const { sessionId: id } of sessions) {
      const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id }, operator);
      expect(verificationSession?.history?.filter(({ event }) => event === 'SESSION_ERASED')).toHaveLength(1);
    }
  });

  it('comes back as somebody new', async () => {
    const again = await handInAndFinalize(gateway, { settings, externalId: 'person-erased' });
    sessions.push(again);
    const identity = (await session(2))?.identity;
    expect(identity?.verified).toBe(true);
    expect(identity?.id).not.toBe(anna);
    expect((await read())?.verificationSessions.totalCount).toBe(2);
  });
});
