/** From Veridas' scores, always by name, to the contract's words. 1 is good; the thresholds are the tenant's. */
import type {
  DocumentEvidence,
  DocumentField,
  DocumentReading,
  DocumentSide,
  Finding,
  LivenessEvidence,
  Outcome,
  Signal,
  SignalName,
} from '../../src/provider/contract.js';
import type { Validation } from './answers.js';

export interface Thresholds {
  /** Below it fails. */
  readonly fail: number;
  /** From it on passes. */
  readonly pass: number;
}
const DOCUMENT_GLOBAL = 'Score-DocumentGlobal';
const ATTACKS = ['ScoreGroup-PhotoAuthenticity', 'ScoreGroup-PrintAttackTest', 'ScoreGroup-ReplayAttackTest'];
const MRZ_DECODING = 'ScoreGroup-MRZDecoding';

const FIELDS: Readonly<Record<string, DocumentField>> = {
  PD_Name_Out: 'firstName',
  PD_LastName_Out: 'lastName',
  PD_BirthDate_Out: 'birthDate',
  PD_Sex_Out: 'gender',
  PD_Nationality_Out: 'nationality',
  PD_IdentificationNumber_Out: 'refNumber',
  DD_DocumentNumber_Out: 'documentNumber',
  DD_ExpirationDate_Out: 'expiresAt',
  DD_IssueDate_Out: 'issuedAt',
  DD_IssuingCountry_Out: 'issuingCountry',
};
const DATES: readonly DocumentField[] = ['birthDate', 'expiresAt', 'issuedAt'];

/** The document is judged once its overall score is there: the state stays `on-course` until somebody confirms. */
export const hasDocument = ({ document }: Validation): boolean => document?.scores?.[DOCUMENT_GLOBAL] !== undefined;
/** Whether it links to the picture of a side; one that links to none may have it all the same. */
export const shows = ({ document }: Validation, side: DocumentSide): boolean =>
  document?._links?.some(({ rel }) => rel === REL[side]) ?? true;
export const REL = { FRONT: 'obverse', BACK: 'reverse' } as const satisfies Record<DocumentSide, string>;
export const hasSelfie = ({ biometry }: Validation): boolean =>
  biometry?.scores?.['ValidasScoreSelfie'] !== undefined && biometry.scores['ValidasScoreLifeProof'] !== undefined;

export function evidenceOf(found: Validation, thresholds: Thresholds): DocumentEvidence {
  const { document, id } = found;
  const scores = document?.scores ?? {};
  const global = scores[DOCUMENT_GLOBAL];
  const attacks = ATTACKS.flatMap((name) => (scores[name] === undefined ? [] : [[name, scores[name]] as const]));
  const graded = (
    name: SignalName,
    score: number | undefined,
    reason: string,
    evidence?: Record<string, number>,
  ): Signal[] =>
    score === undefined ? [] : [{ name, ...grade(score, thresholds, reason), ...(evidence ? { evidence } : {}) }];
  const worst = attacks.length ? Math.min(...attacks.map(([, score]) => score)) : undefined;
  return {
    signals: [
      document?.type && global !== undefined
        ? { name: 'IS_IDENTITY_DOCUMENT', outcome: 'PASS', confidence: 1, reasons: [] }
        : { name: 'IS_IDENTITY_DOCUMENT', outcome: 'FAIL', confidence: 0, reasons: ['document_not_recognised'] },
      ...graded('IMAGE_MANIPULATION', worst, 'presentation_attack', Object.fromEntries(attacks)),
      // Its word on the whole document: of two results of one test the worse counts.
      ...graded('IMAGE_MANIPULATION', global, 'document_score_low'),
      wordsOf(scores),
      { name: 'ONLINE_DUPLICATION', outcome: 'NOT_APPLICABLE', reasons: ['no_capability'] },
      ...graded('MRZ_CHECK_DIGITS', scores[MRZ_DECODING], 'mrz_not_decoded'),
    ],
    readings: readingsOf(found),
    text: [],
    timings: {},
    reference: id,
    response: { ...found },
  };
}

