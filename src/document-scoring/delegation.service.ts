import type { CaseService } from '../case/case.service.js';
import type { CaptureService, CheckedImage } from '../document/capture.service.js';
import { fileTypeOf } from '../document/document.states.js';
import type { Change } from '../event/event.service.js';
import type { SubjectEvent } from '../event/subject-change.js';
import type { Evidence } from '../examination/examination.states.js';
import { type Collected, type Delegation, ProviderError } from '../provider/contract.js';
import type { Answered, ProviderRegistry } from '../provider/registry.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import { TooEarly } from '../shared/job-failure.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Operator } from '../shared/principal.js';
import type { JudgementService } from './judgement.service.js';
import { failed, type ScoringAnalysisService } from './scoring-analysis.service.js';
import type { ScoringService } from './scoring.service.js';
import { moved, type Scoring, type StoredDelegation } from './scoring.states.js';

/** Asks the provider what became of a delegation. */
export const COLLECTION: JobKind<{ organizationId: string; scoringId: string; reference: string }> = {
  queue: 'scoring-collection',
  retryLimit: 20,
  expireInSeconds: 120,
};

const ENDPOINT = 'Mutation.delegateScoring';
const LONGEST_SECONDS = 3600;
/** Between two looks: a client that captures at the provider takes a while. */
const POLL_SECONDS = 5;
/** Who began before the credential ended may end after it; later than this the provider is heard, but not asked. */
const LATE_SECONDS = 900;

/** What the provider holds of a case. */
type Held = Collected & Pick<Answered<unknown>, 'isCalibrated'>;
/** A provider that tells nothing of what the client did is not asked: the scoring stays delegated until it ends. */
type Given = Answered<Delegation> & { readonly isCollected: boolean };
type CollectedImage = keyof Collected['images'];

