import { describe, expect, it } from 'vitest';
import { dmvShare } from '../../src/scoring/dmv.js';
import { scoreSession } from '../../src/scoring/score.js';
import type { TestName, TestSignal } from '../../src/scoring/tests.js';
import type { ScoringInput } from '../../src/scoring/verdict.js';
import { session, signal } from './scoring-support.js';

const gate = (input: ScoringInput, name: string) => scoreSession(input).gates.find((entry) => entry.name === name);
const unavailable = { outcome: 'UNAVAILABLE', metric: null, confidence: null } as const;

describe('the worked examples', () => {
  const first = { DOCUMENT_FUZZY_MATCH: { metric: 0.93 }, AAMVA: { metric: 0.875 } };
  const weights = { idvSessionTolerance: 0.85, minimumCoverage: 0.75 };
  const manipulated = { ...first, DOC_FRONT_IMAGE_MANIPULATION: { outcome: 'FAIL', confidence: null } } as const;
  const unclear = { ...first, DOC_BACK_IMAGE_MANIPULATION: { outcome: 'INCONCLUSIVE', confidence: null } } as const;
  const most: TestName[] = ['SUSPICIOUS_WORDS', 'IMAGE_MANIPULATION', 'ONLINE_DUPLICATION'].flatMap(
    (name) => [`DOC_FRONT_${name}`, `DOC_BACK_${name}`] as TestName[],
  );
  const two = { ...first, ...Object.fromEntries([...most, 'OFAC', 'AAMVA'].map((name) => [name, unavailable])) };
  it.each([
    ['a good session', session(first, weights), 0.961, 1, true],
    ['manipulation fails', session(manipulated, weights), 0.811, 1, false],
    ['manipulation is inconclusive', session(unclear, weights), 0.886, 1, true],
    ['the DMV is down', session({ ...first, AAMVA: unavailable }, weights), 0.983, 0.8, true],
    ['two tests answered', session(two, weights, { sanctionsGate: 'SCORE_ONLY' }), 0.96, 0.35, false],
    ['a light weight', session(manipulated, { ...weights, imageManipulationWeight: 5 }), 0.901, 1, true],
  ])('%s', (_name, input, value, coverage, verified) => {
    const score = scoreSession(input);
    expect(score.value).toBeCloseTo(value, 3);
    expect(score.coverage).toBeCloseTo(coverage, 3);
    expect(score.verified).toBe(verified);
    expect(score.gates.every(({ passed }) => passed)).toBe(true);
  });
});

