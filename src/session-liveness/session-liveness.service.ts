import type { CaseService } from '../case/case.service.js';
import type { CaptureOrigin, CaptureService, StoredEvidence } from '../document/capture.service.js';
import type { Change } from '../event/event.service.js';
import { livenessTests } from '../examination/evidence-tests.js';
import type { TestResult, TestResultService } from '../examination/test-result.service.js';
import type { HeldLivenessService, HeldResult } from '../liveness/held-liveness.service.js';
import type { LivenessToken, LivenessTokenService } from '../liveness/liveness-token.service.js';
import {
  type Frame,
  frameFile,
  type LivenessService,
  type NewFrame,
  refuseDetection,
} from '../liveness/liveness.service.js';
import { livenessProviderOf } from '../liveness/liveness.states.js';
import type { LivenessEvidence } from '../provider/contract.js';
import { askedBefore } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import type { WeightsService } from '../weights/weights.service.js';
import { routeEvents } from '../session/provider-route.states.js';
import type { SessionService } from '../session/session.service.js';
import { keptOrigin, requireConsent, type Session } from '../session/session.states.js';

const START = 'Mutation.generateLivenessSession';
const PROCESS = 'Mutation.processLivenessSession';

interface LivenessChecks {
  readonly livenessTokens: LivenessTokenService;
  readonly detection: LivenessService;
  readonly heldLiveness: HeldLivenessService;
}

/** Whether a live person holds the document. */
export class SessionLivenessService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly tests: TestResultService,
    private readonly weights: WeightsService,
    private readonly checks: LivenessChecks,
    private readonly cases: CaseService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED, TEST_DISABLED, ATTEMPTS_EXHAUSTED */
  async start(principal: Principal, id: string): Promise<{ session: Session; token: string; liveness: LivenessToken }> {
    let started: { token: string; liveness: LivenessToken } | undefined;
    const before = await this.sessions.changeAs(principal, id, START, async (session, { db, now }) => {
      requireLiveness(session, now);
      await this.checks.livenessTokens.requireLeft(db, session);
      return { session, events: [] };
    });
    const begun = await this.checks.heldLiveness.begin(before);
    const session = await this.sessions.changeAs(principal, id, START, async (session, { db, now }) => {
      requireLiveness(session, now);
      started = await this.checks.livenessTokens.start(db, session, session.livenessMode, now, begun);
      const data = { steps: started.liveness.steps.length };
      const livenessProvider = livenessProviderOf(begun?.holder);
      return { session: { ...session, livenessProvider }, events: [{ type: 'SESSION_LIVENESS_STARTED', data }] };
    });
    if (!started) throw new Error('a liveness session was started without a token');
    return { session, ...started };
  }

  /** @throws DomainError LIVENESS_SESSION_REQUIRED, LIVENESS_TOKEN_EXPIRED, ATTEMPTS_EXHAUSTED, BAD_USER_INPUT, … */
  async process(
    principal: Principal,
    id: string,
    token: string,
    newFrames: readonly NewFrame[],
    origin: CaptureOrigin,
  ): Promise<{ session: Session; livenessDetected: boolean }> {
    const before = await this.sessions.require(principal, id);
    requireLiveness(before, this.clock());
    const spent = await this.spendTry(principal, id, token);
    const { frames, found } = await this.look(before, spent, newFrames).catch((error: unknown) =>
      this.refuse(principal, id, error),
    );
    const weights = await this.weights.valuesOf(before.organizationId, before.weightsId);
    let livenessDetected = false;
    const session = await this.sessions.changeAs(principal, id, PROCESS, async (session, change) => {
      requireLiveness(session, change.now);
      const tests = livenessTests(session, found, weights, change.now);
      livenessDetected = tests.every(isPassed);
      await this.tests.save(change.db, session.organizationId, id, tests);
      await this.checks.livenessTokens.settle(change.db, session, spent);
      if (spent.held) await this.cases.end(change.db, session, spent.held.reference);
      await this.storeFrames(session, frames, found, origin, change);
      const type = livenessDetected ? ('SESSION_LIVENESS_PASSED' as const) : ('SESSION_LIVENESS_FAILED' as const);
      const selfieGivenAt = frames.length > 0 ? change.now : undefined;
      const livenessDetectedAt = livenessDetected ? change.now : undefined;
      const { source, route } = found;
      const events = [...routeEvents(route), { type, data: { source, route } }];
      return { session: { ...session, selfieGivenAt, livenessDetectedAt }, events };
    });
    return { session, livenessDetected };
  }

  /** At the provider that holds the frames, else in the frames that came with the request. */
  private async look(session: Session, spent: LivenessToken, newFrames: readonly NewFrame[]): Promise<HeldResult> {
    if (spent.held) {
      if (newFrames.length > 0) throw badInput('input.frames', 'must be left out: they go to the liveness provider');
      return this.checks.heldLiveness.collect(session, spent.held);
    }
    const frames = await this.checks.detection.readFrames(newFrames, spent.steps);
    return { frames, found: await this.detect(session, spent, frames) };
  }

  private async spendTry(principal: Principal, id: string, token: string): Promise<LivenessToken> {
    let spent: LivenessToken | undefined;
    await this.sessions.changeAs(principal, id, PROCESS, async (session, { db, now }) => {
      spent = await this.checks.livenessTokens.spendTry(db, session, token, now);
      return { session, events: [] };
    });
    if (!spent) throw new DomainError('LIVENESS_SESSION_REQUIRED');
    return spent;
  }

  private detect({ organizationId, provider, mode }: Session, { id, steps }: LivenessToken, frames: readonly Frame[]) {
    const idempotencyKey = `${id}/${frames.map(({ image }) => image.sha256).join()}`;
    const images = frames.map(({ step, image }) => ({ step, bytes: image.bytes }));
    return this.checks.detection.detect({ organizationId, provider, mode, idempotencyKey, steps }, images);
  }

  /** The history tells who did not answer. */
  private async refuse(principal: Principal, id: string, error: unknown): Promise<never> {
    const events = routeEvents(askedBefore(error));
    if (events.length > 0) await this.sessions.changeAs(principal, id, PROCESS, (session) => ({ session, events }));
    return refuseDetection(error);
  }

  private async storeFrames(
    session: Session,
    frames: readonly Frame[],
    evidence: StoredEvidence<LivenessEvidence>,
    origin: CaptureOrigin,
    { db, now }: Change,
  ): Promise<void> {
    const kept = keptOrigin(session, origin);
    // The last look counts: without a picture of its own, none stands.
    if (frames.length === 0) await this.captures.dropSelfie(db, session.organizationId, session.id, now);
    for (const [place, { image }] of frames.entries()) {
      const capture = { subjectId: session.id, fileType: frameFile(place), image, origin: kept, evidence };
      await this.captures.store(db, session.organizationId, capture, now);
    }
  }
}

/** Liveness itself must pass; a step that was not asked says nothing. */
const isPassed = ({ name, outcome }: TestResult): boolean =>
  outcome === 'PASS' || (name !== 'LIVENESS' && outcome === 'NOT_APPLICABLE');

function requireLiveness(session: Session, now: Date): void {
  requireConsent(session, now);
  if (!session.settings.performLivenessTest) throw new DomainError('TEST_DISABLED');
}
