import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../tools/sanctions/command.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { crowd, type DrawnPerson, writeCsvSet } from '../support/sanctions-files.js';
import { PERSON } from '../../tools/specimen/person.js';

type Env = Readonly<Record<string, string | undefined>>;
/** Like the specimen's person, with her birth date; and a namesake of whom nothing more is known. */
const LISTED: DrawnPerson = { id: 90001, lastName: 'LINDGREN', firstName: 'Anna Katarina', born: '17 Apr 1996' };
const NAMESAKE: DrawnPerson = { id: 90002, lastName: 'BERGSTROM', firstName: 'Maja Elin' };
const MAJA = { ...PERSON, lastName: 'BERGSTROM', firstName: 'MAJA', middleName: 'ELIN' };

let gateway: Gateway;
let env: Env;
let folder: string;
const said: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proofgate-lists-'));
  gateway = await Gateway.start(undefined, {}, async (given) => {
    env = given;
    expect(await importList([LISTED, NAMESAKE, ...crowd(200)])).toBe(0);
  });
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

async function importList(people: readonly DrawnPerson[]): Promise<number> {
  said.length = 0;
  const terminal = {
    line: (text: string) => said.push(text),
    fault: (text: string) => said.push(text),
    isTerminal: false,
  };
  return runCommand(['import', ...(await writeCsvSet(folder, people))], { force: false }, env, terminal);
}
async function screened(id: string) {
  const { verificationSession } = await gateway.get(api.ReadScreeningDocument, { id }, operator);
  if (!verificationSession) throw new Error('the session is gone');
  const ofac = verificationSession.tests?.find(({ name }) => name === 'OFAC');
  const gate = verificationSession.score?.gates.find(({ name }) => name === 'SANCTIONS');
  return { ...verificationSession, ofac, gate };
}

describe('a person on a list', () => {
  it('is not verified where the birth date agrees', async () => {
    const subject = await handInAndFinalize(gateway, { externalId: 'listed' });
    const session = await screened(subject.sessionId);
    expect(session).toMatchObject({
      verified: false,
      ofacStatus: 'MATCH',
      onSanctionList: true,
      identity: { verified: false, lastName: null },
      ofac: { outcome: 'FAIL', metric: 1, threshold: 0.9, reasons: ['sanctions_hit'] },
      gate: { passed: false, reasons: ['sanctions_hit'] },
    });
    expect(session.sanctions).toMatchObject([
      {
        entityId: '90001',
        list: 'OFAC SDN',
        name: 'Anna Katarina LINDGREN',
        similarity: 1,
        matchedFields: ['name', 'birth_date'],
        programs: ['SDGT', 'IFSR'],
        exception: null,
      },
    ]);
    expect(session.ofac?.evidence).toMatchObject({ lists: [{ name: 'OFAC SDN', count: 202 }], corroborated: 1 });
    expect(JSON.stringify(session.ofac?.evidence)).not.toContain('LINDGREN');
  });

  it('is verified once a person decides that it is somebody else, and not any more once that is revoked', async () => {
    const subject = await handInAndFinalize(gateway, { externalId: 'mistaken' });
    const { identity } = await screened(subject.sessionId);
    const identityId = String(identity?.id);
    const input = { identityId, list: 'OFAC SDN', entityId: '90001', note: 'Another person: seen the passport.' };
    const { exceptSanctionsHit } = await gateway.get(api.ExceptSanctionsHitDocument, { input }, operator);
    const [exception] = exceptSanctionsHit.identity.sanctionsExceptions;
    expect(exception).toMatchObject({ list: 'OFAC SDN', entityId: '90001', note: input.note });
    expect(exceptSanctionsHit.identity.history?.at(-1)?.event).toBe('SANCTIONS_EXCEPTED');
    expect(await screened(subject.sessionId)).toMatchObject({ sanctions: [{ exception: { id: exception?.id } }] });

    const again = await handInAndFinalize(gateway, { externalId: 'mistaken' });
    expect(again.verified).toBe(true);
    expect(await screened(again.sessionId)).toMatchObject({ ofacStatus: 'CLEAR', onSanctionList: false });

    const id = String(exception?.id);
    const { revokeSanctionsException } = await gateway.get(api.RevokeSanctionsExceptionDocument, { id }, operator);
    expect(revokeSanctionsException.identity.sanctionsExceptions).toEqual([]);
    expect(revokeSanctionsException.identity.history?.at(-1)?.event).toBe('SANCTIONS_EXCEPTION_REVOKED');
    expect(await gateway.refusal(api.RevokeSanctionsExceptionDocument, { id }, operator)).toBe('NOT_FOUND');
    expect((await handInAndFinalize(gateway, { externalId: 'mistaken' })).verified).toBe(false);
  }, 180_000);

  it('by the name alone is a candidate for a person to look at', async () => {
    const subject = await handInAndFinalize(gateway, { externalId: 'namesake' }, { person: MAJA });
    const session = await screened(subject.sessionId);
    expect(session).toMatchObject({
      status: 'TEMPORARILY_BLOCKED',
      verified: null,
      ofacStatus: 'PENDING',
      onSanctionList: false,
      ofac: { reasons: ['sanctions_candidate'] },
    });
    expect(session.sanctions).toMatchObject([{ entityId: '90002', matchedFields: ['name'] }]);
    expect(session.sanctions?.[0]?.similarity).toBeLessThan(1);
  });
});

describe('a list that is imported while the gateway runs', () => {
  it('is refused on the embedded database, and asked at once on a server', async () => {
    const code = await importList([NAMESAKE, ...crowd(200)]);
    if (!gateway.databaseUrl) {
      expect(code).toBe(1);
      expect(said.join()).toMatch(/in use by process .*stop the gateway/);
      return;
    }
    expect(code).toBe(0);
    const subject = await handInAndFinalize(
      gateway,
      { externalId: 'unlisted' },
      { person: { ...PERSON, city: 'ALBANY' } },
    );
    const session = await screened(subject.sessionId);
    expect(session.ofac).toMatchObject({ outcome: 'PASS', evidence: { lists: [{ count: 201 }] } });
  });
});
