import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FLAG_NAMES, type RequirementsFlags } from '../../src/requirements/requirements.states.js';
import { Dmv } from '../support/dmv.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { FACE_AND_DOCUMENT, readOutcome, verifyInSandbox } from '../support/sandbox-person.js';

const dmv = new Dmv();
let gateway: Gateway;
let moved = 0;
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + moved), {}, undefined, [dmv.installed]);
});
afterAll(() => gateway.close());
afterEach(() => Object.assign(dmv, { isDown: false, questions: 0 }));

const withDmv = (aamvaRetry: api.AamvaRetry = 'SKIP') => ({
  settings: { ...FACE_AND_DOCUMENT, performAamvaTest: true, aamvaRetry },
});
const stopWhenDecided = (wanted: boolean) =>
  gateway.get(api.UpdateOrganizationDocument, { input: { id: 'demo', policy: { stopWhenDecided: wanted } } }, operator);
const outcomeOf = async (...session: Parameters<typeof verifyInSandbox> extends [Gateway, ...infer Rest] ? Rest : []) =>
  readOutcome(gateway, await verifyInSandbox(gateway, ...session));

describe('where the organization stops once a verdict is decided', () => {
  it('what is left is not performed, and costs nothing', async () => {
    await stopWhenDecided(true);
    const { verified, tests } = await outcomeOf(withDmv(), { selfie: 'spoof' });
    expect(verified).toBe(false);
    const left = tests?.find(({ name }) => name === 'AAMVA');
    expect(left).toEqual({ name: 'AAMVA', outcome: 'NOT_PERFORMED', reasons: ['verdict_decided'] });
    expect(dmv.questions).toBe(0);
  });

  it('what is not decided goes on, and so does everything where it does not stop', async () => {
    expect(await outcomeOf(withDmv())).toMatchObject({ verified: true, dmvStatus: 'MATCH' });
    expect(dmv.questions).toBe(1);
    await stopWhenDecided(false);
    expect(await outcomeOf(withDmv(), { selfie: 'spoof' })).toMatchObject({ verified: false, dmvStatus: 'MATCH' });
    expect(dmv.questions).toBe(2);
  });
});

describe('a provisional verdict', () => {
  it('changes with the answer that it lacked, and says so', async () => {
    dmv.isDown = true;
    const provisional = await outcomeOf(withDmv('TEMPORARILY_COMPLETE'));
    expect(provisional).toMatchObject({ provisional: true, verified: false, verifiedAt: null, identity: null });
    dmv.isDown = false;
    const { id, retryAt } = provisional;
    moved = Date.parse(retryAt ?? '') - Date.now() + 1;
    const attempt = { signal: new AbortController().signal, isLast: () => false };
    await gateway.services.verdicts.retry('demo', id, attempt);
    const settled = await readOutcome(gateway, id);
    expect(settled).toMatchObject({ provisional: false, verified: true, identity: { verified: true } });
    expect(settled.history?.slice(-3)).toMatchObject([
      { event: 'SESSION_SOURCE_RETRIED', data: { source: 'aamva', attempt: 1 } },
      { event: 'SESSION_VERDICT_CHANGED', data: { verified: true } },
      { event: 'SESSION_COMPLETED', data: { verified: true } },
    ]);
  });
});

describe('a document that lacks what is required', () => {
  const require = (...required: (keyof RequirementsFlags)[]) => {
    const flags = Object.fromEntries(FLAG_NAMES.map((name) => [name, required.includes(name)])) as RequirementsFlags;
    const input = { documentType: 'DRIVER_LICENSE', dataSource: 'FRONT_OCR', flags } as const;
    return gateway.get(api.RequirementsUpdateDocument, { input }, operator);
  };
  const gateOf = (outcome: Awaited<ReturnType<typeof readOutcome>>) =>
    outcome.score?.gates.find(({ name }) => name === 'REQUIREMENTS');

  it('verifies nobody, however good the rest is', async () => {
    await require('eyeColorRequired', 'documentNumberRequired');
    const lacking = await outcomeOf({ settings: FACE_AND_DOCUMENT });
    expect(lacking.verified).toBe(false);
    expect(gateOf(lacking)?.passed).toBe(false);
    expect(lacking.score?.gates.filter(({ passed }) => !passed)).toHaveLength(1);
    const complete = await outcomeOf({ settings: FACE_AND_DOCUMENT }, { fields: { eyeColor: 'BLU' } });
    expect(complete.verified).toBe(true);
    expect(gateOf(complete)?.passed).toBe(true);
  });
});