const BANDS = { FAIL: [0, 1 / 3], INCONCLUSIVE: [1 / 3, 2 / 3], PASS: [2 / 3, 1] } as const;
/** The vendor's scale between its own thresholds, onto thirds. */
export function grade(score: number, { fail, pass }: Thresholds, reason: string): Finding {
  const outcome = score >= pass ? 'PASS' : score < fail ? 'FAIL' : 'INCONCLUSIVE';
  const [from, to] = { FAIL: [0, fail], INCONCLUSIVE: [fail, pass], PASS: [pass, 1] }[outcome] as [number, number];
  const [least, most] = BANDS[outcome];
  const share = to > from ? Math.min(1, Math.max(0, (score - from) / (to - from))) : 1;
  const measured = { metric: score, threshold: pass, comparator: 'AT_LEAST' as const };
  return {
    outcome,
    confidence: least + share * (most - least),
    ...measured,
    reasons: outcome === 'PASS' ? [] : [reason],
  };
}

/** Only single validators of names tell of forbidden words: a hit is a doubt. */
function wordsOf(scores: Readonly<Record<string, number>>): Signal {
  const name = 'SUSPICIOUS_WORDS';
  const lists = Object.entries(scores).filter(([score]) => /^ScoreVal-.*Name.*-Blacklist/.test(score));
  if (lists.length === 0) return { name, outcome: 'NOT_PERFORMED', reasons: ['signal_absent'] };
  return lists.some(([, value]) => value === 0)
    ? { name, outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['name_on_blacklist'] }
    : { name, outcome: 'PASS', confidence: 1, reasons: [] };
}

function readingsOf({ document }: Validation): DocumentReading[] {
  const fields = Object.fromEntries(
    Object.entries(FIELDS).flatMap(([node, field]) => {
      const text = document?.nodes?.[node]?.trim();
      const value = text && DATES.includes(field) ? dateOf(text) : text;
      return value ? [[field, { value: field === 'gender' ? genderOf(value) : value, confidence: 0.9 }]] : [];
    }),
  );
  return Object.keys(fields).length > 0 ? [{ source: 'PROVIDER', accepted: true, fields }] : [];
}

/** `DD MM YYYY`; one without a day or a month says too little. */
function dateOf(text: string): string | undefined {
  const [, day, month, year] = /^(\d\d) (\d\d) (\d{4})$/.exec(text) ?? [];
  return day && month && year ? `${year}-${month}-${day}` : undefined;
}
const genderOf = (text: string): string => ({ M: 'MALE', F: 'FEMALE' })[text.toUpperCase()] ?? 'UNSPECIFIED';

/** Veridas decides by the tenant's thresholds: its scores lie on no scale of ours, so that no metric is told. */
const decided = (score: number, thresholds: Thresholds, reason: string): Finding => {
  const { outcome, confidence = 0, reasons } = grade(score, thresholds, reason);
  return { outcome, confidence, reasons, evidence: { score } };
};

export function livenessOf({ biometry }: Validation, thresholds: Thresholds): LivenessEvidence | undefined {
  const score = biometry?.scores?.['ValidasScoreLifeProof'];
  if (score === undefined) return undefined;
  return { ...decided(score, thresholds, 'life_proof_low'), steps: [], timings: {} };
}

/** A zero may mean that the document shows no face. */
export function faceMatchOf({ biometry }: Validation, thresholds: Thresholds): Finding | undefined {
  const score = biometry?.scores?.['ValidasScoreSelfie'];
  if (score === undefined) return undefined;
  if (score === 0)
    return { outcome: 'INCONCLUSIVE' satisfies Outcome, confidence: 0.5, reasons: ['no_face_or_no_match'] };
  return decided(score, thresholds, 'face_mismatch');
}
