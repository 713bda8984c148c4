import { describe, expect, it } from 'vitest';
import type { DocumentEvidence, DocumentReading, StepEvidence } from '../../src/provider/contract.js';
import { defaultWeights } from '../../src/scoring/weights.js';
import { documentTests } from '../../src/examination/document-tests.js';
import { faceTest, livenessTests } from '../../src/examination/evidence-tests.js';
import { DEFAULT_SETTINGS, type Session } from '../../src/session/session.states.js';
import { signalOf, type TestResult } from '../../src/examination/test-result.service.js';
import { authenticationGates } from '../../src/scoring/gates.js';

const now = new Date('2026-06-01T00:00:00Z');
const weights = defaultWeights({ faceDistance: 0.55, strictFaceDistance: 0.5, liveness: 0.4 });
const session = { documentType: 'PASSPORT', settings: DEFAULT_SETTINGS } as Session;
const values = { documentNumber: 'X1234567', lastName: 'LINDGREN', firstName: 'ANNA', expiresAt: '2030-01-01' };

const reading = (source: 'MRZ' | 'FRONT_OCR', more: Partial<DocumentReading> = {}): DocumentReading => ({
  source,
  accepted: true,
  fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, confidence: 1 }])),
  ...more,
});
const sideOf = (readings: DocumentReading[], checkDigits: 'PASS' | 'FAIL'): DocumentEvidence => ({
  signals: [{ name: 'MRZ_CHECK_DIGITS', outcome: checkDigits, reasons: [] }],
  readings,
  text: Object.values(values).map((text) => ({ text, confidence: 1, polygon: [] })),
  timings: {},
});
const testsOf = (evidence: DocumentEvidence) =>
  documentTests(
    session,
    { front: { source: 'internal', provider: 'INTERNAL', evidence }, back: undefined, selfie: undefined },
    weights,
    now,
  );
const outcomeOf = (tests: readonly TestResult[], name: string) => tests.find((test) => test.name === name)?.outcome;

describe('a zone whose check digits do not hold', () => {
  it('fails the whole match, and its dates are not believed', () => {
    const forged = testsOf(sideOf([reading('MRZ', { accepted: false })], 'FAIL'));
    expect(outcomeOf(forged, 'DOCUMENT_FUZZY_MATCH')).toBe('FAIL');
    expect(outcomeOf(forged, 'DOCUMENT_EXPIRY')).toBe('UNAVAILABLE');
    const genuine = testsOf(sideOf([reading('MRZ')], 'PASS'));
    expect(outcomeOf(genuine, 'DOCUMENT_FUZZY_MATCH')).toBe('PASS');
    expect(outcomeOf(genuine, 'DOCUMENT_EXPIRY')).toBe('PASS');
  });
});

describe('a document of another type than declared', () => {
  it('does not meet the requirements', () => {
    expect(outcomeOf(testsOf(sideOf([reading('MRZ', { type: 'PASSPORT' })], 'PASS')), 'DOCUMENT_REQUIREMENTS')).toBe(
      'PASS',
    );
    expect(
      outcomeOf(testsOf(sideOf([reading('MRZ', { type: 'IDENTITY_CARD' })], 'PASS')), 'DOCUMENT_REQUIREMENTS'),
    ).toBe('FAIL');
  });
});

describe('an active step', () => {
  const step = (more: Partial<StepEvidence>): StepEvidence => ({
    step: 'TURN_LEFT',
    unit: 'degrees',
    outcome: 'PASS',
    reasons: [],
    ...more,
  });
  const directionOf = (steps: StepEvidence[], directionTolerance = 15) => {
    const evidence = { outcome: 'PASS' as const, metric: 1, reasons: [], steps, timings: {} };
    const found = { source: 'internal', provider: 'INTERNAL' as const, evidence };
    return outcomeOf(livenessTests(session, found, { ...weights, directionTolerance }, now), 'DIRECTION');
  };

  it('is as good as its worst', () => {
    expect(directionOf([step({ metric: 3 }), step({ metric: 9 })])).toBe('PASS');
    expect(directionOf([step({ metric: 3 }), step({ metric: 90 })])).toBe('FAIL');
  });
  it('fails without a measurement, however wide the tolerance', () => {
    expect(directionOf([step({ outcome: 'FAIL', reasons: ['another_face'] })], 180)).toBe('FAIL');
    const stored: StepEvidence = JSON.parse(JSON.stringify(step({ outcome: 'FAIL', metric: Number.NaN })));
    expect(directionOf([step({ metric: 3 }), stored])).toBe('FAIL');
  });
});

describe('a provider without a scale that we know', () => {
  const found = {
    outcome: 'PASS',
    confidence: 0.9,
    metric: 0.01,
    threshold: 0.5,
    comparator: 'AT_MOST',
    reasons: [],
  } as const;
  const by = (isCalibrated: boolean | undefined) =>
    faceTest({ source: 'acme', provider: 'EXTERNAL', evidence: found, isCalibrated }, 0.55, now);

  it('decides by itself: a number of its own is held against no tolerance', () => {
    expect(by(false)).toMatchObject({ outcome: 'PASS', confidence: 0.9 });
    expect(by(false)).toMatchObject({ metric: undefined, threshold: undefined, comparator: undefined });
    for (const measured of [true, undefined]) expect(by(measured)).toMatchObject({ metric: 0.01, threshold: 0.55 });
  });

  it('is not taken for one whose measurement was lost', () => {
    const evidence = { outcome: 'PASS', confidence: 1, reasons: [] } as const;
    const lost = faceTest({ source: 'internal', provider: 'INTERNAL', evidence, isCalibrated: true }, 0.55, now);
    const decided = faceTest({ source: 'acme', provider: undefined, evidence, isCalibrated: false }, 0.55, now);
    const passes = (test: TestResult) =>
      authenticationGates({ livenessMode: 'PASSIVE' }, [signalOf(test)], weights).find(
        ({ name }) => name === 'FACE_MATCH',
      )?.passed;
    expect([passes(lost), passes(decided)]).toEqual([false, true]);
  });
});