describe('what a test is worth', () => {
  const row = (input: ScoringInput, field: string) =>
    scoreSession(input).contributions.find((entry) => entry.field === field);
  const off = { outcome: 'NOT_PERFORMED', reasons: ['switched_off'], metric: null, confidence: null } as const;

  it('takes the lower of two sides, and names it', () => {
    const input = session({ DOC_BACK_SUSPICIOUS_WORDS: { outcome: 'FAIL', confidence: 0.2 } });
    expect(row(input, 'SUSPICIOUS_WORDS_WEIGHT')).toMatchObject({ test: 'DOC_BACK_SUSPICIOUS_WORDS', confidence: 0.2 });
  });
  it('lets no confidence lift what its outcome says', () => {
    const input = session({ DOC_FRONT_IMAGE_MANIPULATION: { outcome: 'FAIL', confidence: 0.99 } });
    expect(row(input, 'IMAGE_MANIPULATION_WEIGHT')?.confidence).toBeCloseTo(1 / 3);
  });
  it('keeps a bad side where the other did not answer, and counts the weight as uncovered', () => {
    const input = session({
      DOC_FRONT_ONLINE_DUPLICATION: { outcome: 'FAIL', confidence: 0 },
      DOC_BACK_ONLINE_DUPLICATION: unavailable,
    });
    expect(row(input, 'ONLINE_DUPLICATION_WEIGHT')?.confidence).toBe(0);
    expect(scoreSession(input).coverage).toBe(0.95);
  });
  it('leaves out what is switched off or does not apply', () => {
    const input = session({ AAMVA: off, OFAC: off, DOC_BACK_SUSPICIOUS_WORDS: { outcome: 'NOT_APPLICABLE' } });
    expect(scoreSession(input)).toMatchObject({ coverage: 1, value: 1, verified: true });
    expect(row(input, 'AAMVA_MATCH_WEIGHT')).toBeUndefined();
    expect(gate(input, 'SANCTIONS')).toBeUndefined();
  });
  it('counts a test against coverage that was left out for another reason or was never recorded', () => {
    const skipped = session({ AAMVA: { ...off, reasons: ['verdict_decided'] } });
    const complete = session();
    const forgotten = { ...complete, tests: complete.tests.filter(({ name }) => name !== 'AAMVA') };
    for (const input of [skipped, forgotten])
      expect(scoreSession(input)).toMatchObject({ coverage: 0.8, verified: false });
  });
  it('goes by the weight and tolerance of the document type', () => {
    const strict = { passportFuzzyMatchTolerance: 0.95, passportFuzzyMatchWeight: 7 };
    const input = session({ DOCUMENT_FUZZY_MATCH: { metric: 0.9 } }, strict);
    expect(row({ ...input, documentType: 'PASSPORT' }, 'PASSPORT_FUZZY_MATCH_WEIGHT')).toMatchObject({
      weight: 7,
      confidence: 0,
    });
    for (const documentType of ['IDENTITY_CARD', 'IDENTIFICATION_CARD', 'RESIDENCE_PERMIT'] as const)
      expect(row({ ...input, documentType }, 'STATE_ID_FUZZY_MATCH_WEIGHT')?.confidence).toBe(0.9);
  });
  it.each([
    ['DOCUMENT_FUZZY_MATCH', 0.85, 0.85],
    ['DOCUMENT_FUZZY_MATCH', 0.849, 0],
    ['AAMVA', 0.8, 0.8],
    ['AAMVA', 0.79, 0],
    ['OFAC', 0.9, 0],
    ['OFAC', 0.899, 1],
    ['AGE', 10, 1],
    ['AGE', 15, 0.5],
    ['AGE', 20, 0],
    ['GENDER', 0.95, 1],
    ['GENDER', 0.05, 0],
    ['GENDER', 0.6, null],
  ] as const)('%s of %d is worth %s', (name, metric, expected) => {
    const found = scoreSession(session({ [name]: { metric } })).contributions.find(({ test }) => test === name);
    if (expected === null) expect(found?.confidence).toBeNull();
    else expect(found?.confidence).toBeCloseTo(expected);
  });
  it('lets an answer without its measurement count only against', () => {
    expect(row(session({ AAMVA: { metric: null } }), 'AAMVA_MATCH_WEIGHT')?.confidence).toBeNull();
    expect(row(session({ AAMVA: { metric: null, outcome: 'FAIL' } }), 'AAMVA_MATCH_WEIGHT')?.confidence).toBe(0);
  });
  it('takes the worse of two answers to one test', () => {
    const input = session();
    const tests = [...input.tests, signal('DOC_FRONT_SUSPICIOUS_WORDS', { outcome: 'FAIL', confidence: 0 })];
    expect(row({ ...input, tests }, 'SUSPICIOUS_WORDS_WEIGHT')?.confidence).toBe(0);
  });
});

describe('the flags of the DMV', () => {
  const flags = { documentNumber: true, birthDate: true, lastName: true, firstName: true, documentExpiration: null };
  it('shares the true among the answered', () => {
    expect(dmvShare({ ...flags, city: false, street: null })).toBe(0.8);
  });
  it('is nothing without the number or with a contradicted expiration, and no answer without any flag', () => {
    expect(dmvShare({ ...flags, documentNumber: null })).toBe(0);
    expect(dmvShare({ ...flags, documentExpiration: false })).toBe(0);
    expect(dmvShare({ documentNumber: null })).toBeNull();
  });
});

