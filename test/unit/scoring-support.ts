/** A session that passes everything, and ways to change it. */
import { TEST_NAMES, type TestName, type TestSignal } from '../../src/scoring/tests.js';
import type { ScoringInput } from '../../src/scoring/verdict.js';
import { defaultWeights, type WeightsValues } from '../../src/scoring/weights.js';

export const calibration = { faceDistance: 0.55, strictFaceDistance: 0.45, liveness: 0.5 };

const METRICS: Partial<Record<TestName, number>> = {
  DOCUMENT_FUZZY_MATCH: 1,
  DOCUMENT_EXPIRY: 400,
  DOCUMENT_REQUIREMENTS: 0,
  AAMVA: 1,
  OFAC: 0.2,
  LIVENESS: 0.98,
  FACE_MATCH: 0.3,
  AGE: 2,
  GENDER: 0.99,
  EXPRESSION: 0.9,
  DIRECTION: 5,
};

export const signal = (name: TestName, changes: Partial<TestSignal> = {}): TestSignal => ({
  name,
  outcome: 'PASS',
  metric: METRICS[name] ?? null,
  confidence: 1,
  reasons: [],
  ...changes,
});

export const session = (
  changes: Partial<Record<TestName, Partial<TestSignal>>> = {},
  weights: Partial<WeightsValues> = {},
  facts: Partial<ScoringInput> = {},
): ScoringInput => ({
  documentType: 'DRIVER_LICENSE',
  livenessMode: 'PASSIVE',
  consented: true,
  missingEvidence: [],
  sanctionsGate: 'BLOCK',
  corroborated: null,
  tests: TEST_NAMES.map((name) => signal(name, changes[name])),
  weights: { ...defaultWeights(calibration), ...weights },
  ...facts,
});
