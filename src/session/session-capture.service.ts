import type { Capture, CaptureService, CheckedImage, Coordinates } from '../document/capture.service.js';
import { standing } from '../document/capture.service.js';
import { fileTypeOf, sideOf } from '../document/document.states.js';
import type { Change } from '../event/event.service.js';
import { type DocumentEvidence, type DocumentSide, ProviderError } from '../provider/contract.js';
import type { Answered, ProviderRegistry } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import type { Principal } from '../shared/principal.js';
import { sideTests } from './session-tests.js';
import type { SessionService } from './session.service.js';
import { hasBack, requireConsent, type Session } from './session.states.js';
import { TestRepository } from './test.repository.js';
import { VERDICT } from './verification.service.js';

/** Reads one stored side of a document. */
export const ANALYSIS: JobKind<{ organizationId: string; captureId: string }> = {
  queue: 'capture-analysis',
  retryLimit: 5,
  expireInSeconds: 120,
};
const MOST_CAPTURES_A_SIDE = 10;
const ENDPOINTS = { FRONT: 'Mutation.addDocumentFront', BACK: 'Mutation.addDocumentBack' } as const;
const EVENTS = { FRONT: 'SESSION_DOCUMENT_FRONT_ADDED', BACK: 'SESSION_DOCUMENT_BACK_ADDED' } as const;
const GIVEN = { FRONT: 'documentFrontGivenAt', BACK: 'documentBackGivenAt' } as const;

/** The sides of the document: taken from the subject, and read in the background as soon as they are there. */
export class SessionCaptureService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly providers: ProviderRegistry,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /**
   * @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED, DOCUMENT_TYPE_REQUIRED, DOCUMENT_SIDE_NOT_APPLICABLE,
   * IMAGE_INVALID, IMAGE_ALREADY_FAILED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, ATTEMPTS_EXHAUSTED
   */
  async addDocument(
    principal: Principal,
    id: string,
    side: DocumentSide,
    readImage: () => Promise<Uint8Array>,
    coordinates: Coordinates,
  ): Promise<{ session: Session; capture: Capture }> {
    const before = await this.sessions.require(principal, id);
    requireSide(before, side, this.clock());
    const bytes = await readImage();
    const image = await this.captures.check(bytes, { kind: 'document', side, type: before.documentType });
    let stored: Capture | undefined;
    const session = await this.sessions.changeAs(principal, id, ENDPOINTS[side], async (session, change) => {
      requireSide(session, side, change.now);
      stored = await this.store(session, side, image, coordinates, change);
      const changed = { ...session, [GIVEN[side]]: change.now };
      return { session: changed, events: [{ type: EVENTS[side], data: { captureId: stored.id } }] };
    });
    if (!stored) throw new Error('a capture was accepted and not stored');
    return { session, capture: stored };
  }

  /** The job of ANALYSIS: doing it twice changes nothing. */
  async analyze(organizationId: string, captureId: string, attempt: Attempt): Promise<void> {
    const capture = await this.captures.find(organizationId, captureId);
    const side = capture && sideOf(capture.fileType);
    if (!capture || !side || capture.analysis !== 'PENDING') return;
    const session = await this.sessions.fresh(organizationId, capture.sessionId);
    if (!session || session.status !== 'IN_PROGRESS') return;
    const answered = await this.ask(session, capture, side, attempt);
    await this.sessions.change(organizationId, session.id, {}, async (session, change) => {
      if (session.status !== 'IN_PROGRESS') return { session, events: [] };
      const current = (await this.captures.within(change.db, organizationId, session.id)).find(
        ({ id }) => id === captureId,
      );
      if (current?.analysis !== 'PENDING') return { session, events: [] };
      await this.record(session, current, side, answered, change);
      if (session.finalizeRequestedAt) await this.resumeFinalize(session, change);
      const data = {
        captureId,
        ...('failure' in answered ? { failure: answered.failure } : { source: answered.source }),
      };
      return { session, events: [{ type: 'SESSION_CAPTURE_ANALYZED', data }] };
    });
  }

  private async store(session: Session, side: DocumentSide, image: CheckedImage, at: Coordinates, change: Change) {
    const { organizationId, id } = session;
    const fileType = fileTypeOf(session.documentType, side);
    const earlier = await this.captures.within(change.db, organizationId, id);
    if (earlier.some(({ sha256, rejected }) => rejected && sha256 === image.sha256))
      throw new DomainError('IMAGE_ALREADY_FAILED');
    if (earlier.filter((capture) => sideOf(capture.fileType) === side).length >= MOST_CAPTURES_A_SIDE)
      throw new DomainError('ATTEMPTS_EXHAUSTED');
    const coordinates = session.settings.collectLocationData ? at : undefined;
    const capture = { sessionId: id, fileType, image, coordinates };
    const stored = await this.captures.store(change.db, organizationId, capture, change.now);
    await this.jobs.send(change.db, ANALYSIS, { organizationId, captureId: stored.id });
    change.afterCommit(() => this.jobs.wake(ANALYSIS));
    return stored;
  }

  /** What cannot be repeated with better luck is a result too: its reason. */
  private async ask(
    session: Session,
    capture: Capture,
    side: DocumentSide,
    { signal, isLast }: Attempt,
  ): Promise<Answered<DocumentEvidence> | { failure: string }> {
    const type = session.documentType;
    try {
      const bytes = await this.captures.open(capture);
      if (!bytes) return { failure: 'image_erased' };
      const request = { idempotencyKey: capture.id, image: { bytes }, side, type };
      const answered = await this.providers.ask(
        'analyzeDocument',
        { provider: session.provider, document: { type, side } },
        (adapter, signal) => adapter.analyzeDocument?.(request, signal),
        signal,
      );
      return answered ?? { failure: 'not_supported' };
    } catch (error) {
      const isRefused = error instanceof ProviderError && error.kind !== 'unavailable';
      if (!isRefused && !isLast) throw error;
      this.log.warn({ err: error, captureId: capture.id }, 'a capture could not be analysed');
      return { failure: error instanceof ProviderError ? error.reason : 'analysis_failed' };
    }
  }

  private async record(
    session: Session,
    capture: Capture,
    side: DocumentSide,
    answered: Answered<DocumentEvidence> | { failure: string },
    { db, now }: Change,
  ): Promise<void> {
    if ('failure' in answered) return this.captures.recordFailure(db, capture, answered.failure);
    const { answer: evidence, ...who } = answered;
    await this.captures.recordEvidence(db, capture, { ...who, evidence });
    if (capture.supersededAt) return;
    await new TestRepository(db, session.organizationId).save(
      session.id,
      sideTests(session, side, { ...who, evidence }, now),
    );
  }

  /** The last analysis that finalize waited for sets it going again. */
  private async resumeFinalize({ organizationId, id }: Session, change: Change): Promise<void> {
    const captures = standing(await this.captures.within(change.db, organizationId, id));
    if (captures.some(({ analysis }) => analysis === 'PENDING')) return;
    await this.jobs.send(change.db, VERDICT, { organizationId, sessionId: id });
    change.afterCommit(() => this.jobs.wake(VERDICT));
  }
}

function requireSide(session: Session, side: DocumentSide, now: Date): void {
  requireConsent(session, now);
  if (session.documentType === 'UNKNOWN') throw new DomainError('DOCUMENT_TYPE_REQUIRED');
  if (side === 'BACK' && !hasBack(session.documentType)) throw new DomainError('DOCUMENT_SIDE_NOT_APPLICABLE');
}