describe('the gates', () => {
  it.each([
    ['CONSENT', {}, { consented: false }, ['consent_missing']],
    ['EVIDENCE', {}, { missingEvidence: ['selfie'] }, ['selfie']],
    [
      'REQUIREMENTS',
      {
        DOCUMENT_REQUIREMENTS: {
          outcome: 'FAIL',
          metric: 1,
          threshold: 0,
          comparator: 'AT_MOST',
          reasons: ['birthDate'],
        },
      },
      {},
      ['birthDate'],
    ],
    [
      'DOCUMENT_EXPIRY',
      {
        DOCUMENT_EXPIRY: {
          outcome: 'FAIL',
          metric: -1,
          threshold: 0,
          comparator: 'AT_LEAST',
          reasons: ['document_expired'],
        },
      },
      {},
      ['document_expired'],
    ],
    ['FACE_MATCH', { FACE_MATCH: { metric: 0.551 } }, {}, ['face_match_out_of_tolerance']],
    ['FACE_MATCH', { FACE_MATCH: { ...unavailable, reasons: ['no_face'] } }, {}, ['no_face', 'not_answered']],
    ['FACE_MATCH', { FACE_MATCH: { outcome: 'NOT_APPLICABLE', metric: null } }, {}, ['not_answered']],
    ['FACE_MATCH', { FACE_MATCH: { metric: null, threshold: 0.55 } }, {}, ['not_measured']],
    ['FACE_MATCH', { FACE_MATCH: { metric: Number.NaN } }, {}, ['not_measured']],
    ['LIVENESS', { LIVENESS: { metric: 0.4 } }, {}, ['liveness_out_of_tolerance']],
    ['LIVENESS', { LIVENESS: { outcome: 'INCONCLUSIVE', reasons: ['face_too_small'] } }, {}, ['face_too_small']],
    [
      'ACTIVE_STEPS',
      { LIVENESS: { metric: 0.9 }, DIRECTION: { metric: 16 } },
      { livenessMode: 'PASSIVE_ACTIVE' },
      ['direction_out_of_tolerance'],
    ],
    [
      'ACTIVE_STEPS',
      { LIVENESS: { metric: 0.9 }, EXPRESSION: { metric: 0.6 } },
      { livenessMode: 'PASSIVE_ACTIVE' },
      ['expression_out_of_tolerance'],
    ],
    [
      'ACTIVE_STEPS',
      {
        LIVENESS: { metric: 0.9 },
        DIRECTION: { outcome: 'NOT_APPLICABLE' },
        EXPRESSION: { outcome: 'NOT_APPLICABLE' },
      },
      { livenessMode: 'PASSIVE_ACTIVE' },
      ['not_answered'],
    ],
    [
      'SANCTIONS',
      { OFAC: { ...unavailable, reasons: ['no_sanctions_list'] } },
      {},
      ['no_sanctions_list', 'not_answered'],
    ],
    ['SANCTIONS', { OFAC: { metric: 0.95 } }, { corroborated: 0.95 }, ['sanctions_hit']],
    ['SANCTIONS', { OFAC: { metric: 0.95 } }, { corroborated: 0.8 }, ['sanctions_review']],
    ['SANCTIONS', { OFAC: { metric: 0.95 } }, { corroborated: 0.95, sanctionsGate: 'REVIEW' }, ['sanctions_review']],
  ] as const)('%s keeps a session from being verified: %j %j', (name, tests, facts, reasons) => {
    const input = session(tests, {}, facts);
    expect(gate(input, name)).toMatchObject({ passed: false, reasons });
    expect(scoreSession(input).verified).toBe(false);
  });

  it('tells value, comparator, threshold and margin', () => {
    expect(gate(session(), 'FACE_MATCH')).toMatchObject({
      metric: 0.3,
      comparator: 'AT_MOST',
      threshold: 0.55,
      passed: true,
    });
    expect(gate(session(), 'FACE_MATCH')?.margin).toBeCloseTo(0.25);
  });
  it.each(['LIVENESS', 'FACE_MATCH'] as const)('passes %s by the decision of a provider without a number', (name) => {
    const passed = (changes: Partial<TestSignal>) =>
      gate(session({ [name]: { metric: null, ...changes } }), name)?.passed;
    expect(passed({})).toBe(true);
    expect(passed({ outcome: 'FAIL', confidence: 0 })).toBe(false);
    expect(passed({ outcome: 'INCONCLUSIVE', confidence: 0.5 })).toBe(false);
    expect(passed({ confidence: 0.5 }), 'a pass that is none').toBe(false);
    expect(passed({ confidence: null }), 'a pass that nobody stands behind').toBe(false);
    expect(passed({ metric: Number.NaN }), 'a measurement that was lost').toBe(false);
    expect(passed({ threshold: 0.5 }), 'one that was held against something').toBe(false);
    expect(passed({ comparator: 'AT_LEAST' })).toBe(false);
  });
  it('takes the steps of a provider that decides for its own, and nobody else’s', () => {
    const none = { outcome: 'NOT_APPLICABLE', metric: null } as const;
    const active = { livenessMode: 'PASSIVE_ACTIVE' } as const;
    const steps = (liveness: Partial<TestSignal>, changes: Parameters<typeof session>[0] = {}) => {
      const tests = { LIVENESS: liveness, DIRECTION: none, EXPRESSION: none, ...changes };
      return gate(session(tests, { passiveActiveSkipTolerance: 1 }, active), 'ACTIVE_STEPS')?.passed;
    };
    expect(steps({ metric: null })).toBe(true);
    expect(steps({ metric: 0.99 })).toBe(false);
    expect(steps({ metric: null, outcome: 'INCONCLUSIVE', confidence: 0.5 })).toBe(false);
    expect(steps({ metric: null }, { DIRECTION: { outcome: 'FAIL', metric: null, confidence: 0 } })).toBe(false);
  });
  it('judges a stored failure anew only where its own threshold explains it', () => {
    const strict = { outcome: 'FAIL', metric: 0.5, threshold: 0.4, comparator: 'AT_MOST' } as const;
    expect(gate(session({ FACE_MATCH: strict }), 'FACE_MATCH')?.passed).toBe(true);
    expect(
      gate(session({ FACE_MATCH: { ...strict, metric: 0.3, reasons: ['several_faces'] } }), 'FACE_MATCH'),
    ).toMatchObject({ passed: false, reasons: ['several_faces'] });
  });
  it('skips the active steps where passive liveness is good enough', () => {
    const input = session({ DIRECTION: unavailable, EXPRESSION: unavailable }, {}, { livenessMode: 'PASSIVE_ACTIVE' });
    expect(gate(input, 'ACTIVE_STEPS')).toMatchObject({ passed: true, test: 'LIVENESS' });
  });
  it('leaves out face and liveness where the session switched them off', () => {
    const off = { outcome: 'NOT_PERFORMED', reasons: ['switched_off'], metric: null } as const;
    const input = session({ LIVENESS: off, FACE_MATCH: off }, {}, { livenessMode: 'PASSIVE_ACTIVE' });
    expect(scoreSession(input).gates.map(({ name }) => name)).toEqual([
      'CONSENT',
      'EVIDENCE',
      'REQUIREMENTS',
      'DOCUMENT_EXPIRY',
      'SANCTIONS',
    ]);
    expect(scoreSession(input).verified).toBe(true);
  });
});

