import { describe, expect, it } from 'vitest';
import { checkWeights } from '../../src/scoring/weights-check.js';
import { defaultWeights, WEIGHTS_FIELDS, WEIGHTS_NAMES, type WeightsValues } from '../../src/scoring/weights.js';
import { calibration } from './scoring-support.js';

const standard = defaultWeights(calibration);
const check = (changes: Partial<WeightsValues>) =>
  checkWeights({ ...standard, ...changes }).map(({ code, path }) => `${code} ${path}`);

describe('weights', () => {
  it('are 12 weights and 15 tolerances, and the coverage', () => {
    const kinds = WEIGHTS_NAMES.map((name) => WEIGHTS_FIELDS[name].kind);
    expect(kinds.filter((kind) => kind === 'weight')).toHaveLength(12);
    expect(kinds.filter((kind) => kind === 'tolerance')).toHaveLength(16);
  });
  it('bear the name that the API gives them', () => {
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    for (const name of WEIGHTS_NAMES) expect(WEIGHTS_FIELDS[name].field).toBe(snake(name));
  });
  it('take the engine as the default where they are in its units', () => {
    expect(standard).toMatchObject({
      onboardingFaceEncodingTolerance: 0.55,
      verifiedAccountFaceEncodingTolerance: 0.45,
      minimumLivenessTolerance: 0.5,
      driverLicenseFuzzyMatchTolerance: 0.85,
      ofacFuzzyMatchWeight: 15,
      genderWeight: 0,
      idvSessionTolerance: 0.8,
    });
  });
  it('can be saved as they are by default', () => {
    expect(check({})).toEqual([]);
  });
  it.each([
    ['aamvaMatchWeight', -1],
    ['aamvaMatchWeight', Number.NaN],
    ['ofacFuzzyMatchWeight', Number.POSITIVE_INFINITY],
    ['idvSessionTolerance', 1.01],
    ['directionTolerance', 181],
    ['minimumCoverage', -0.1],
  ] as const)('refuse %s = %d with its path', (name, value) => {
    expect(check({ [name]: value })).toEqual([`BAD_USER_INPUT ${name}`]);
  });
  it('refuse a document type that nothing weighs for', () => {
    const zero = Object.fromEntries(
      WEIGHTS_NAMES.filter((name) => WEIGHTS_FIELDS[name].kind === 'weight').map((name) => [name, 0]),
    );
    expect(check({ ...zero, aamvaMatchWeight: 5, passportCardFuzzyMatchWeight: 1 })).toEqual([
      'WEIGHTS_NO_EFFECT passportFuzzyMatchWeight',
    ]);
  });
});
