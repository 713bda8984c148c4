import { type Capture, type CaptureService, standing, type StoredEvidence } from '../document/capture.service.js';
import { mergeReadings } from '../document/merge.js';
import { sideOf, valuesOf } from '../document/document.states.js';
import { sideTests } from '../examination/evidence-tests.js';
import { type Evidence, readingsOf } from '../examination/examination.states.js';
import type { TestResult } from '../examination/test-result.service.js';
import { type DocumentEvidence, type DocumentSide, ProviderError } from '../provider/contract.js';
import type { ProviderRegistry, Wanted } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import { agreementOf } from './agreement.js';
import type { ScoringService } from './scoring.service.js';
import type { Scoring } from './scoring.states.js';

/** Shows what was scored to another adapter, by whose answer nobody goes. */
export const SHADOW: JobKind<{ organizationId: string; scoringId: string; adapter: string }> = {
  queue: 'scoring-shadow',
  retryLimit: 0,
  expireInSeconds: 180,
};

type Sides = Omit<Evidence, 'selfie'>;

/** Lets adapters see a share of what others score: their answers stand in the history, and in nothing else. */
export class ShadowService {
  constructor(
    private readonly database: Database,
    private readonly scorings: ScoringService,
    private readonly captures: CaptureService,
    private readonly providers: ProviderRegistry,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    /** From 0 to below 1. */
    private readonly random: () => number,
    private readonly log: Logger,
  ) {}

  /** Once a scoring is stored: whatever goes wrong from here on is not its concern. */
  async follow(scoring: Scoring, sources: readonly string[]): Promise<void> {
    try {
      const { organizationId, id: scoringId } = scoring;
      const chosen = await this.providers.shadowsOf(wantedFor(scoring), this.random);
      const adapters = chosen.filter((adapter) => !sources.includes(adapter));
      if (adapters.length === 0) return;
      await this.database.tenant(organizationId, async (db) => {
        for (const adapter of adapters) await this.jobs.send(db, SHADOW, { organizationId, scoringId, adapter });
      });
      this.jobs.wake(SHADOW);
    } catch (error) {
      this.log.warn({ err: error, scoringId: scoring.id }, 'a scoring is not seen in shadow');
    }
  }

  /** The job of SHADOW: an answer or none, it is written down and changes nothing. */
  async run(organizationId: string, scoringId: string, adapter: string, { signal }: Attempt): Promise<void> {
    const scoring = await this.scorings.find(organizationId, scoringId);
    if (!scoring) return;
    const captures = standing(await this.captures.ofSubjects(organizationId, [scoringId]));
    const begun = performance.now();
    const told = await this.look(scoring, captures, adapter, signal).catch((error: unknown) => {
      if (!(error instanceof ProviderError)) this.log.warn({ err: error, scoringId }, 'a shadow came to nothing');
      return { failure: error instanceof ProviderError ? error.reason : 'analysis_failed' };
    });
    const milliseconds = Math.round(performance.now() - begun);
    const seen = captures.map(({ id }) => id);
    const data = { shadow: true, source: adapter, captures: seen, milliseconds, ...told };
    await this.scorings.change(organizationId, scoringId, {}, async (current) => [
      current,
      [{ type: 'SCORING_COMPARED', data }],
    ]);
  }

  private async look(scoring: Scoring, captures: readonly Capture[], adapter: string, signal: AbortSignal) {
    const side = (wanted: DocumentSide) => captures.findLast(({ fileType }) => sideOf(fileType) === wanted);
    const [front, back] = [side('FRONT'), side('BACK')];
    const known: Sides = {
      front: front && (await this.captures.evidenceOf<DocumentEvidence>(front)),
      back: back && (await this.captures.evidenceOf<DocumentEvidence>(back)),
    };
    const seen: Sides = {
      front: front && (await this.analyze(scoring, front, 'FRONT', adapter, signal)),
      back: back && (await this.analyze(scoring, back, 'BACK', adapter, signal)),
    };
    const opinion = this.opinionOf(scoring, seen);
    const outcomes = Object.fromEntries(opinion.judgement.tests.map(({ name, outcome }) => [name, outcome]));
    return { outcomes, agreement: agreementOf([this.opinionOf(scoring, known), opinion]) };
  }

  private async analyze(
    scoring: Scoring,
    capture: Capture,
    side: DocumentSide,
    adapter: string,
    signal: AbortSignal,
  ): Promise<StoredEvidence<DocumentEvidence>> {
    const bytes = await this.captures.open(capture);
    if (!bytes) throw new ProviderError('refused', 'image_erased');
    const { documentType: type, country } = scoring;
    const request = { idempotencyKey: capture.id, image: { bytes }, side, type, country };
    const wanted = { ...wantedFor(scoring), source: adapter };
    const ask = (one: Parameters<Parameters<ProviderRegistry['ask']>[2]>[0], limit: AbortSignal) =>
      one.analyzeDocument?.(request, limit);
    const answered = await this.providers.ask('analyzeDocument', wanted, ask, signal);
    if (!answered) throw new ProviderError('refused', 'not_supported');
    const { answer: evidence, ...who } = answered;
    await this.release(wanted, evidence.reference, signal);
    return { ...who, evidence };
  }

  /** Nothing is wanted of the case any more. */
  private async release(wanted: Wanted, reference: string | undefined, signal: AbortSignal): Promise<void> {
    if (reference === undefined) return;
    await this.providers
      .ask('release', wanted, async (adapter, limit) => adapter.release?.(reference, limit), signal)
      .catch((error: unknown) => this.log.warn({ err: error }, 'a case seen in shadow stays with its provider'));
  }

  private opinionOf(scoring: Scoring, sides: Sides) {
    const tests = (['FRONT', 'BACK'] as const).flatMap((side): TestResult[] => {
      const found = side === 'FRONT' ? sides.front : sides.back;
      return found ? sideTests(scoring, side, found, this.clock()) : [];
    });
    const { fields } = mergeReadings(readingsOf({ ...sides, selfie: undefined }));
    return { judgement: { tests }, extracted: { fields: valuesOf(fields) } };
  }
}

const wantedFor = ({ organizationId, provider, mode, documentType: type, country }: Scoring): Wanted => ({
  organizationId,
  provider,
  mode,
  document: { type, country },
});