describe('a possible hit on a sanctions list', () => {
  const hit = { OFAC: { metric: 0.95 } };
  it('asks for a person where nothing else stands against the subject, even if its score does', () => {
    expect(scoreSession(session(hit, { idvSessionTolerance: 0.9 }))).toMatchObject({
      verified: false,
      needsReview: true,
    });
  });
  it('asks for nobody where the subject is rejected anyway, or the hit is corroborated and blocks', () => {
    expect(scoreSession(session({ ...hit, LIVENESS: { metric: 0.1 } })).needsReview).toBe(false);
    expect(scoreSession(session(hit, {}, { corroborated: 0.95 })).needsReview).toBe(false);
  });
  it('only lowers the score where the organization wants no gate', () => {
    const score = scoreSession(session(hit, {}, { sanctionsGate: 'SCORE_ONLY', corroborated: 0.95 }));
    expect(score).toMatchObject({ value: 0.85, verified: true, needsReview: false });
  });
});

describe('the nearest flip', () => {
  it('names the test that was closest to changing the verdict', () => {
    expect(scoreSession(session({ FACE_MATCH: { metric: 0.54 } })).nearestFlip).toMatchObject({
      test: 'FACE_MATCH',
      from: 0.54,
      to: 0.5501,
    });
  });
  it('tells what a test that did not answer would have to say', () => {
    const flip = scoreSession(session({ AAMVA: unavailable }, { aamvaMatchWeight: 40 })).nearestFlip;
    expect(flip).toEqual({ test: 'AAMVA', from: null, to: 0.8 });
  });
  it('is null where no single test would do', () => {
    expect(scoreSession(session({}, {}, { consented: false })).nearestFlip).toBeNull();
  });
});