/** Lets the client's own SDK capture at the provider, and fetches the truth about it from there. */
export class DelegationService {
  constructor(
    private readonly scorings: ScoringService,
    private readonly captures: CaptureService,
    private readonly judgement: JudgementService,
    private readonly analysis: ScoringAnalysisService,
    private readonly providers: ProviderRegistry,
    private readonly cases: CaseService,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * An unexpired delegation is returned again.
   * @throws DomainError NOT_FOUND, SCORING_NOT_OPEN, PROVIDER_UNSUPPORTED, PROVIDER_NOT_CONFIGURED, PROVIDER_UNAVAILABLE
   */
  async delegate(operator: Operator, id: string): Promise<{ scoring: Scoring; delegation: StoredDelegation }> {
    const before = await this.scorings.require(operator, id);
    const known = inForce(before, this.clock());
    if (known) return { scoring: before, delegation: known };
    moved(before, 'delegate', this.clock());
    const key = before.delegation?.key ?? `${id}/${before.version}`;
    const given = await this.ask(before, key);
    const scoring = await this.scorings.changeAs(operator, id, ENDPOINT, (current, change) =>
      this.begin(current, key, given, change),
    );
    if (!scoring.delegation) throw new Error('a scoring was delegated to nobody');
    return { scoring, delegation: scoring.delegation };
  }

  /** The job of COLLECTION: harmless where the delegation is over. */
  async collect(organizationId: string, scoringId: string, reference: string, attempt: Attempt): Promise<void> {
    const scoring = await this.scorings.find(organizationId, scoringId);
    const delegation = scoring && delegatedAs(scoring, reference);
    if (!delegation) return;
    const collected = await this.fetch(scoring, delegation, attempt);
    if (collected.state === 'PENDING') {
      const now = this.clock();
      if (now.getTime() < delegation.expiresAt + LATE_SECONDS * 1000) throw new TooEarly(addSeconds(now, POLL_SECONDS));
      return;
    }
    const evidence = evidenceOf(collected, delegation);
    const images = await this.look(scoring, collected);
    const judgement =
      collected.state === 'DONE'
        ? await this.judgement.judge(scoring, delegation.provider, evidence, attempt)
        : undefined;
    await this.scorings.change(organizationId, scoringId, {}, async (current, change) => {
      if (!delegatedAs(current, reference)) return [current, []];
      const ended = { ...current, delegation: undefined };
      const { provider, source } = delegation;
      const route = [{ source, reason: 'NAMED' as const }];
      if (!judgement)
        return failed(ended, { code: 'PROVIDER_ERROR', reason: collected.reason ?? 'failed', provider: source }, route);
      for (const { side, image } of images) await this.keep(current, side, image, evidence, change);
      return this.analysis.scored(ended, { provider, evidence, route }, judgement, change);
    });
  }

  /** What a provider called back about, if it is a case of ours: looked at now rather than at the next poll. */
  async hear(organizationId: string, reference: string): Promise<void> {
    const delegated = await this.scorings.delegated(organizationId);
    const scoring = delegated.find(({ delegation }) => delegation?.reference === reference);
    if (!scoring) return;
    await this.scorings.change(organizationId, scoring.id, {}, async (current, { db, afterCommit }) => {
      await this.jobs.send(db, COLLECTION, { organizationId, scoringId: scoring.id, reference });
      afterCommit(() => this.jobs.wake(COLLECTION));
      return [current, []];
    });
  }

  /** What the provider captured, looked at as if it had come from the subject. */
  private async look({ documentType: type }: Scoring, { images }: Collected) {
    const looked: { side: CollectedImage; image: CheckedImage }[] = [];
    for (const side of ['FRONT', 'BACK', 'SELFIE'] as const) {
      const file = images[side];
      const purpose = side === 'SELFIE' ? ({ kind: 'selfie' } as const) : ({ kind: 'document', side, type } as const);
      if (file) looked.push({ side, image: await this.captures.check(file.bytes, purpose) });
    }
    return looked;
  }

  private async keep(
    { organizationId, id: subjectId, documentType }: Scoring,
    side: CollectedImage,
    image: CheckedImage,
    { front, back, selfie }: Evidence,
    { db, now }: Change,
  ): Promise<void> {
    const fileType = side === 'SELFIE' ? 'SELFIE' : fileTypeOf(documentType, side);
    const evidence = { FRONT: front, BACK: back, SELFIE: selfie }[side];
    const capture = { subjectId, fileType, image, evidence };
    await this.captures.store(db, organizationId, capture, now);
  }

  private async ask(scoring: Scoring, idempotencyKey: string): Promise<Given> {
    const { organizationId, id, provider, mode, documentType: type, country, expiresAt } = scoring;
    const wanted = { organizationId, provider, mode, document: { type, country }, alone: true };
    await this.providers.requireSupport(wanted, 'delegate');
    const left = Math.floor((expiresAt.getTime() - this.clock().getTime()) / 1000);
    const request = {
      idempotencyKey,
      subject: id,
      type,
      country,
      expiresInSeconds: Math.max(1, Math.min(left, LONGEST_SECONDS)),
    };
    const answered = await this.cases
      .ask(scoring, 'delegate', wanted, (adapter, signal) => adapter.delegate?.(request, signal))
      .catch(refuse);
    if (!answered) throw new DomainError('PROVIDER_UNSUPPORTED', { provider: provider.toLowerCase() });
    return { ...answered, isCollected: await this.providers.supports(wanted, 'collect') };
  }

  /** Of two at once the first one stands. */
  private async begin(
    scoring: Scoring,
    key: string,
    { answer, source, provider, isCollected }: Given,
    { db, now }: Change,
  ): Promise<readonly [Scoring, readonly SubjectEvent[]]> {
    if (inForce(scoring, now)) return [scoring, []];
    const delegation = {
      ...answer,
      key,
      source,
      provider: provider ?? scoring.provider,
      expiresAt: answer.expiresAt.getTime(),
    };
    const { organizationId, id: scoringId } = scoring;
    const job = { organizationId, scoringId, reference: answer.reference };
    if (isCollected) await this.jobs.send(db, COLLECTION, job, addSeconds(now, POLL_SECONDS));
    return [{ ...moved(scoring, 'delegate', now), delegation }, [{ type: 'SCORING_DELEGATED', data: { source } }]];
  }

  private async fetch(
    { organizationId, mode }: Scoring,
    { provider, source, reference }: StoredDelegation,
    { signal, isLast }: Attempt,
  ) {
    const wanted = { organizationId, provider, mode, source };
    try {
      const answered = await this.providers.ask(
        'collect',
        wanted,
        (adapter, signal) => adapter.collect?.(reference, signal),
        signal,
      );
      if (!answered) throw new ProviderError('refused', 'not_supported');
      return { ...answered.answer, isCalibrated: answered.isCalibrated };
    } catch (error) {
      const isFinal = error instanceof ProviderError && (error.kind !== 'unavailable' || isLast());
      if (!isFinal) throw error;
      return {
        state: 'FAILED',
        reason: error.reason,
        revision: 0,
        final: true,
        images: {},
        isCalibrated: false,
      } satisfies Held;
    }
  }
}

const delegatedAs = ({ status, delegation }: Scoring, reference: string): StoredDelegation | undefined =>
  status === 'DELEGATED' && delegation?.reference === reference ? delegation : undefined;

const inForce = ({ status, delegation }: Scoring, now: Date): StoredDelegation | undefined =>
  status === 'DELEGATED' && delegation && delegation.expiresAt > now.getTime() ? delegation : undefined;

function evidenceOf(
  { front, back, liveness, faceMatch, isCalibrated }: Held,
  { source, provider }: StoredDelegation,
): Evidence {
  const by = <Found>(evidence: Found | undefined) => evidence && { source, provider, evidence, isCalibrated };
  const selfie = liveness && faceMatch ? { ...liveness, faceMatch } : liveness;
  return { front: by(front), back: by(back), selfie: by(selfie) };
}

function refuse(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error;
  throw new DomainError(error.kind === 'unavailable' ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_ERROR', { cause: error });
}
