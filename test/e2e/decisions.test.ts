import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../tools/sanctions/command.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { FACE_AND_DOCUMENT, readOutcome, verifyInSandbox } from '../support/sandbox-person.js';
import { crowd, type DrawnPerson, writeCsvSet } from '../support/sanctions-files.js';

/** Of whom the list tells no more than the name. */
const NAMESAKE: DrawnPerson = { id: 90002, lastName: 'BERGSTROM', firstName: 'Maja Elin' };
const MAJA = { firstName: 'MAJA', middleName: 'ELIN', lastName: 'BERGSTROM' };

let gateway: Gateway;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-lists-'));
  const silent = { line: () => undefined, fault: () => undefined, isTerminal: false };
  gateway = await Gateway.start(undefined, {}, async (env) => {
    const lists = await writeCsvSet(folder, [NAMESAKE, ...crowd(20)]);
    expect(await runCommand(['import', ...lists], { force: false }, env, silent)).toBe(0);
  });
  await rm(folder, { recursive: true });
}, 120_000);
afterAll(() => gateway.close());

let people = 0;
/** Somebody new: no other session is linked to them. */
const somebody = () => ({ externalId: `person-${(people += 1)}`, settings: FACE_AND_DOCUMENT });
const screened = () => ({ ...somebody(), settings: { ...FACE_AND_DOCUMENT, performOfacTest: true } });
const numbered = (more: object = {}) => ({ documentNumber: `D${1000 + people}`, ...more });

async function decide(sessionId: string, verified: boolean) {
  const decision = { sessionId, verified, reason: 'looked at the card' };
  await gateway.get(api.OverrideDecisionDocument, decision, operator);
  const outcome = await readOutcome(gateway, sessionId);
  if (!outcome.identity) throw new Error('the session is nobody’s');
  return { ...outcome, identity: outcome.identity };
}
const authenticationOf = (identityId: string) =>
  gateway.refusal(api.CreateAuthenticationDocument, { input: { identityId, provider: 'VERIDAS' } }, operator);

describe('a session that waits for a person', () => {
  const wait = async () => {
    const input = screened();
    const id = await verifyInSandbox(gateway, input, { fields: numbered(MAJA) });
    const waiting = await readOutcome(gateway, id);
    expect(waiting).toMatchObject({ status: 'TEMPORARILY_BLOCKED', statusReason: 'MANUAL_REVIEW', verified: null });
    expect(waiting).toMatchObject({ score: null, identity: null, completedAt: null });
    expect(waiting.history?.at(-1)).toMatchObject({ event: 'SESSION_BLOCKED', data: { reason: 'MANUAL_REVIEW' } });
    return id;
  };

  it('makes somebody known once a person has verified them', async () => {
    const decided = await decide(await wait(), true);
    expect(decided).toMatchObject({
      status: 'COMPLETE',
      statusReason: null,
      verified: true,
      identity: { verified: true, lastName: 'BERGSTROM' },
    });
    expect(decided.history?.slice(-2).map(({ event }) => event)).toEqual([
      'SESSION_DECISION_OVERRIDDEN',
      'SESSION_COMPLETED',
    ]);
    expect(await authenticationOf(decided.identity.id)).toBe('NO_REFUSAL');
  });

  it('is linked, and says nothing of the person, where they are refused', async () => {
    const decided = await decide(await wait(), false);
    expect(decided).toMatchObject({
      status: 'COMPLETE',
      verified: false,
      identity: { verified: false, lastName: null },
    });
    expect(await authenticationOf(decided.identity.id)).toBe('IDENTITY_NOT_VERIFIED');
  });
});

describe('a verdict that a person turns around', () => {
  it('verifies whom a machine refused, and enrolls no face that nobody saw alive', async () => {
    const input = somebody();
    const id = await verifyInSandbox(gateway, input, { selfie: 'spoof', fields: numbered() });
    expect(await readOutcome(gateway, id)).toMatchObject({ verified: false, identity: { verified: false } });
    const decided = await decide(id, true);
    expect(decided).toMatchObject({ verified: true, identity: { verified: true, lastName: 'ERIKSSON' } });
    expect(await authenticationOf(decided.identity.id)).toBe('NO_ENROLLED_FACE');
  });

  it('takes back what the person was known by', async () => {
    const input = somebody();
    const id = await verifyInSandbox(gateway, input, { fields: numbered() });
    const before = await readOutcome(gateway, id);
    expect(before).toMatchObject({ verified: true, identity: { verified: true, lastName: 'ERIKSSON' } });
    const decided = await decide(id, false);
    expect(decided.identity).toMatchObject({
      id: before.identity?.id,
      verified: false,
      verifiedAt: null,
      lastName: null,
    });
    expect(await authenticationOf(decided.identity.id)).toBe('IDENTITY_NOT_VERIFIED');
    expect((await decide(id, true)).identity).toMatchObject({ verified: true, lastName: 'ERIKSSON' });
    expect(await authenticationOf(decided.identity.id)).toBe('NO_REFUSAL');
  });

  it('leaves verified whom another session has verified, but not the face', async () => {
    const input = somebody();
    await verifyInSandbox(gateway, input, { fields: numbered() });
    const decided = await decide(await verifyInSandbox(gateway, input, { fields: numbered() }), false);
    expect(decided.identity).toMatchObject({ verified: true, lastName: 'ERIKSSON' });
    expect(await authenticationOf(decided.identity.id)).toBe('NO_ENROLLED_FACE');
  });
});
