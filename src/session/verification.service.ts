import type { Capture, CaptureService, StoredEvidence } from '../document/capture.service.js';
import { standing } from '../document/capture.service.js';
import { isSelfie, sideOf } from '../document/document.states.js';
import { mergeReadings } from '../document/merge.js';
import type { DocumentService } from '../document/document.service.js';
import {
  type DocumentEvidence,
  type DocumentSide,
  type FaceEvidence,
  type FaceTemplate,
  type LivenessEvidence,
  ProviderError,
} from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { scoreSession } from '../scoring/score.js';
import type { WeightsValues } from '../scoring/weights.js';
import type { Clock } from '../shared/clock.js';
import type { Attempt, JobKind } from '../shared/jobs.js';
import type { WeightsService } from '../weights/weights.service.js';
import type { SessionService } from './session.service.js';
import { missingEvidence, nextStatus, type Session } from './session.states.js';
import { faceTest, livenessTests, sideTests, unanswered, unansweredSide } from './session-tests.js';
import { TestRepository, type TestResult } from './test.repository.js';
import { SWITCHED_OFF, type TestSignal } from '../scoring/tests.js';
import { applyOverrides } from './test-override.js';
import { documentTests, type Evidence, personTests, readingsOf } from './document-tests.js';
import { personOf, wordsOf } from './person.js';

/** Judges a session that was handed in, once everything in it is analysed. */
export const VERDICT: JobKind<{ organizationId: string; sessionId: string }> = {
  queue: 'session-verdict',
  retryLimit: 20,
  expireInSeconds: 120,
};

/** How long a verdict waits for analyses; what has not answered by then is unavailable. */
export const PATIENCE_SECONDS = 600;

/** From evidence to an explained verdict. */
export class VerificationService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly documents: DocumentService,
    private readonly weights: WeightsService,
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  /** The job of VERDICT: waits for what is still being analysed, and does nothing where a verdict exists. */
  async judge(organizationId: string, id: string, attempt: Attempt): Promise<void> {
    const session = await this.sessions.fresh(organizationId, id);
    if (!session?.finalizeRequestedAt || session.status !== 'IN_PROGRESS') return;
    const captures = standing(await this.captures.ofSessions(organizationId, [id]));
    const waitedFor = this.clock().getTime() - session.finalizeRequestedAt.getTime();
    if (waitedFor < PATIENCE_SECONDS * 1000 && captures.some(({ analysis }) => analysis === 'PENDING')) return;
    const evidence = await this.gather(captures);
    const weights = await this.weights.valuesOf(organizationId, session.weightsId);
    const tests = await this.test(session, evidence, weights, attempt);
    await this.complete(session, evidence, tests, weights);
  }

  private async gather(captures: readonly Capture[]): Promise<Evidence> {
    const of = (side: DocumentSide) => captures.findLast(({ fileType }) => sideOf(fileType) === side);
    const [front, back] = [of('FRONT'), of('BACK')];
    const selfie = captures.findLast(({ fileType }) => isSelfie(fileType));
    return {
      front: front && (await this.captures.evidenceOf<DocumentEvidence>(front)),
      back: back && (await this.captures.evidenceOf<DocumentEvidence>(back)),
      selfie: selfie && (await this.captures.evidenceOf<LivenessEvidence>(selfie)),
    };
  }

  /** In the order of domain's checks: local ones, face, crosschecks, then sources that cost money. */
  private async test(
    session: Session,
    evidence: Evidence,
    weights: WeightsValues,
    attempt: Attempt,
  ): Promise<TestResult[]> {
    const now = this.clock();
    const { front, back, selfie } = evidence;
    const tests = [
      ...(back ? sideTests(session, 'BACK', back, now) : unansweredSide(session, 'BACK', 'analysis_failed')),
      ...(front ? sideTests(session, 'FRONT', front, now) : unansweredSide(session, 'FRONT', 'analysis_failed')),
      ...livenessTests(session, selfie, weights, now),
      await this.compareFaces(session, evidence, weights, attempt),
      ...documentTests(session, evidence, weights, now),
      ...personTests(session, evidence, weights, now),
      sanctionsTest(session),
      dmvTest(session),
    ];
    return worstByName(tests);
  }

  private async compareFaces(
    session: Session,
    { front, selfie }: Evidence,
    weights: WeightsValues,
    attempt: Attempt,
  ): Promise<TestResult> {
    if (!selfie && !session.settings.performLivenessTest)
      return unanswered('FACE_MATCH', 'NOT_PERFORMED', SWITCHED_OFF);
    const portrait = front?.evidence.portrait?.template;
    if (!portrait) return unanswered('FACE_MATCH', 'INCONCLUSIVE', 'no_portrait_on_document');
    const probe = selfie?.evidence.selfie?.template;
    if (!probe) return unanswered('FACE_MATCH', 'INCONCLUSIVE', 'no_face_in_selfie');
    return this.askForFaces(session, portrait, probe, attempt).then(
      (found) =>
        found ? faceTest(found, weights, this.clock()) : unanswered('FACE_MATCH', 'NOT_APPLICABLE', 'no_capability'),
      (error: unknown) => {
        if (!isFinal(error, attempt)) throw error;
        return unanswered('FACE_MATCH', 'UNAVAILABLE', error.reason);
      },
    );
  }

  private async askForFaces(session: Session, portrait: FaceTemplate, probe: FaceTemplate, { signal }: Attempt) {
    const request = {
      idempotencyKey: `${session.id}/face`,
      reference: { template: portrait },
      probe: { template: probe },
    };
    const answered = await this.providers.ask(
      'compareFaces',
      { provider: session.provider },
      (adapter, signal) => adapter.compareFaces?.(request, signal),
      signal,
    );
    if (!answered) return undefined;
    const { answer: evidence, ...who } = answered;
    return { ...who, evidence } satisfies StoredEvidence<FaceEvidence>;
  }

  /** One transaction: tests, documents, verdict, and the events that tell of them. */
  private async complete(judgedSession: Session, evidence: Evidence, found: TestResult[], weights: WeightsValues) {
    const { organizationId, id } = judgedSession;
    const { tests, forced } = applyOverrides(found, judgedSession, weights);
    const readings = readingsOf(evidence);
    const merged = mergeReadings(readings);
    const scoreOf = (results: readonly TestResult[]) =>
      scoreSession({
        documentType: judgedSession.documentType,
        tests: results.map(signalOf),
        weights,
        consented: judgedSession.consented === true,
        missingEvidence: missingEvidence(judgedSession),
        livenessMode: judgedSession.livenessMode,
        sanctionsGate: 'BLOCK',
        corroborated: null,
      });
    const forcedScore = scoreOf(tests);
    // A forced failure is an answer, and must not make up for one that is missing.
    const score = { ...forcedScore, verified: forcedScore.verified && scoreOf(found).verified };
    await this.sessions.change(
      organizationId,
      id,
      { endpoint: 'Mutation.finalizeVerification' },
      async (session, change) => {
        const status = nextStatus(session.status, 'complete');
        if (!status || session.completedAt) return { session, events: [] };
        await new TestRepository(change.db, organizationId).save(id, tests);
        await this.documents.replace(change.db, session, readings, change.now);
        const person = personOf(session.person, merged);
        await this.documents.index(change.db, session, [...wordsOf(person), merged.fields.documentNumber?.value]);
        const completed = {
          ...session,
          status,
          score,
          person,
          verified: score.verified,
          completedAt: change.now,
          verifiedAt: score.verified ? change.now : undefined,
        };
        return {
          session: completed,
          events: [
            ...forced.map((test) => ({ type: 'SESSION_TEST_OVERRIDDEN' as const, data: { test } })),
            { type: 'SESSION_COMPLETED', data: { verified: score.verified } },
          ],
        };
      },
    );
  }
}

