import type { CaseService } from '../case/case.service.js';
import type {
  Capture,
  CaptureOrigin,
  CaptureService,
  CheckedImage,
  StoredEvidence,
} from '../document/capture.service.js';
import { standing } from '../document/capture.service.js';
import { fileTypeOf, hasBack, sideOf } from '../document/document.states.js';
import type { Change } from '../event/event.service.js';
import type { DuplicationService } from '../examination/duplication.service.js';
import type { TestResultService } from '../examination/test-result.service.js';
import { type DocumentEvidence, type DocumentSide, ProviderError } from '../provider/contract.js';
import { type Answered, type Asked, askedBefore, type ProviderRegistry } from '../provider/registry.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import { TooEarly } from '../shared/job-failure.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import type { Principal } from '../shared/principal.js';
import { sideTests } from '../examination/evidence-tests.js';
import { routeEvents } from '../session/provider-route.states.js';
import type { SessionService } from '../session/session.service.js';
import { keptOrigin, requireConsent, requireKind, type Session, VERDICT } from '../session/session.states.js';

/** Reads one stored side of a document. */
export const ANALYSIS: JobKind<{ organizationId: string; captureId: string }> = {
  queue: 'capture-analysis',
  retryLimit: 5,
  expireInSeconds: 120,
};
const MOST_CAPTURES_A_SIDE = 10;
/** Between two looks whether the front is read, for who sees one side after the other. */
const BEHIND_SECONDS = 1;
const ENDPOINTS = { FRONT: 'Mutation.addDocumentFront', BACK: 'Mutation.addDocumentBack' } as const;
const EVENTS = { FRONT: 'SESSION_DOCUMENT_FRONT_ADDED', BACK: 'SESSION_DOCUMENT_BACK_ADDED' } as const;
const GIVEN = { FRONT: 'documentFrontGivenAt', BACK: 'documentBackGivenAt' } as const;

interface SideParts {
  readonly sessions: SessionService;
  readonly captures: CaptureService;
  readonly tests: TestResultService;
  readonly duplication: DuplicationService;
  readonly cases: CaseService;
  readonly providers: ProviderRegistry;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Why a side could not be read, and who was asked. */
interface Unanswered {
  readonly failure: string;
  readonly route: readonly Asked[];
}

/** The sides of the document: taken from the subject, and read in the background as soon as they are there. */
export class VerificationCaptureService {
  constructor(private readonly parts: SideParts) {}

  /**
   * @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED, DOCUMENT_TYPE_REQUIRED, DOCUMENT_SIDE_NOT_APPLICABLE,
   * IMAGE_INVALID, IMAGE_ALREADY_FAILED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, ATTEMPTS_EXHAUSTED
   */
  async addDocument(
    principal: Principal,
    id: string,
    side: DocumentSide,
    readImage: () => Promise<Uint8Array>,
    origin: CaptureOrigin,
  ): Promise<{ session: Session; capture: Capture }> {
    const before = await this.parts.sessions.require(principal, id);
    requireSide(before, side, this.parts.clock());
    const bytes = await readImage();
    const image = await this.parts.captures.check(bytes, { kind: 'document', side, type: before.documentType });
    let stored: Capture | undefined;
    const session = await this.parts.sessions.changeAs(principal, id, ENDPOINTS[side], async (session, change) => {
      requireSide(session, side, change.now);
      stored = await this.store(session, side, image, origin, change);
      const changed = { ...session, [GIVEN[side]]: change.now };
      return { session: changed, events: [{ type: EVENTS[side], data: { captureId: stored.id } }] };
    });
    if (!stored) throw new Error('a capture was accepted and not stored');
    return { session, capture: stored };
  }

  /** The job of ANALYSIS: doing it twice changes nothing. */
  async analyze(organizationId: string, captureId: string, attempt: Attempt): Promise<void> {
    const capture = await this.parts.captures.find(organizationId, captureId);
    const side = capture && sideOf(capture.fileType);
    if (!capture || !side || capture.analysis !== 'PENDING') return;
    const session = await this.parts.sessions.find(organizationId, capture.subjectId);
    if (!session) return;
    if (session.status !== 'IN_PROGRESS') return this.parts.cases.endAlone(session); // an attempt before may have died
    const now = this.parts.clock();
    if (side === 'BACK' && (await this.isBehindFront(session))) throw new TooEarly(addSeconds(now, BEHIND_SECONDS));
    const begun = performance.now();
    const answered = await this.ask(session, capture, side, attempt);
    const milliseconds = Math.round(performance.now() - begun);
    await this.parts.sessions.change(organizationId, session.id, {}, async (session, change) => {
      if (session.status !== 'IN_PROGRESS') {
        await this.parts.cases.end(change.db, session); // of an answer that nobody wants any more
        return { session, events: [] };
      }
      const current = (await this.parts.captures.within(change.db, organizationId, session.id)).find(
        ({ id }) => id === captureId,
      );
      if (current?.analysis !== 'PENDING') return { session, events: [] };
      const call = { milliseconds, receivedAt: change.now.getTime() };
      await this.record(session, current, { side, call }, answered, change);
      if (session.finalizeRequestedAt) await this.resumeFinalize(session, change);
      const { route } = answered;
      const outcome =
        'failure' in answered
          ? { provider: session.provider, failure: answered.failure, route }
          : { provider: answered.provider ?? session.provider, source: answered.source, route };
      const data = { captureId, milliseconds, ...outcome };
      const events = [...routeEvents(route, { captureId }), { type: 'SESSION_CAPTURE_ANALYZED' as const, data }];
      return { session, events };
    });
  }

