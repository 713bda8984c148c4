import { hasBack } from '../document/document.states.js';
import type { ExaminationService } from '../examination/examination.service.js';
import { corroboratedSimilarity, type Evidence, type Examined } from '../examination/examination.states.js';
import { signalOf, type TestResult } from '../examination/test-result.service.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { Provider } from '../provider/contract.js';
import { resultOf, type ScoringResult } from '../scoring/result.js';
import { scoreSession, type Score } from '../scoring/score.js';
import { SWITCHED_OFF } from '../scoring/tests.js';
import type { Attempt } from '../shared/jobs.js';
import type { WeightsService } from '../weights/weights.service.js';
import type { Scoring } from './scoring.states.js';

export interface Judgement {
  readonly tests: readonly TestResult[];
  readonly score: Score;
  readonly result: ScoringResult;
}

/** From what was found in the captures of a scoring to its explained result. */
export class JudgementService {
  constructor(
    private readonly examination: ExaminationService,
    private readonly weights: WeightsService,
    private readonly organizations: OrganizationService,
  ) {}

  async judge(scoring: Scoring, provider: Provider, evidence: Evidence, attempt: Attempt): Promise<Judgement> {
    const weights = await this.weights.valuesOf(scoring.organizationId, scoring.weightsId);
    const { sanctionsGate } = await this.organizations.policyOf(scoring.organizationId);
    const subject = examinedOf(scoring, provider, evidence);
    const found = await this.examination.examine(subject, evidence, weights, attempt);
    const tests = found.map((test) => asWanted(test, scoring, evidence));
    const input = {
      documentType: scoring.documentType,
      tests: tests.map(signalOf),
      weights,
      // Consent is the business of whoever collects the images.
      consented: true,
      missingEvidence: missingOf(scoring, evidence),
      livenessMode: scoring.settings.livenessMode,
      sanctionsGate,
      corroborated: corroboratedSimilarity(tests),
    };
    return { tests, score: scoreSession(input), result: resultOf(input) };
  }
}

/** A selfie that came along is judged, whether or not it was asked for. */
const examinedOf = (scoring: Scoring, provider: Provider, { selfie }: Evidence): Examined => ({
  id: scoring.id,
  organizationId: scoring.organizationId,
  mode: scoring.mode,
  provider,
  documentType: scoring.documentType,
  settings: { ...scoring.settings, performLivenessTest: scoring.settings.performLivenessTest || selfie !== undefined },
});

/** The front always; of the rest, what the settings ask for. */
const missingOf = ({ documentType, settings }: Scoring, { front, back, selfie }: Evidence): string[] => [
  ...(front ? [] : ['document_front']),
  ...(back || !settings.allSides || !hasBack(documentType) ? [] : ['document_back']),
  ...(selfie || !settings.performLivenessTest ? [] : ['selfie']),
];

/** Where not every side is wanted, one that was not handed in is none to be judged, and one source need not agree with another. */
function asWanted(test: TestResult, { settings }: Scoring, { back }: Evidence): TestResult {
  if (settings.allSides) return test;
  if (!back && test.name.startsWith('DOC_BACK_')) return { ...test, outcome: 'NOT_PERFORMED', reasons: [SWITCHED_OFF] };
  const hasOneSource = test.outcome === 'INCONCLUSIVE' && test.reasons.includes('one_source_only');
  return hasOneSource ? { ...test, outcome: 'NOT_APPLICABLE' } : test;
}
