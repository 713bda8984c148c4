import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { CaptureService, CheckedImage, Coordinates, StoredEvidence } from '../document/capture.service.js';
import type { FileType } from '../document/document.states.js';
import type { Change } from '../event/event.service.js';
import { type LivenessEvidence, type LivenessStep, ProviderError, type StepEvidence } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import type { Principal } from '../shared/principal.js';
import type { WeightsService } from '../weights/weights.service.js';
import { type LivenessToken, LivenessTokenRepository } from './liveness-token.repository.js';
import { livenessTests } from './session-tests.js';
import type { SessionService } from './session.service.js';
import { requireConsent, type Session } from './session.states.js';
import { TestRepository, type TestResult } from './test.repository.js';

const TOKENS_A_SESSION = 3;
const TRIES_A_TOKEN = 3;
const TOKEN_SECONDS = 600;
const STEPS_ASKED = 3;
const ACTIVE_STEPS: readonly LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'LOOK_DOWN', 'SMILE'];

export interface NewFrame {
  readonly step?: LivenessStep | undefined;
  readonly read: () => Promise<Uint8Array>;
}
interface Frame {
  readonly step?: LivenessStep | undefined;
  readonly image: CheckedImage;
}

/** Whether a live person holds the document: a selfie, and where asked, steps in an order that nobody can foresee. */
export class SessionLivenessService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly weights: WeightsService,
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError SESSION_NOT_OPEN, CONSENT_REQUIRED, TEST_DISABLED, ATTEMPTS_EXHAUSTED */
  async start(principal: Principal, id: string): Promise<{ session: Session; token: string; liveness: LivenessToken }> {
    const token = randomBytes(32).toString('base64url');
    let liveness: LivenessToken | undefined;
    const session = await this.sessions.changeAs(
      principal,
      id,
      'Mutation.generateLivenessSession',
      async (session, change) => {
        requireLiveness(session, change.now);
        const tokens = new LivenessTokenRepository(change.db, session.organizationId);
        if ((await tokens.count(id)) >= TOKENS_A_SESSION) throw new DomainError('ATTEMPTS_EXHAUSTED');
        liveness = {
          id: newId(),
          sessionId: id,
          hash: hashOf(token),
          steps: session.livenessMode === 'PASSIVE_ACTIVE' ? drawSteps() : [],
          tries: 0,
          createdAt: change.now,
          expiresAt: addSeconds(change.now, TOKEN_SECONDS),
        };
        await tokens.insert(liveness);
        return { session, events: [{ type: 'SESSION_LIVENESS_STARTED', data: { steps: liveness.steps.length } }] };
      },
    );
    if (!liveness) throw new Error('a liveness session was started without a token');
    return { session, token, liveness };
  }

  /** @throws DomainError LIVENESS_SESSION_REQUIRED, LIVENESS_TOKEN_EXPIRED, ATTEMPTS_EXHAUSTED, BAD_USER_INPUT, … */
  async process(
    principal: Principal,
    id: string,
    token: string,
    newFrames: readonly NewFrame[],
    coordinates: Coordinates,
  ): Promise<{ session: Session; livenessDetected: boolean }> {
    const before = await this.sessions.require(principal, id);
    requireLiveness(before, this.clock());
    const liveness = await this.spendTry(principal, id, token);
    const frames = await this.readFrames(newFrames, liveness.steps);
    const found = await this.detect(before, liveness, frames);
    const weights = await this.weights.valuesOf(before.organizationId, before.weightsId);
    let livenessDetected = false;
    const session = await this.sessions.changeAs(
      principal,
      id,
      'Mutation.processLivenessSession',
      async (session, change) => {
        requireLiveness(session, change.now);
        const tests = livenessTests(session, found, weights, change.now);
        livenessDetected = tests.every(isPassed);
        await new TestRepository(change.db, session.organizationId).save(id, tests);
        await this.storeFrames(session, frames, found, coordinates, change);
        const type = livenessDetected ? 'SESSION_LIVENESS_PASSED' : 'SESSION_LIVENESS_FAILED';
        const livenessDetectedAt = livenessDetected ? change.now : undefined;
        return { session: { ...session, selfieGivenAt: change.now, livenessDetectedAt }, events: [{ type }] };
      },
    );
    return { session, livenessDetected };
  }

  /** Counted before anything is looked at, so that nobody gets a look for free. */
  private async spendTry(principal: Principal, id: string, token: string): Promise<LivenessToken> {
    let spent: LivenessToken | undefined;
    await this.sessions.changeAs(principal, id, 'Mutation.processLivenessSession', async (session, { db, now }) => {
      const tokens = new LivenessTokenRepository(db, session.organizationId);
      spent = await tokens.find(id, hashOf(token));
      if (!spent) throw new DomainError('LIVENESS_SESSION_REQUIRED');
      if (spent.expiresAt <= now) throw new DomainError('LIVENESS_TOKEN_EXPIRED');
      if (spent.tries >= TRIES_A_TOKEN) throw new DomainError('ATTEMPTS_EXHAUSTED');
      await tokens.countTry(spent.id);
      return { session, events: [] };
    });
    if (!spent) throw new DomainError('LIVENESS_SESSION_REQUIRED');
    return spent;
  }

  private async readFrames(frames: readonly NewFrame[], steps: readonly LivenessStep[]): Promise<Frame[]> {
    const asked: readonly (LivenessStep | undefined)[] = [undefined, ...steps];
    const given = frames.map(({ step }) => step);
    if (given.length !== asked.length || !asked.every((step) => given.includes(step)))
      throw badInput(
        'input.frames',
        `must be the selfie${steps.length ? ` and a frame for each of ${steps.join(', ')}` : ' alone'}`,
      );
    const read: Frame[] = [];
    for (const { step, read: readBytes } of frames)
      read.push({ step, image: await this.captures.check(await readBytes(), { kind: 'selfie' }) });
    return read;
  }

  private async detect(session: Session, { id, steps }: LivenessToken, frames: readonly Frame[]) {
    const request = {
      idempotencyKey: `${id}/${frames.map(({ image }) => image.sha256).join()}`,
      frames: frames.map(({ step, image }) => ({ image: { bytes: image.bytes }, ...(step ? { step } : {}) })),
    };
    try {
      const answered = await this.providers.ask('detectLiveness', { provider: session.provider }, (adapter, signal) =>
        adapter.detectLiveness?.(request, signal),
      );
      if (!answered) throw new DomainError('PROVIDER_UNSUPPORTED');
      const { answer, ...who } = answered;
      return { ...who, evidence: withAskedSteps(answer, steps) } satisfies StoredEvidence<LivenessEvidence>;
    } catch (error) {
      if (error instanceof ProviderError) throw new DomainError('PROVIDER_UNAVAILABLE', { cause: error });
      throw error;
    }
  }

  private async storeFrames(
    session: Session,
    frames: readonly Frame[],
    evidence: StoredEvidence<LivenessEvidence>,
    at: Coordinates,
    { db, now }: Change,
  ): Promise<void> {
    const coordinates = session.settings.collectLocationData ? at : undefined;
    let place = 0;
    for (const { step, image } of frames) {
      const fileType: FileType = step ? stepFile(++place) : 'SELFIE';
      const capture = { sessionId: session.id, fileType, image, coordinates, evidence };
      await this.captures.store(db, session.organizationId, capture, now);
    }
  }
}