  private async isBehindFront({ organizationId, id, provider, mode, documentType: type }: Session): Promise<boolean> {
    const captures = standing(await this.parts.captures.ofSubjects(organizationId, [id]));
    const isFrontUnread = captures.some(
      ({ fileType, analysis }) => sideOf(fileType) === 'FRONT' && analysis === 'PENDING',
    );
    const wanted = { organizationId, provider, mode, document: { type } };
    return isFrontUnread && this.parts.providers.seesSidesInTurn(wanted);
  }

  private async store(
    session: Session,
    side: DocumentSide,
    image: CheckedImage,
    origin: CaptureOrigin,
    change: Change,
  ) {
    const { organizationId, id } = session;
    const fileType = fileTypeOf(session.documentType, side);
    const earlier = await this.parts.captures.within(change.db, organizationId, id);
    if (earlier.some(({ sha256, rejected }) => rejected && sha256 === image.sha256))
      throw new DomainError('IMAGE_ALREADY_FAILED');
    if (earlier.filter((capture) => sideOf(capture.fileType) === side).length >= MOST_CAPTURES_A_SIDE)
      throw new DomainError('ATTEMPTS_EXHAUSTED');
    const showing = { mode: session.mode, externalId: session.person.externalId };
    const capture = { subjectId: id, fileType, image, origin: keptOrigin(session, origin), showing };
    const stored = await this.parts.captures.store(change.db, organizationId, capture, change.now);
    await this.parts.jobs.send(change.db, ANALYSIS, { organizationId, captureId: stored.id });
    change.afterCommit(() => this.parts.jobs.wake(ANALYSIS));
    return stored;
  }

  /** What cannot be repeated with better luck is a result too: its reason. */
  private async ask(
    session: Session,
    capture: Capture,
    side: DocumentSide,
    { signal, isLast }: Attempt,
  ): Promise<Answered<DocumentEvidence> | Unanswered> {
    const { organizationId, provider, mode, documentType: type } = session;
    try {
      const bytes = await this.parts.captures.open(capture);
      if (!bytes) return { failure: 'image_erased', route: [] };
      const request = { idempotencyKey: capture.id, image: { bytes }, side, type };
      const wanted = { organizationId, provider, mode, document: { type, side } };
      const answered = await this.parts.cases.analyze(session, wanted, request, signal);
      return { ...answered, answer: await this.parts.duplication.judge(capture, answered.answer) };
    } catch (error) {
      const isRefused = error instanceof ProviderError && error.kind !== 'unavailable';
      if (!isRefused && !isLast()) throw error;
      this.parts.log.warn({ err: error, captureId: capture.id }, 'a capture could not be analysed');
      const failure = error instanceof ProviderError ? error.reason : 'analysis_failed';
      return { failure, route: askedBefore(error) };
    }
  }

  private async record(
    session: Session,
    capture: Capture,
    { side, call }: { readonly side: DocumentSide; readonly call: StoredEvidence<unknown>['call'] },
    answered: Answered<DocumentEvidence> | Unanswered,
    { db, now }: Change,
  ): Promise<void> {
    if ('failure' in answered) return this.parts.captures.recordFailure(db, capture, answered.failure);
    const { answer: evidence, ...who } = answered;
    await this.parts.captures.recordEvidence(db, capture, { ...who, evidence, call });
    if (capture.supersededAt) return;
    await this.parts.tests.save(
      db,
      session.organizationId,
      session.id,
      sideTests(session, side, { ...who, evidence }, now),
    );
  }

  /** The last analysis that finalize waited for sets it going again. */
  private async resumeFinalize({ organizationId, id }: Session, change: Change): Promise<void> {
    const captures = standing(await this.parts.captures.within(change.db, organizationId, id));
    if (captures.some(({ analysis }) => analysis === 'PENDING')) return;
    await this.parts.jobs.send(change.db, VERDICT, { organizationId, sessionId: id });
    change.afterCommit(() => this.parts.jobs.wake(VERDICT));
  }
}

function requireSide(session: Session, side: DocumentSide, now: Date): void {
  requireKind(session, 'VERIFICATION');
  requireConsent(session, now);
  if (session.documentType === 'UNKNOWN') throw new DomainError('DOCUMENT_TYPE_REQUIRED');
  if (side === 'BACK' && !hasBack(session.documentType)) throw new DomainError('DOCUMENT_SIDE_NOT_APPLICABLE');
}
