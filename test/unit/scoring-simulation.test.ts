import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PastSession, simulate } from '../../src/scoring/simulation.js';
import { type TestSignal } from '../../src/scoring/tests.js';
import { judgeSession } from '../../src/scoring/verdict.js';
import { defaultWeights, type WeightsValues } from '../../src/scoring/weights.js';

const weights = defaultWeights({ faceDistance: 0.5, strictFaceDistance: 0.4, liveness: 0.5 });
const SIGNALS = ['SUSPICIOUS_WORDS', 'IMAGE_MANIPULATION', 'ONLINE_DUPLICATION', 'IS_IDENTITY_DOCUMENT'] as const;

/** A passport whose crosschecks, face and liveness measure so; all else is well. */
function session(id: string, similarity: number, face = 0.2, liveness = 0.9): PastSession {
  const passed = (name: TestSignal['name'], metric: number | null = null): TestSignal => ({
    name,
    outcome: 'PASS',
    metric,
    reasons: [],
  });
  const tests = [
    ...SIGNALS.flatMap((name) => [
      passed(`DOC_FRONT_${name}`),
      { name: `DOC_BACK_${name}`, outcome: 'NOT_APPLICABLE', reasons: [] } as const,
    ]),
    passed('DOCUMENT_FUZZY_MATCH', similarity),
    passed('OFAC', 0),
    passed('DOCUMENT_EXPIRY', 100),
    passed('DOCUMENT_REQUIREMENTS', 0),
    passed('FACE_MATCH', face),
    passed('LIVENESS', liveness),
    ...(['AAMVA', 'AGE', 'GENDER'] as const).map((name) => ({ name, outcome: 'NOT_APPLICABLE', reasons: [] }) as const),
  ];
  const facts = { consented: true, missingEvidence: [], corroborated: null, sanctionsGate: 'BLOCK' } as const;
  const input = { ...facts, tests, documentType: 'PASSPORT', livenessMode: 'PASSIVE' } as const;
  return { id, input, judgedUnder: weights, verified: judgeSession({ ...input, weights }).verified };
}

describe('a simulation', () => {
  const past = [session('a', 0.95), session('b', 0.95, 0.45), session('c', 0.95, 0.2, 0.6), session('d', 0.95, 0.9)];

  it('changes nothing under the same weights', () => {
    expect(simulate(past, weights)).toEqual({
      sessionCount: 4,
      unchanged: 4,
      newlyVerified: 0,
      newlyRejected: 0,
      flips: [],
    });
  });

  it('names the tolerance that made the difference', () => {
    const stricter = { ...weights, onboardingFaceEncodingTolerance: 0.3, minimumLivenessTolerance: 0.7 };
    const found = simulate(past, stricter);
    expect(found.flips.map(({ session, cause }) => [session.id, cause])).toEqual([
      ['b', 'ONBOARDING_FACE_ENCODING_TOLERANCE'],
      ['c', 'MINIMUM_LIVENESS_TOLERANCE'],
    ]);
    const looser = simulate(past, { ...weights, onboardingFaceEncodingTolerance: 1 });
    expect(looser).toMatchObject({ newlyVerified: 1, newlyRejected: 0, unchanged: 3 });
  });

  it('names the number that tips it where two are needed', () => {
    const bad = session('e', 0.5);
    expect(bad.verified).toBe(false);
    const proposed = { ...weights, passportFuzzyMatchTolerance: 0.4, idvSessionTolerance: 0.85 };
    expect(simulate([bad], proposed).flips.map(({ cause }) => cause)).toEqual(['PASSPORT_FUZZY_MATCH_TOLERANCE']);
  });

  it('counts every session once, and flips are flips', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(unit, unit, unit), { maxLength: 20 }),
        unit,
        unit,
        unit,
        (rows, face, score, live) => {
          const sessions = rows.map(([similarity, distance, liveness], place) =>
            session(String(place), similarity, distance, liveness),
          );
          const proposed: WeightsValues = {
            ...weights,
            onboardingFaceEncodingTolerance: face,
            idvSessionTolerance: score,
            minimumLivenessTolerance: live,
          };
          const { sessionCount, unchanged, newlyVerified, newlyRejected, flips } = simulate(sessions, proposed);
          expect(sessionCount).toBe(sessions.length);
          expect(unchanged + newlyVerified + newlyRejected).toBe(sessionCount);
          for (const { session, verified } of flips)
            expect([verified, session.verified]).toEqual([
              judgeSession({ ...session.input, weights: proposed }).verified,
              !verified,
            ]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
