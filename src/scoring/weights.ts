/** The 27 numbers of a version of weights and the coverage that a verdict needs: names, ranges, defaults. */
import type { Comparator } from './tests.js';

/** An engine's own operating points: the defaults of the tolerances that are in its units. */
export interface EngineCalibration {
  readonly faceDistance: number;
  readonly strictFaceDistance: number;
  readonly liveness: number;
}

interface WeightsRow {
  /** The name in `enum WeightsField`. */
  readonly field: string;
  readonly kind: 'weight' | 'tolerance';
  readonly comparator: Comparator;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly default: number | keyof EngineCalibration;
  readonly meaning: string;
}

const weight = <const F extends string>(field: F, standard: number, meaning: string) =>
  ({
    field,
    kind: 'weight',
    comparator: 'AT_LEAST',
    unit: 'weight',
    min: 0,
    max: 1000,
    default: standard,
    meaning,
  }) as const;
const share = <const F extends string>(field: F, unit: string, standard: number | 'liveness', meaning: string) =>
  ({ field, kind: 'tolerance', comparator: 'AT_LEAST', unit, min: 0, max: 1, default: standard, meaning }) as const;
const limit = <const F extends string>(
  field: F,
  unit: string,
  max: number,
  standard: number | 'faceDistance' | 'strictFaceDistance',
  meaning: string,
) => ({ field, kind: 'tolerance', comparator: 'AT_MOST', unit, min: 0, max, default: standard, meaning }) as const;

export const WEIGHTS_FIELDS = {
  minimumCoverage: share(
    'MINIMUM_COVERAGE',
    'share',
    0.9,
    'Share of the weights that must have an answer before anybody is verified.',
  ),
  onboardingFaceEncodingTolerance: limit(
    'ONBOARDING_FACE_ENCODING_TOLERANCE',
    'face distance',
    2,
    'faceDistance',
    'Largest distance between the selfie and the portrait of the document.',
  ),
  verifiedAccountFaceEncodingTolerance: limit(
    'VERIFIED_ACCOUNT_FACE_ENCODING_TOLERANCE',
    'face distance',
    2,
    'strictFaceDistance',
    'Largest distance between the selfie and the enrolled face of a verified person.',
  ),
  driverLicenseFuzzyMatchTolerance: share(
    'DRIVER_LICENSE_FUZZY_MATCH_TOLERANCE',
    'similarity',
    0.85,
    'Lowest similarity of the sources on a driver license.',
  ),
  driverLicenseFuzzyMatchWeight: weight(
    'DRIVER_LICENSE_FUZZY_MATCH_WEIGHT',
    20,
    'How much the similarity of the sources on a driver license counts.',
  ),
  stateIdFuzzyMatchTolerance: share(
    'STATE_ID_FUZZY_MATCH_TOLERANCE',
    'similarity',
    0.85,
    'Lowest similarity of the sources on an identity card or residence permit.',
  ),
  stateIdFuzzyMatchWeight: weight(
    'STATE_ID_FUZZY_MATCH_WEIGHT',
    20,
    'How much the similarity of the sources on an identity card or residence permit counts.',
  ),
  passportFuzzyMatchTolerance: share(
    'PASSPORT_FUZZY_MATCH_TOLERANCE',
    'similarity',
    0.85,
    'Lowest similarity of the sources on a passport.',
  ),
  passportFuzzyMatchWeight: weight(
    'PASSPORT_FUZZY_MATCH_WEIGHT',
    20,
    'How much the similarity of the sources on a passport counts.',
  ),
  passportCardFuzzyMatchTolerance: share(
    'PASSPORT_CARD_FUZZY_MATCH_TOLERANCE',
    'similarity',
    0.85,
    'Lowest similarity of the sources on a passport card.',
  ),
  passportCardFuzzyMatchWeight: weight(
    'PASSPORT_CARD_FUZZY_MATCH_WEIGHT',
    20,
    'How much the similarity of the sources on a passport card counts.',
  ),
  ofacFuzzyMatchTolerance: share(
    'OFAC_FUZZY_MATCH_TOLERANCE',
    'similarity',
    0.9,
    'Similarity to an entry of a sanctions list from which it is a hit.',
  ),
  ofacFuzzyMatchWeight: weight('OFAC_FUZZY_MATCH_WEIGHT', 15, 'How much it counts that no sanctions list is hit.'),
  suspiciousWordsWeight: weight(
    'SUSPICIOUS_WORDS_WEIGHT',
    10,
    'How much it counts that no words such as SPECIMEN are printed.',
  ),
  imageManipulationWeight: weight('IMAGE_MANIPULATION_WEIGHT', 15, 'How much it counts that no image was edited.'),
  onlineDuplicationWeight: weight(
    'ONLINE_DUPLICATION_WEIGHT',
    5,
    'How much it counts that no image was seen elsewhere.',
  ),
  isIdentityDocumentWeight: weight(
    'IS_IDENTITY_DOCUMENT_WEIGHT',
    15,
    'How much it counts that the images show an identity document.',
  ),
  aamvaMatchTolerance: share(
    'AAMVA_MATCH_TOLERANCE',
    'share',
    0.8,
    'Lowest share of the fields that the DMV confirms.',
  ),
  aamvaMatchWeight: weight('AAMVA_MATCH_WEIGHT', 20, 'How much it counts what the DMV confirms.'),
  idvSessionTolerance: share('IDV_SESSION_TOLERANCE', 'score', 0.8, 'Lowest score of a verified session.'),
  minimumLivenessTolerance: share(
    'MINIMUM_LIVENESS_TOLERANCE',
    'probability',
    'liveness',
    'Lowest probability that the selfie shows a live person.',
  ),
  passiveActiveSkipTolerance: share(
    'PASSIVE_ACTIVE_SKIP_TOLERANCE',
    'probability',
    0.95,
    'Passive liveness from which the active steps are skipped.',
  ),
  genderProbabilityTolerance: share(
    'GENDER_PROBABILITY_TOLERANCE',
    'probability',
    0.9,
    'Lowest certainty of an estimated gender that is taken for an answer.',
  ),
  genderWeight: weight(
    'GENDER_WEIGHT',
    0,
    'How much it counts that the estimated gender is the documented one; estimators are biased.',
  ),
  expressionTolerance: share(
    'EXPRESSION_TOLERANCE',
    'probability',
    0.7,
    'Lowest probability of the expression that an active step asks for.',
  ),
  ageTolerance: limit(
    'AGE_TOLERANCE',
    'years',
    100,
    10,
    'Largest difference between the estimated and the documented age.',
  ),
  ageWeight: weight(
    'AGE_WEIGHT',
    0,
    'How much it counts that the estimated age is the documented one; estimators are biased.',
  ),
  directionTolerance: limit(
    'DIRECTION_TOLERANCE',
    'degrees',
    180,
    15,
    'Largest error of the head pose that an active step asks for.',
  ),
} as const satisfies Record<string, WeightsRow>;

