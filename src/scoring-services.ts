import type { CaseService } from './case/case.service.js';
import type { CaptureService } from './document/capture.service.js';
import type { DocumentService } from './document/document.service.js';
import { AnalysisService } from './document-scoring/analysis.service.js';
import { ComparisonService } from './document-scoring/comparison.service.js';
import { DelegationService } from './document-scoring/delegation.service.js';
import { JudgementService } from './document-scoring/judgement.service.js';
import { ProviderResponseService } from './document/provider-response.service.js';
import { ScoreService } from './document-scoring/score.service.js';
import { ScoringAnalysisService } from './document-scoring/scoring-analysis.service.js';
import { ScoringCreationService } from './document-scoring/scoring-creation.service.js';
import { ScoringExpiryService } from './document-scoring/scoring-expiry.service.js';
import { ScoringLivenessService } from './document-scoring/scoring-liveness.service.js';
import { ScoringService } from './document-scoring/scoring.service.js';
import { ShadowService } from './document-scoring/shadow.service.js';
import type { EventLog } from './event/event.service.js';
import type { DuplicationService } from './examination/duplication.service.js';
import type { ExaminationService } from './examination/examination.service.js';
import type { TestResultService } from './examination/test-result.service.js';
import { IdentificationCreationService } from './identification/identification-creation.service.js';
import { IdentificationService } from './identification/identification.service.js';
import { ValidationService } from './identification/validation.service.js';
import type { TokenService } from './key/token.service.js';
import type { LivenessTokenService } from './liveness/liveness-token.service.js';
import type { LivenessService } from './liveness/liveness.service.js';
import type { OrganizationService } from './organization/organization.service.js';
import type { ProviderRegistry } from './provider/registry.js';
import type { Clock } from './shared/clock.js';
import type { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import type { Patience } from './shared/patience.js';
import type { SearchIndex } from './shared/search-index.js';
import type { Storage } from './storage.js';
import type { WeightsService } from './weights/weights.service.js';

interface Needed {
  readonly events: EventLog;
  readonly jobs: Jobs;
  readonly organizations: OrganizationService;
  readonly patience: Patience;
  readonly providers: ProviderRegistry;
  readonly cases: CaseService;
  readonly captures: CaptureService;
  readonly documents: DocumentService;
  readonly tests: TestResultService;
  readonly weights: WeightsService;
  readonly examination: ExaminationService;
  readonly duplication: DuplicationService;
  readonly detection: LivenessService;
  readonly livenessTokens: LivenessTokenService;
  readonly search: SearchIndex;
  readonly tokens: TokenService;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** Scorings, and the identifications that rest on them. */
export function createScoringServices(
  { database, keyring, caches }: Pick<Storage, 'database' | 'keyring' | 'caches'>,
  needed: Needed,
) {
  const { events, jobs, providers, cases, captures, documents, tests, weights, detection, livenessTokens, clock } =
    needed;
  const service = new ScoringService(database, events, keyring, cases, caches);
  const creation = new ScoringCreationService(service, events, weights, providers, keyring, jobs);
  const asked = new AnalysisService(captures, detection, needed.duplication, providers, cases, clock);
  const judgement = new JudgementService(needed.examination, weights, needed.organizations);
  const parts = { ...needed, database, scorings: service };
  const shadows = new ShadowService(parts);
  const analysis = new ScoringAnalysisService({ ...parts, analysis: asked, judgement, shadows });
  const identifications = new IdentificationService(database, events, keyring, needed.search, jobs);
  return {
    scorings: {
      service,
      creation,
      analysis,
      shadows,
      scores: new ScoreService(service, captures, livenessTokens, jobs, needed.patience, clock),
      liveness: new ScoringLivenessService(service, livenessTokens),
      delegations: new DelegationService(service, captures, judgement, analysis, providers, cases, jobs, clock),
      comparisons: new ComparisonService(service, captures, asked, judgement, providers, cases, clock),
      expiry: new ScoringExpiryService(service),
      responses: new ProviderResponseService(captures),
    },
    identifications: {
      service: identifications,
      creation: new IdentificationCreationService(
        identifications,
        creation,
        events,
        providers,
        keyring,
        needed.search,
        needed.tokens,
        jobs,
      ),
      validation: new ValidationService(identifications, service, documents, tests, weights, clock),
    },
  };
}
