import { type Crosscheck, crosscheck, crosscheckMean } from '../document/crosscheck.js';
import { judgeExpiry } from '../document/expiry.js';
import { mergeReadings } from '../document/merge.js';
import type { DocumentType, FaceAttributes, Finding } from '../provider/contract.js';
import { SWITCHED_OFF, type TestName } from '../scoring/tests.js';
import { fuzzyMatchOf, type WeightsValues } from '../scoring/weights.js';
import { judged, resultOf, unanswered } from './evidence-tests.js';
import { type Evidence, type Examined, readingsOf } from './examination.states.js';
import type { Requirements } from '../requirements/requirements.states.js';
import { missingOf, requirementsFinding } from './requirements-test.js';
import type { TestResult } from './test-result.repository.js';

/** What both sides of a document say together: crosschecks, expiry, requirements, and an MRZ that nobody found. */
export function documentTests(
  subject: Examined,
  evidence: Evidence,
  weights: WeightsValues,
  now: Date,
  required: readonly Requirements[] = [],
): TestResult[] {
  const who = { source: evidence.front?.source ?? 'internal', provider: evidence.front?.provider };
  const of = (name: TestName, finding: Finding) => resultOf(name, finding, who, now);
  const checks = crosscheck(evidence.front?.evidence, evidence.back?.evidence);
  const tolerance = weights[fuzzyMatchOf(subject.documentType).tolerance];
  const mean = crosscheckMean({
    documentNumber: checks.documentNumber.similarity,
    name: checks.name.similarity,
    address: checks.address.similarity,
  });
  const merged = mergeReadings(readingsOf(evidence));
  const missing = missingOf(required, subject.documentType, evidence);
  return [
    of('DOCUMENT_NUMBER_CROSSCHECK', similar(checks.documentNumber, tolerance)),
    of('NAME_CROSSCHECK', similar(checks.name, tolerance)),
    of('ADDRESS_CROSSCHECK', similar(checks.address, tolerance)),
    of('DOCUMENT_FUZZY_MATCH', hasForgedZone(evidence) ? FORGED_ZONE : similar(wholeOf(mean), tolerance)),
    of('DOCUMENT_EXPIRY', judgeExpiry(merged.fields.expiresAt?.value, now.toISOString().slice(0, 10))),
    of('DOCUMENT_REQUIREMENTS', requirementsFinding(missing, isOfType(subject, evidence))),
    unanswered('MRZ_CHECK_DIGITS', 'NOT_APPLICABLE', 'no_mrz', who.source),
  ];
}

const wholeOf = (similarity: number | null): Crosscheck => ({ similarity, sources: [], reasons: ['one_source_only'] });

/** A zone that was surely read and whose check digits do not hold was tampered with: whatever agrees with it is void. */
const hasForgedZone = ({ front, back }: Evidence): boolean =>
  [front, back].some((side) =>
    side?.evidence.signals.some(({ name, outcome }) => name === 'MRZ_CHECK_DIGITS' && outcome === 'FAIL'),
  );
const FORGED_ZONE: Finding = { outcome: 'FAIL', confidence: 0, metric: 0, reasons: ['mrz_check_digit_mismatch'] };

/** Which documents may stand for one another: of the cards, what one country calls identity another calls residence. */
const FAMILIES: Readonly<Partial<Record<DocumentType, string>>> = {
  PASSPORT: 'passport',
  DRIVER_LICENSE: 'licence',
  IDENTIFICATION_CARD: 'card',
  IDENTITY_CARD: 'card',
  RESIDENCE_PERMIT: 'card',
  PASSPORT_CARD: 'card',
};

/** What was shown must be what was declared, or sides would be missing unnoticed. */
function isOfType({ documentType }: Examined, evidence: Evidence): boolean {
  const declared = FAMILIES[documentType];
  return readingsOf(evidence).every(({ accepted, type = 'UNKNOWN' }) => {
    const family = FAMILIES[type];
    return !accepted || family === undefined || family === declared;
  });
}

/** A value that only one source has is no answer, never an agreement. */
function similar({ similarity, sources, reasons }: Crosscheck, threshold: number): Finding {
  if (similarity === null) return { outcome: 'INCONCLUSIVE', reasons, threshold, comparator: 'AT_LEAST' };
  const finding = { outcome: 'PASS' as const, confidence: similarity, metric: similarity, evidence: { sources } };
  const result = judged({ ...finding, reasons: [] }, 'AT_LEAST', threshold);
  return result.outcome === 'PASS' ? result : { ...result, reasons };
}

/** What is known of a person, to hold a face against. */
export interface Documented {
  readonly birthDate: string | undefined;
  readonly gender: string | undefined;
}

export function documentedBy(evidence: Evidence): Documented {
  const { birthDate, gender } = mergeReadings(readingsOf(evidence)).fields;
  return { birthDate: birthDate?.value, gender: gender?.value };
}

/** Face against what is known: age in years apart, gender as the probability of the documented one. */
export function personTests(
  subject: Pick<Examined, 'settings'>,
  selfie: Evidence['selfie'],
  documented: Documented,
  weights: WeightsValues,
  now: Date,
): TestResult[] {
  const seen = selfie?.evidence.selfie?.attributes ?? {};
  const who = { source: selfie?.source ?? 'internal', provider: selfie?.provider };
  const { performAgeTest, performGenderTest } = subject.settings;
  return [
    performAgeTest
      ? resultOf('AGE', ageFinding(seen, documented.birthDate, weights, now), who, now)
      : unanswered('AGE', 'NOT_PERFORMED', SWITCHED_OFF),
    performGenderTest
      ? resultOf('GENDER', genderFinding(seen, documented.gender, weights), who, now)
      : unanswered('GENDER', 'NOT_PERFORMED', SWITCHED_OFF),
  ];
}

function ageFinding(
  { age }: FaceAttributes,
  birthDate: string | undefined,
  weights: WeightsValues,
  now: Date,
): Finding {
  const born = birthDate === undefined ? Number.NaN : Date.parse(birthDate);
  if (age === undefined || Number.isNaN(born)) return { outcome: 'INCONCLUSIVE', reasons: ['age_unknown'] };
  const documented = (now.getTime() - born) / (365.2425 * 24 * 3600 * 1000);
  const metric = Math.abs(age - documented);
  return judged({ outcome: 'PASS', metric, reasons: [] }, 'AT_MOST', weights.ageTolerance);
}

function genderFinding(seen: FaceAttributes, documented: string | undefined, weights: WeightsValues): Finding {
  const { gender, genderProbability } = seen;
  if (gender === undefined || genderProbability === undefined || (documented !== 'MALE' && documented !== 'FEMALE'))
    return { outcome: 'INCONCLUSIVE', reasons: ['gender_unknown'] };
  const metric = gender === documented ? genderProbability : 1 - genderProbability;
  const threshold = weights.genderProbabilityTolerance;
  if (Math.max(metric, 1 - metric) < threshold)
    return { outcome: 'INCONCLUSIVE', metric, threshold, comparator: 'AT_LEAST', reasons: ['gender_uncertain'] };
  return judged({ outcome: 'PASS', metric, reasons: [] }, 'AT_LEAST', threshold);
}
