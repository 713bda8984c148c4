import { standing, type CaptureService, type CheckedImage } from '../document/capture.service.js';
import { fileTypeOf, hasBack, sideOf } from '../document/document.states.js';
import type { Change } from '../event/event.service.js';
import type { SubjectEvent } from '../event/subject-change.js';
import type { LivenessTokenService } from '../liveness/liveness-token.service.js';
import { type Frame, frameFile, inOrderOfSteps } from '../liveness/liveness.service.js';
import type { DocumentSide, LivenessStep } from '../provider/contract.js';
import type { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { JobKind, Jobs } from '../shared/jobs.js';
import type { Patience } from '../shared/patience.js';
import type { Principal } from '../shared/principal.js';
import type { ScoringService } from './scoring.service.js';
import { requireScorable, type Scoring } from './scoring.states.js';

/** Judges what was handed in for a scoring, in one run. */
export const SCORING_ANALYSIS: JobKind<{ organizationId: string; scoringId: string; run: string }> = {
  queue: 'scoring-analysis',
  retryLimit: 5,
  expireInSeconds: 180,
};

const ENDPOINT = 'Mutation.scoreScoring';
const LONGEST_WAIT = 30_000;

type ReadImage = () => Promise<Uint8Array>;
export interface HandedIn {
  readonly front?: ReadImage | undefined;
  readonly back?: ReadImage | undefined;
  /** The selfie has no step. */
  readonly frames: readonly { readonly step?: LivenessStep | undefined; readonly read: ReadImage }[];
  readonly livenessToken?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}
interface Evidence {
  readonly sides: readonly { readonly side: DocumentSide; readonly image: CheckedImage }[];
  readonly frames: readonly Frame[];
}

/** Takes the images of a document and of its holder, has them judged, and waits a while for the result. */
export class ScoreService {
  constructor(
    private readonly scorings: ScoringService,
    private readonly captures: CaptureService,
    private readonly tokens: LivenessTokenService,
    private readonly jobs: Jobs,
    private readonly patience: Patience,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError NOT_FOUND, SCORING_NOT_OPEN, ATTEMPTS_EXHAUSTED, MISSING_EVIDENCE, DOCUMENT_SIDE_NOT_APPLICABLE,
   * LIVENESS_SESSION_REQUIRED, LIVENESS_TOKEN_EXPIRED, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, IMAGE_INVALID, …
   */
  async score(principal: Principal, id: string, given: HandedIn, wait: number): Promise<Scoring> {
    const before = await this.scorings.require(principal, id);
    // With a key it may be a replay, which is answered whatever has become of the scoring.
    if (!given.idempotencyKey) requireScorable(before, this.clock());
    if (given.back && !hasBack(before.documentType)) throw new DomainError('DOCUMENT_SIDE_NOT_APPLICABLE');
    const evidence = await this.look(before, given);
    const scoring = await this.scorings.changeAs(principal, id, ENDPOINT, (scoring, change) =>
      this.begin(scoring, evidence, given, change),
    );
    return this.resultOf(scoring, Math.min(wait, LONGEST_WAIT));
  }

  private async look({ documentType }: Scoring, { front, back, frames }: HandedIn): Promise<Evidence> {
    const sides: { side: DocumentSide; image: CheckedImage }[] = [];
    for (const [side, read] of [['FRONT', front] as const, ['BACK', back] as const])
      if (read) {
        const purpose = { kind: 'document' as const, side, type: documentType };
        sides.push({ side, image: await this.captures.check(await read(), purpose) });
      }
    const looked: Frame[] = [];
    for (const { step, read } of frames)
      looked.push({ step, image: await this.captures.check(await read(), { kind: 'selfie' }) });
    return { sides, frames: looked };
  }

  private async begin(
    scoring: Scoring,
    evidence: Evidence,
    { livenessToken, idempotencyKey }: HandedIn,
    change: Change,
  ): Promise<readonly [Scoring, readonly SubjectEvent[]]> {
    const { db, now } = change;
    const { organizationId, id } = scoring;
    const input = { id, livenessToken, ...hashesOf(evidence) };
    const request = { organizationId, operation: ENDPOINT, key: idempotencyKey, input };
    if (await takeIdempotencyKey(db, request, id, now)) return [scoring, []];
    const processing = requireScorable(scoring, now);
    const steps = await this.store(scoring, evidence, livenessToken, change);
    const run = newId();
    await this.jobs.send(db, SCORING_ANALYSIS, { organizationId, scoringId: id, run });
    change.afterCommit(() => this.jobs.wake(SCORING_ANALYSIS));
    return [
      { ...processing, processing: { id: run, steps }, failure: undefined },
      [{ type: 'SCORING_PROCESSING', data: { sides: evidence.sides.map(({ side }) => side) } }],
    ];
  }

  /** Returns the steps that the frames show, as their token asked. */
  private async store(
    scoring: Scoring,
    { sides, frames }: Evidence,
    token: string | undefined,
    { db, now }: Change,
  ): Promise<readonly LivenessStep[]> {
    const { organizationId, id: subjectId, documentType, mode } = scoring;
    const isActive = token !== undefined || frames.some(({ step }) => step !== undefined);
    const { steps } = isActive ? await this.tokens.spendTry(db, scoring, token, now) : { steps: [] };
    if (isActive || frames.length > 0)
      for (const [place, { image }] of inOrderOfSteps(frames, steps).entries())
        await this.captures.store(db, organizationId, { subjectId, fileType: frameFile(place), image }, now);
    for (const { side, image } of sides) {
      const capture = { subjectId, fileType: fileTypeOf(documentType, side), image, showing: { mode } };
      await this.captures.store(db, organizationId, capture, now);
    }
    const stored = standing(await this.captures.within(db, organizationId, subjectId));
    if (!stored.some(({ fileType }) => sideOf(fileType) !== undefined))
      throw new DomainError('MISSING_EVIDENCE', { facts: { missing: ['document_front'] } });
    return steps;
  }

  /** The scoring once this run is over, or as it is when the time is up. */
  private resultOf(scoring: Scoring, milliseconds: number): Promise<Scoring> {
    const { organizationId, id } = scoring;
    const read = async () => (await this.scorings.find(organizationId, id)) ?? scoring;
    return this.patience.until(organizationId, milliseconds, read, ({ status }) => status !== 'PROCESSING');
  }
}

const hashesOf = ({ sides, frames }: Evidence) => ({
  sides: sides.map(({ side, image }) => [side, image.sha256]),
  frames: frames.map(({ step, image }) => [step ?? null, image.sha256]),
});