export type WeightsName = keyof typeof WEIGHTS_FIELDS;
/** The values of `enum WeightsField`. */
export type WeightsField = (typeof WEIGHTS_FIELDS)[WeightsName]['field'];
export type WeightsValues = Readonly<Record<WeightsName, number>>;
export const WEIGHTS_NAMES = Object.keys(WEIGHTS_FIELDS) as WeightsName[];

export type ScoredDocumentType =
  | 'UNKNOWN'
  | 'DRIVER_LICENSE'
  | 'IDENTIFICATION_CARD'
  | 'IDENTITY_CARD'
  | 'RESIDENCE_PERMIT'
  | 'PASSPORT'
  | 'PASSPORT_CARD';

/** Which weight and tolerance the crosschecks of a document type go by. */
export const FUZZY_MATCH = {
  driverLicense: { weight: 'driverLicenseFuzzyMatchWeight', tolerance: 'driverLicenseFuzzyMatchTolerance' },
  stateId: { weight: 'stateIdFuzzyMatchWeight', tolerance: 'stateIdFuzzyMatchTolerance' },
  passport: { weight: 'passportFuzzyMatchWeight', tolerance: 'passportFuzzyMatchTolerance' },
  passportCard: { weight: 'passportCardFuzzyMatchWeight', tolerance: 'passportCardFuzzyMatchTolerance' },
} as const satisfies Record<string, { weight: WeightsName; tolerance: WeightsName }>;

const FUZZY_MATCH_OF = {
  UNKNOWN: 'stateId',
  DRIVER_LICENSE: 'driverLicense',
  IDENTIFICATION_CARD: 'stateId',
  IDENTITY_CARD: 'stateId',
  RESIDENCE_PERMIT: 'stateId',
  PASSPORT: 'passport',
  PASSPORT_CARD: 'passportCard',
} as const satisfies Record<ScoredDocumentType, keyof typeof FUZZY_MATCH>;
export const fuzzyMatchOf = (type: ScoredDocumentType) => FUZZY_MATCH[FUZZY_MATCH_OF[type]];

/** The default of one number, where the engine calls the tune: its own operating point. */
export function defaultOf(name: WeightsName, calibration: EngineCalibration): number {
  const standard: number | keyof EngineCalibration = WEIGHTS_FIELDS[name].default;
  return typeof standard === 'number' ? standard : calibration[standard];
}

export const defaultWeights = (calibration: EngineCalibration): WeightsValues =>
  Object.fromEntries(WEIGHTS_NAMES.map((name) => [name, defaultOf(name, calibration)])) as WeightsValues;
