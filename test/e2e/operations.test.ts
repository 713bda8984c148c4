import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../support/gateway.js';
import { type Row, ROWS } from '../support/operations/mapping.js';
import { pageOf, withoutValues } from '../support/operations/page.js';
import { Teller } from '../support/operations/teller.js';
import { tellOfAuthentication } from './operations/authentication.story.js';
import { tellOfCaptures } from './operations/capture.story.js';
import { tellOfDocuments } from './operations/document.story.js';
import { tellOfHeldLiveness } from './operations/held.story.js';
import { tellOfIdentifications } from './operations/identification.story.js';
import { tellOfIdentities } from './operations/identity.story.js';
import { tellOfLocations, tellOfLocationsOfFaces } from './operations/location.story.js';
import { tellOfRules } from './operations/rules.story.js';
import { tellOfScorings } from './operations/scoring.story.js';
import { ALL_FAIL, tellOfFinalizing, tellOfHandingIn } from './operations/sdk.story.js';
import { tellOfHealth, tellOfService } from './operations/service.story.js';
import { type Opened, tellOfCreation, tellOfReading } from './operations/session.story.js';
import { startForStories } from './operations/start.js';
import { tellOfWebhooks } from './operations/webhook.story.js';

const PAGE = 'docs/operations.md';
let gateway: Gateway;
let teller: Teller;
beforeAll(async () => {
  gateway = await startForStories();
  teller = new Teller(gateway);
}, 120_000);
afterAll(() => gateway.close());

describe('the operations that users come from', () => {
  it('score documents', () => tellOfScorings(teller));
  it('identify signers', () => tellOfIdentifications(teller));

  describe('of a person who is verified', () => {
    let session: Opened;
    let identityId: string;
    it('take what the app hands in', async () => {
      session = await tellOfCreation(teller, 'PASSIVE');
      await tellOfHandingIn(teller, session);
      await tellOfFinalizing(teller, session, null);
    });
    it('show the session', async () => {
      identityId = await tellOfReading(teller, session);
    });
    it('show the document', () => tellOfDocuments(teller, session));
    it('show the places', () => tellOfLocations(teller, session));
    it('show the identity', () => tellOfIdentities(teller, identityId, session));
    it('know the person again', async () => {
      await tellOfLocationsOfFaces(teller, await tellOfAuthentication(teller, identityId));
    });
    it('set weights and requirements', () => tellOfRules(teller, session.clientId));
    it('tell of events', () => tellOfWebhooks(teller, session.clientId));
  });

  it('fail a person where the harness asks for it', async () => {
    const session = await tellOfCreation(teller, 'PASSIVE');
    await tellOfHandingIn(teller, session);
    await tellOfFinalizing(teller, session, ALL_FAIL);
  });

  it('keep every kind of picture', () => tellOfCaptures(teller));
  it('say what the service is, and how', async () => {
    await tellOfService(teller);
    await tellOfHealth(teller);
  });
  it('name the provider that holds the frames of liveness', () => tellOfHeldLiveness(teller));

  it('are on the page of the docs, which still runs', async () => {
    const page = pageOf(teller.examples, gateway.address);
    if (process.env['DOCS'] === 'write') await writeFile(PAGE, page);
    expect(withoutValues(await readFile(PAGE, 'utf8'))).toBe(withoutValues(page));
  });

  it('leave no field untold', () => {
    expect(ROWS.filter((row) => !teller.recorder.has(row)).map(lineOf)).toEqual([]);
  });
});

const lineOf = ({ operation, field, coordinate }: Row): string => `${operation}: ${field} → ${coordinate}`;
