import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { PERSON } from '../../tools/specimen/person.js';
import { blobOf } from '../support/documents.js';
import { Gateway, type Headers, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openSession } from '../support/subject.js';
import { newKey, newTenant, PLATFORM_KEY } from '../support/tenant.js';

const PATIENCE = { timeout: 120_000, interval: 200 };
const today = new Date();

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, { PLATFORM_API_KEY: PLATFORM_KEY });
});
afterAll(() => gateway.close());

/** Shows a passport in a session of its own, and reads what was made of it once it is read. */
async function show(image: Buffer, { as, by = operator }: { as?: string; by?: Headers } = {}) {
  const input = as === undefined ? {} : { externalId: as };
  const { sessionId, headers } = await openSession(gateway, input, by);
  await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
  await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType: 'PASSPORT' }, headers);
  return showAgain(sessionId, image, headers, by);
}

async function showAgain(sessionId: string, image: Buffer, headers: Headers, by: Headers = operator) {
  await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(image) }, headers);
  const read = async () => {
    const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id: sessionId }, by);
    return verificationSession;
  };
  const unread = async () => {
    const events = (await read())?.history?.map(({ event }) => event) ?? [];
    const count = (wanted: api.EventType) => events.filter((event) => event === wanted).length;
    return count('SESSION_DOCUMENT_FRONT_ADDED') - count('SESSION_CAPTURE_ANALYZED');
  };
  await expect.poll(unread, PATIENCE).toBe(0);
  const test = (await read())?.tests?.find(({ name }) => name === 'DOC_FRONT_ONLINE_DUPLICATION');
  return { sessionId, headers, outcome: test?.outcome, reasons: test?.reasons, source: test?.source };
}

const passport = async (person = PERSON) => (await drawSpecimen('PASSPORT', today, person)).front;
const erase = (id: string) => gateway.get(api.EraseSessionDocument, { id }, operator);

const NEW = { outcome: 'PASS', reasons: [], source: 'internal' };
const KNOWN = { outcome: 'FAIL', reasons: ['shown_before'], source: 'internal' };

describe('a picture of a document', () => {
  it('is known again when somebody else of the same organization shows it', { timeout: 300_000 }, async () => {
    const picture = await passport();
    const first = await show(picture, { as: 'anna' });
    expect(first).toMatchObject(NEW);
    const copied = await show(picture);
    expect(copied).toMatchObject(KNOWN);
    const savedAnew = await sharp(picture).resize({ width: 1100 }).jpeg({ quality: 60 }).toBuffer();
    const disguised = await show(savedAnew);
    expect(disguised).toMatchObject(KNOWN);

    // Whoever showed it first may show it again, in this session and in another.
    const { sessionId, headers } = first;
    expect(await showAgain(sessionId, savedAnew, headers)).toMatchObject(NEW);
    const returned = await show(picture, { as: 'anna' });
    expect(returned).toMatchObject(NEW);

    const other = { ...PERSON, lastName: 'LINDGRAN', firstName: 'ANNE', documentNumber: 'PK4071837' };
    expect(await show(await passport(other))).toMatchObject(NEW);

    const [tenant, elsewhere] = [await newTenant(gateway), await newTenant(gateway)];
    for (const { id: organizationId, admin } of [tenant, elsewhere])
      await gateway.get(api.CreateClientDocument, { input: { organizationId, name: 'app' } }, admin);
    const { headers: trying } = await newKey(gateway, tenant, { mode: 'SANDBOX' });
    for (const by of [tenant.admin, trying, elsewhere.admin]) expect(await show(picture, { by })).toMatchObject(NEW);
    expect(await show(picture, { by: tenant.admin })).toMatchObject(KNOWN);

    for (const shown of [first, copied, disguised, returned]) await erase(shown.sessionId);
    expect(await show(picture)).toMatchObject(NEW);
  });
});