/** A failure that no further try will mend. */
const isFinal = (error: unknown, { isLast }: Attempt): error is ProviderError =>
  error instanceof ProviderError && (error.kind !== 'unavailable' || isLast);

/** A switched-on screening without a list has no answer: it keeps anybody from being verified. */
const sanctionsTest = ({ settings }: Session): TestResult =>
  settings.performOfacTest
    ? unanswered('OFAC', 'UNAVAILABLE', 'no_sanctions_list', 'ofac')
    : unanswered('OFAC', 'NOT_PERFORMED', SWITCHED_OFF, 'ofac');

const dmvTest = ({ settings }: Session): TestResult =>
  settings.performAamvaTest
    ? unanswered('AAMVA', 'NOT_APPLICABLE', 'no_capability', 'aamva')
    : unanswered('AAMVA', 'NOT_PERFORMED', SWITCHED_OFF, 'aamva');

const signalOf = ({ confidence, metric, threshold, comparator, name, outcome, reasons }: TestResult): TestSignal => ({
  name,
  outcome,
  reasons,
  confidence: confidence ?? null,
  metric: metric ?? null,
  threshold: threshold ?? null,
  comparator: comparator ?? null,
});

/** Both sides may bear an MRZ: of two results of one test the worse counts. */
function worstByName(tests: readonly TestResult[]): TestResult[] {
  const rank = { FAIL: 0, INCONCLUSIVE: 1, UNAVAILABLE: 2, PASS: 3, NOT_PERFORMED: 4, NOT_APPLICABLE: 5 } as const;
  const worst = new Map<string, TestResult>();
  for (const test of tests) {
    const known = worst.get(test.name);
    if (!known || rank[test.outcome] < rank[known.outcome]) worst.set(test.name, test);
  }
  return [...worst.values()];
}
