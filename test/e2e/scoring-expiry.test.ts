import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { openIdentification, openScoring, readScoring } from '../support/scoring.js';

const AN_HOUR = 3600_000;
/** The gateway lives in the past until it is told otherwise: what is due there is long due for the queue. */
let behind = AN_HOUR;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() - behind));
});
afterAll(() => gateway.close());

it('ends scorings and identifications whose time is over', async () => {
  const scoringId = await openScoring(gateway, { expiresIn: 'PT1M' });
  const signer = await openIdentification(gateway, { expiresIn: 'PT30M' });
  expect((await readScoring(gateway, scoringId)).status).toBe('OPEN');
  behind = 0;
  const ends = gateway.subscribe(api.ScoringUpdatesDocument, { after: '0' }, operator);
  const ended: string[] = [];
  for await (const { data } of ends) {
    if (data?.scoringUpdated.event === 'SCORING_EXPIRED') ended.push(data.scoringUpdated.scoring.id);
    if (ended.length === 2) break;
  }
  await ends.end();
  expect(ended.toSorted()).toEqual([scoringId, signer.scoringId].toSorted());
  const signings = gateway.subscribe(api.IdentificationUpdatesDocument, { after: '0' }, operator);
  for await (const { data } of signings)
    if (data?.identificationUpdated.event === 'IDENTIFICATION_EXPIRED') {
      expect(data.identificationUpdated.identification).toEqual({ id: signer.id, status: 'EXPIRED' });
      break;
    }
  await signings.end();
});
