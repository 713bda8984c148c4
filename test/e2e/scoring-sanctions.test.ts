import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../tools/sanctions/command.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { crowd, type DrawnPerson, writeCsvSet } from '../support/sanctions-files.js';
import { ANNAS_CARD, magicPicture, openIdentification, readScoring } from '../support/scoring.js';

/** The sandbox's own person, with her birth date; and somebody of whom nothing but a name is known. */
const LISTED: DrawnPerson = { id: 90001, lastName: 'ERIKSSON', firstName: 'Anna Maria', born: '12 Aug 1974' };
const NAMESAKE: DrawnPerson = { id: 90002, lastName: 'BERGSTROM', firstName: 'Maja Elin' };
const MAJA = { fields: { ...ANNAS_CARD.fields, firstName: 'MAJA ELIN', lastName: 'BERGSTROM' } };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start(undefined, {}, async (env) => {
    const folder = await mkdtemp(join(tmpdir(), 'proofgate-lists-'));
    const silent = { line: () => undefined, fault: () => undefined, isTerminal: false };
    const files = await writeCsvSet(folder, [LISTED, NAMESAKE, ...crowd(50)]);
    expect(await runCommand(['import', ...files], { force: false }, env, silent)).toBe(0);
    await rm(folder, { recursive: true });
  });
}, 120_000);
afterAll(() => gateway.close());

/** What a scoring that is screened comes to under a policy. */
async function scored(sanctionsGate: api.SanctionsGate, card = ANNAS_CARD) {
  await gateway.get(api.UpdateOrganizationDocument, { input: { id: 'demo', policy: { sanctionsGate } } }, operator);
  const { scoringId, headers } = await openIdentification(gateway, { configurationName: 'HIGH' });
  const [front, back, selfie] = await Promise.all([magicPicture(card), magicPicture(card), magicPicture()]);
  await gateway.get(api.ScoreScoringDocument, { scoringId, front, back, selfie }, headers);
  const { result, score } = await readScoring(gateway, scoringId);
  const gate = score?.gates.find(({ name }) => name === 'SANCTIONS')?.passed;
  const ofac = score?.contributions.find(({ test }) => test === 'OFAC')?.contribution;
  return { result, gate, ofac };
}

describe('a hit on a sanctions list, in a scoring', () => {
  it.each([
    ['BLOCK', { result: 'FAIL', gate: false, ofac: 0 }],
    ['REVIEW', { result: 'INCONCLUSIVE', gate: false, ofac: 0 }],
    ['SCORE_ONLY', { result: 'PASS', gate: undefined, ofac: 0 }],
  ] as const)('does what the organization wants: %s', async (policy, expected) => {
    expect(await scored(policy)).toEqual(expected);
  });

  it('by the name alone rejects nobody: a person is to look', async () => {
    expect(await scored('BLOCK', MAJA)).toMatchObject({ result: 'INCONCLUSIVE', gate: false });
  });
});