/** A step that was asked and that nobody judged is a failed one. */
const withAskedSteps = (evidence: LivenessEvidence, asked: readonly LivenessStep[]): LivenessEvidence => {
  const judged = new Set(evidence.steps.map(({ step }) => step));
  const missing = asked.filter((step) => !judged.has(step));
  return { ...evidence, steps: [...evidence.steps, ...missing.map(unjudged)] };
};
const unjudged = (step: LivenessStep): StepEvidence => ({
  step,
  unit: step === 'SMILE' || step === 'BLINK' ? 'probability' : 'degrees',
  outcome: 'FAIL',
  reasons: ['step_not_judged'],
});

const STEP_FILES: readonly FileType[] = [
  'LIVENESS_ACTIVE_STEP_1',
  'LIVENESS_ACTIVE_STEP_2',
  'LIVENESS_ACTIVE_STEP_3',
  'LIVENESS_ACTIVE_STEP_4',
];
const stepFile = (place: number): FileType => STEP_FILES[place - 1] ?? 'UNKNOWN';

/** Liveness itself must pass; a step that was not asked says nothing. */
const isPassed = ({ name, outcome }: TestResult): boolean =>
  outcome === 'PASS' || (name !== 'LIVENESS' && outcome === 'NOT_APPLICABLE');

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

function requireLiveness(session: Session, now: Date): void {
  requireConsent(session, now);
  if (!session.settings.performLivenessTest) throw new DomainError('TEST_DISABLED');
}

/** Some of the steps in an order of chance: a recording can't know it. */
function drawSteps(): LivenessStep[] {
  const left = [...ACTIVE_STEPS];
  return Array.from({ length: STEPS_ASKED }, () => left.splice(randomInt(left.length), 1)[0] ?? 'LOOK_STRAIGHT');
}
