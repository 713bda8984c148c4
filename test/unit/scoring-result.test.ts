import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../src/document-scoring/agreement.js';
import { resultOf } from '../../src/scoring/result.js';
import { TEST_NAMES, type TestOutcome } from '../../src/scoring/tests.js';
import { judgeSession } from '../../src/scoring/verdict.js';
import { session } from './scoring-support.js';

describe('what a verdict amounts to', () => {
  it.each([
    ['everything passed', session(), 'PASS'],
    ['a side is manipulated', session({ DOC_FRONT_IMAGE_MANIPULATION: { outcome: 'FAIL', confidence: 0 } }), 'PASS'],
    [
      'both are, and the words are suspicious',
      session({
        DOC_FRONT_IMAGE_MANIPULATION: { outcome: 'FAIL', confidence: 0 },
        DOC_FRONT_SUSPICIOUS_WORDS: { outcome: 'FAIL', confidence: 0 },
      }),
      'FAIL',
    ],
    ['a gate failed', session({ FACE_MATCH: { outcome: 'FAIL', metric: 0.9 } }), 'FAIL'],
    ['a gate has no answer', session({ LIVENESS: { outcome: 'UNAVAILABLE', metric: null } }), 'INCONCLUSIVE'],
    ['evidence is missing', session({}, {}, { missingEvidence: ['document_front'] }), 'INCONCLUSIVE'],
    [
      'one has no answer and another failed',
      session({ LIVENESS: { outcome: 'UNAVAILABLE' }, DOCUMENT_EXPIRY: { outcome: 'FAIL', metric: -3 } }),
      'FAIL',
    ],
  ])('where %s', (_name, input, result) => {
    expect(resultOf(input)).toBe(result);
  });

  it('passes where, and only where, the verdict is good', () => {
    const outcomes: TestOutcome[] = ['PASS', 'FAIL', 'INCONCLUSIVE', 'UNAVAILABLE', 'NOT_APPLICABLE'];
    const test = fc.record({ name: fc.constantFrom(...TEST_NAMES), outcome: fc.constantFrom(...outcomes) });
    fc.assert(
      fc.property(fc.array(test, { maxLength: 5 }), (changes) => {
        const input = session(Object.fromEntries(changes.map(({ name, outcome }) => [name, { outcome }])));
        expect(resultOf(input) === 'PASS').toBe(judgeSession(input).verified);
      }),
    );
  });
});

describe('the agreement of providers', () => {
  const opinion = (outcome: TestOutcome, lastName?: string) => ({
    judgement: { tests: [{ name: 'OFAC' as const, outcome, source: 'ofac', reasons: [] }] },
    extracted: { fields: lastName === undefined ? {} : { lastName } },
  });
  it.each([
    ['nobody to compare with', [opinion('PASS', 'A')], 0],
    ['the same answers', [opinion('PASS', 'Eriksson'), opinion('PASS', 'ERIKSSON ')], 1],
    ['one of two the same', [opinion('PASS', 'A'), opinion('PASS', 'B')], 0.5],
    ['what only one has', [opinion('PASS', 'A'), opinion('FAIL')], 0],
    ['an answer that is none', [opinion('UNAVAILABLE', 'A'), opinion('FAIL', 'A')], 1],
    ['a failure', [opinion('PASS', 'A'), { judgement: undefined, extracted: undefined }], 0],
    ['one of three apart', [opinion('PASS'), opinion('PASS'), opinion('FAIL')], 1 / 3],
  ])('of %s', (_name, opinions, agreement) => {
    expect(agreementOf(opinions)).toBeCloseTo(agreement, 9);
  });
});
