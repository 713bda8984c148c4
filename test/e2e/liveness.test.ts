import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfie } from '../../tools/specimen/faces.js';
import { blobOf } from '../support/documents.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { selfieOfBerta } from '../support/sample-faces.js';
import { readyForImages, type Subject } from '../support/subject.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.close());

async function begin(subject: Subject) {
  const { sessionId, headers } = subject;
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token, steps } = generateLivenessSession.liveness;
  const [first, second, third, fourth] = steps;
  if (!first || !second || !third || !fourth) throw new Error('four steps were expected');
  return { token, steps: [first, second, third, fourth] as const };
}

type Step = api.LivenessStep;
/** The selfie, and one picture for all four steps. */
async function frames(
  { sessionId }: Subject,
  token: string,
  [firstStep, secondStep, thirdStep, fourthStep]: readonly [Step, Step, Step, Step],
  picture: () => Promise<Buffer>,
) {
  const image = blobOf(await picture());
  const steps = { firstStep, secondStep, thirdStep, fourthStep };
  const pictures = { first: image, second: image, third: image, fourth: image };
  return { sessionId, token, selfie: blobOf(await selfie()), ...steps, ...pictures };
}

async function testsOf({ sessionId: id }: Subject) {
  const { verificationSession } = await gateway.get(api.ReadSessionDocument, { id }, operator);
  return new Map(verificationSession?.tests?.map((test) => [test.name, test]));
}

describe('active liveness', () => {
  const active = () => readyForImages(gateway, 'PASSPORT', { livenessMode: 'PASSIVE_ACTIVE' });

  it('asks for different steps, in an order that changes', async () => {
    const asked: string[] = [];
    for (let session = 0; session < 4; session++) {
      const subject = await active();
      for (let token = 0; token < 3; token++) {
        const { steps } = await begin(subject);
        expect(new Set(steps).size).toBe(4);
        asked.push(steps.join());
      }
    }
    // Twelve draws out of a hundred and twenty orders: all alike once in 120 to the power of eleven.
    expect(new Set(asked).size).toBeGreaterThan(1);
  });

  it('takes a frame for each step of the token, and no others', async () => {
    const subject = await active();
    const { token, steps } = await begin(subject);
    const { headers } = subject;
    const { selfie: alone, sessionId } = await frames(subject, token, steps, selfie);
    const passive = { sessionId, token, selfie: alone };
    expect(await gateway.refusal(api.ProcessLivenessDocument, passive, headers)).toBe('BAD_USER_INPUT');
    const others = await frames(subject, token, [steps[0], steps[1], steps[2], 'LOOK_STRAIGHT'], selfie);
    expect(await gateway.refusal(api.ProcessActiveLivenessDocument, others, headers)).toBe('BAD_USER_INPUT');
    const twice = await frames(subject, token, [steps[0], steps[1], steps[2], steps[2]], selfie);
    expect(await gateway.refusal(api.ProcessActiveLivenessDocument, twice, headers)).toBe('BAD_USER_INPUT');
  });

  it('is not done by the selfie over again', async () => {
    const subject = await active();
    const { token, steps } = await begin(subject);
    const given = await frames(subject, token, steps, selfie);
    const { processLivenessSession } = await gateway.get(api.ProcessActiveLivenessDocument, given, subject.headers);
    expect(processLivenessSession.livenessDetected).toBe(false);
    const tests = await testsOf(subject);
    expect(tests.get('LIVENESS')?.outcome).toBe('PASS');
    expect(tests.get('DIRECTION')).toMatchObject({ outcome: 'FAIL', reasons: ['same_picture'] });
  });

  it('is not done by somebody else', async () => {
    const subject = await active();
    const { token, steps } = await begin(subject);
    const given = await frames(subject, token, steps, selfieOfBerta);
    const { processLivenessSession } = await gateway.get(api.ProcessActiveLivenessDocument, given, subject.headers);
    expect(processLivenessSession.livenessDetected).toBe(false);
    expect((await testsOf(subject)).get('DIRECTION')?.reasons).toContain('another_face');
  });
});
