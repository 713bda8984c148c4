import type { CaseService, ExpiringHolder } from '../case/case.service.js';
import { type Capture, type CaptureService, standing, type StoredEvidence } from '../document/capture.service.js';
import { mergeReadings } from '../document/merge.js';
import { sideOf, valuesOf } from '../document/document.states.js';
import { sideTests } from '../examination/evidence-tests.js';
import { type Evidence, readingsOf } from '../examination/examination.states.js';
import type { TestResult } from '../examination/test-result.service.js';
import { type DocumentEvidence, type DocumentSide, ProviderError } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { newId } from '../shared/id.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import { agreementOf } from './agreement.js';
import type { ScoringService } from './scoring.service.js';
import type { Scoring } from './scoring.states.js';

interface ShadowJob {
  readonly organizationId: string;
  readonly scoringId: string;
  readonly adapter: string;
  /** For whose sake the adapter keeps what it sees. */
  readonly shadowId: string;
}
/** Shows what was scored to another adapter, by whose answer nobody goes. */
export const SHADOW: JobKind<ShadowJob> = {
  queue: 'scoring-shadow',
  retryLimit: 0,
  expireInSeconds: 180,
};

type Sides = Omit<Evidence, 'selfie'>;

interface ShadowParts {
  readonly database: Database;
  readonly scorings: ScoringService;
  readonly captures: CaptureService;
  readonly providers: ProviderRegistry;
  readonly cases: CaseService;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly log: Logger;
}

/** Lets adapters see a share of what others score: their answers stand in the history, and in nothing else. */
export class ShadowService {
  constructor(private readonly parts: ShadowParts) {}

  /** Once a scoring is stored: whatever goes wrong from here on is not its concern. */
  async follow(scoring: Scoring, sources: readonly string[]): Promise<void> {
    try {
      const { organizationId, id: scoringId } = scoring;
      const chosen = await this.parts.providers.shadowsOf(wantedFor(scoring), this.parts.random);
      const adapters = chosen.filter((adapter) => !sources.includes(adapter));
      if (adapters.length === 0) return;
      await this.parts.database.tenant(organizationId, async (db) => {
        for (const adapter of adapters)
          await this.parts.jobs.send(db, SHADOW, { organizationId, scoringId, adapter, shadowId: newId() });
      });
      this.parts.jobs.wake(SHADOW);
    } catch (error) {
      this.parts.log.warn({ err: error, scoringId: scoring.id }, 'a scoring is not seen in shadow');
    }
  }

  /** The job of SHADOW: an answer or none, it is written down and changes nothing. */
  async run({ organizationId, scoringId, adapter, shadowId }: ShadowJob, { signal }: Attempt): Promise<void> {
    const scoring = await this.parts.scorings.find(organizationId, scoringId);
    if (!scoring) return;
    const holder = { id: shadowId, organizationId, expiresAt: this.parts.clock() };
    const captures = standing(await this.parts.captures.ofSubjects(organizationId, [scoringId]));
    const begun = performance.now();
    const told = await this.look(scoring, captures, adapter, holder, signal).catch((error: unknown) => {
      if (!(error instanceof ProviderError)) this.parts.log.warn({ err: error, scoringId }, 'a shadow came to nothing');
      return { failure: error instanceof ProviderError ? error.reason : 'analysis_failed' };
    });
    const milliseconds = Math.round(performance.now() - begun);
    await this.parts.cases.endAlone(holder);
    const seen = captures.map(({ id }) => id);
    const data = { shadow: true, source: adapter, captures: seen, milliseconds, ...told };
    await this.parts.scorings.change(organizationId, scoringId, {}, async (current) => [
      current,
      [{ type: 'SCORING_COMPARED', data }],
    ]);
  }

  private async look(
    scoring: Scoring,
    captures: readonly Capture[],
    adapter: string,
    holder: ExpiringHolder,
    signal: AbortSignal,
  ) {
    const side = (wanted: DocumentSide) => captures.findLast(({ fileType }) => sideOf(fileType) === wanted);
    const [front, back] = [side('FRONT'), side('BACK')];
    const known: Sides = {
      front: front && (await this.parts.captures.evidenceOf<DocumentEvidence>(front)),
      back: back && (await this.parts.captures.evidenceOf<DocumentEvidence>(back)),
    };
    const seen: Sides = {
      front: front && (await this.analyze(scoring, front, 'FRONT', adapter, holder, signal)),
      back: back && (await this.analyze(scoring, back, 'BACK', adapter, holder, signal)),
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
    holder: ExpiringHolder,
    signal: AbortSignal,
  ): Promise<StoredEvidence<DocumentEvidence>> {
    const bytes = await this.parts.captures.open(capture);
    if (!bytes) throw new ProviderError('refused', 'image_erased');
    const { documentType: type, country } = scoring;
    const request = { idempotencyKey: `${holder.id}/${capture.id}`, image: { bytes }, side, type, country };
    const wanted = { ...wantedFor(scoring), source: adapter };
    const { answer: evidence, ...who } = await this.parts.cases.analyze(holder, wanted, request, signal);
    return { ...who, evidence };
  }

  private opinionOf(scoring: Scoring, sides: Sides) {
    const tests = (['FRONT', 'BACK'] as const).flatMap((side): TestResult[] => {
      const found = side === 'FRONT' ? sides.front : sides.back;
      return found ? sideTests(scoring, side, found, this.parts.clock()) : [];
    });
    const { fields } = mergeReadings(readingsOf({ ...sides, selfie: undefined }));
    return { judgement: { tests }, extracted: { fields: valuesOf(fields) } };
  }
}

const wantedFor = ({ organizationId, provider, mode, documentType: type, country }: Scoring) => ({
  organizationId,
  provider,
  mode,
  document: { type, country },
});
