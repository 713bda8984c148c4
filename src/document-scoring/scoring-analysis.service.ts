import type { CaseService } from '../case/case.service.js';
import { standing, type CaptureService } from '../document/capture.service.js';
import type { DocumentService } from '../document/document.service.js';
import { type Evidence, readingsOf } from '../examination/examination.states.js';
import type { TestResultService } from '../examination/test-result.service.js';
import type { Change } from '../event/event.service.js';
import type { Asked } from '../provider/registry.js';
import type { Attempt } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import type { Analysis, AnalysisService, NotAnalyzed } from './analysis.service.js';
import type { Judgement, JudgementService } from './judgement.service.js';
import type { ScoringService } from './scoring.service.js';
import type { ShadowService } from './shadow.service.js';
import { nextStatus, type Scoring, type ScoringFailure } from './scoring.states.js';

const ENDPOINT = 'Mutation.scoreScoring';

interface AnalysisParts {
  readonly scorings: ScoringService;
  readonly captures: CaptureService;
  readonly documents: DocumentService;
  readonly tests: TestResultService;
  readonly analysis: AnalysisService;
  readonly judgement: JudgementService;
  readonly shadows: ShadowService;
  readonly cases: CaseService;
  readonly log: Logger;
}

/** Runs the analysis that scoreScoring asked for, and stores what came of it in one transaction. */
export class ScoringAnalysisService {
  constructor(private readonly parts: AnalysisParts) {}

  /** The job of SCORING_ANALYSIS: doing it twice changes nothing, and a run that was overtaken is forgotten. */
  async run(organizationId: string, scoringId: string, run: string, attempt: Attempt): Promise<void> {
    const scoring = await this.parts.scorings.find(organizationId, scoringId);
    if (!scoring || !isRunning(scoring, run)) return;
    const outcome = await this.attempt(scoring, attempt).catch((error: unknown) => {
      if (!attempt.isLast()) throw error;
      this.parts.log.error({ err: error, scoringId }, 'a scoring could not be analysed');
      return { failure: OUR_FAULT, route: [] };
    });
    await this.parts.scorings.change(organizationId, scoringId, { endpoint: ENDPOINT }, async (current, change) => {
      if (!isRunning(current, run)) {
        await this.parts.cases.end(change.db, current); // of answers that nobody wants any more
        return [current, []];
      }
      if ('failure' in outcome) return failed(current, outcome.failure, outcome.route);
      for (const [capture, evidence] of outcome.analysis.found)
        await this.parts.captures.recordEvidence(change.db, capture, evidence);
      return this.scored(current, outcome.analysis, outcome.judgement, change);
    });
  }

  /** What a scoring says once it is judged. */
  async scored(
    scoring: Scoring,
    { provider, evidence, route }: Omit<Analysis, 'found'>,
    { tests, score, result }: Judgement,
    { db, now, afterCommit }: Change,
  ) {
    const status = nextStatus(scoring.status, 'score');
    if (!status) return [scoring, []] as const;
    await this.parts.tests.save(db, scoring.organizationId, scoring.id, tests);
    await this.parts.documents.replace(db, scoring, readingsOf(evidence), now);
    const attempts = scoring.attempts + 1;
    const changed = { ...scoring, status, result, score, scoredBy: provider, scoredAt: now, attempts };
    const sources = sourcesOf(evidence);
    afterCommit(() => void this.parts.shadows.follow(changed, sources));
    const data = { result, attempts, scoredBy: provider, sources, route };
    return [
      { ...changed, processing: undefined, failure: undefined },
      [{ type: 'SCORING_SCORED' as const, data }],
    ] as const;
  }

  private async attempt(
    scoring: Scoring,
    attempt: Attempt,
  ): Promise<{ analysis: Analysis; judgement: Judgement } | NotAnalyzed> {
    const captures = standing(await this.parts.captures.ofSubjects(scoring.organizationId, [scoring.id]));
    const analysis = await this.parts.analysis.analyze(scoring, captures, attempt.signal);
    if ('failure' in analysis) return analysis;
    const judgement = await this.parts.judgement.judge(scoring, analysis.provider, analysis.evidence, attempt);
    return { analysis, judgement };
  }
}

const OUR_FAULT: ScoringFailure = { code: 'INTERNAL_SERVER_ERROR', reason: 'analysis_failed', provider: undefined };

const isRunning = ({ status, processing }: Scoring, run: string): boolean =>
  status === 'PROCESSING' && processing?.id === run;

/** Open again: the attempt is not spent. */
export function failed(scoring: Scoring, failure: ScoringFailure, route: readonly Asked[]) {
  const status = nextStatus(scoring.status, 'fail');
  if (!status) return [scoring, []] as const;
  return [
    { ...scoring, status, failure, processing: undefined },
    [{ type: 'SCORING_FAILED' as const, data: { ...failure, route } }],
  ] as const;
}

/** Who saw the images. */
export const sourcesOf = ({ front, back, selfie }: Evidence): string[] => [
  ...new Set([front, back, selfie].flatMap((found) => found?.source ?? [])),
];
