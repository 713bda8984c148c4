import { type CaptureService, standing } from '../document/capture.service.js';
import { type DocumentService, mergedDocument } from '../document/document.service.js';
import { valuesOf } from '../document/document.states.js';
import { mergeReadings } from '../document/merge.js';
import type { Change } from '../event/event.service.js';
import type { DmvService } from '../examination/dmv.service.js';
import type { ExaminationService } from '../examination/examination.service.js';
import { unanswered } from '../examination/evidence-tests.js';
import { corroboratedSimilarity, type Evidence, readingsOf } from '../examination/examination.states.js';
import { signalOf, type TestResult, type TestResultService } from '../examination/test-result.service.js';
import { type Score, scoreSession } from '../scoring/score.js';
import type { Gate, SanctionsGate } from '../scoring/gates.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { WeightsValues } from '../scoring/weights.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import { TooEarly } from '../shared/job-failure.js';
import type { Attempt, Jobs } from '../shared/jobs.js';
import type { SearchIndex } from '../shared/search-index.js';
import type { IdentityLinkService } from '../identity/identity-link.service.js';
import type { WeightsService } from '../weights/weights.service.js';
import { claimOf } from './judged-session.js';
import type { LinkingService } from './linking.service.js';
import { personOf } from './person.js';
import type { SessionService } from '../session/session.service.js';
import { RETRY, type Session, wordsOf } from '../session/session.states.js';
import { missingEvidence } from '../verification/verification.states.js';
import { settle, settleAgain } from './settlement.js';
import { applyOverrides } from './test-override.js';

/** How long a verdict waits for analyses; what has not answered by then is unavailable. */
export const PATIENCE_SECONDS = 600;

interface VerdictParts {
  readonly organizations: OrganizationService;
  readonly sessions: SessionService;
  readonly captures: CaptureService;
  readonly documents: DocumentService;
  readonly weights: WeightsService;
  readonly examination: ExaminationService;
  readonly dmv: DmvService;
  readonly tests: TestResultService;
  readonly search: SearchIndex;
  readonly identities: IdentityLinkService;
  readonly linking: LinkingService;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** What tests are held against. */
interface Yardstick {
  readonly weights: WeightsValues;
  readonly sanctionsGate: SanctionsGate;
}

/** From evidence to an explained verdict. */
export class VerdictService {
  constructor(private readonly parts: VerdictParts) {}

  /** The job of VERDICT: waits for what is still being analysed, and does nothing where a verdict exists. */
  async judge(organizationId: string, id: string, attempt: Attempt): Promise<void> {
    const session = await this.parts.sessions.find(organizationId, id);
    if (!session?.finalizeRequestedAt || session.status !== 'IN_PROGRESS') return;
    const captures = standing(await this.parts.captures.ofSubjects(organizationId, [id]));
    const now = this.parts.clock();
    const waitedFor = now.getTime() - session.finalizeRequestedAt.getTime();
    if (waitedFor < PATIENCE_SECONDS * 1000 && captures.some(({ analysis }) => analysis === 'PENDING'))
      throw new TooEarly(addSeconds(session.finalizeRequestedAt, PATIENCE_SECONDS + 1));
    const evidence = await this.parts.examination.gather(captures);
    const { weights, sanctionsGate, stopWhenDecided } = await this.yardstickOf(session);
    const merged = mergeReadings(readingsOf(evidence));
    const identityId = session.identityId ?? (await this.parts.identities.find(claimOf(session, merged)));
    const examined = await this.parts.examination.examine({ ...session, identityId }, evidence, weights, attempt);
    const fields = valuesOf(merged.fields);
    const isDecided = stopWhenDecided && scoreOf(session, examined, { weights, sanctionsGate }).gates.some(isFailed);
    const dmv = isDecided
      ? unanswered('AAMVA', 'NOT_PERFORMED', 'verdict_decided', 'aamva')
      : await this.parts.dmv.match(session, fields, weights, attempt.signal);
    await this.record(session, evidence, withTest(examined, dmv), { weights, sanctionsGate });
  }

  /** The job of RETRY: asks the source again that was unavailable; harmless where the session no longer waits for it. */
  async retry(organizationId: string, id: string, attempt: Attempt): Promise<void> {
    const session = await this.parts.sessions.find(organizationId, id);
    if (!session || !isWaiting(session)) return;
    const now = this.parts.clock();
    if (session.retryAt > now) throw new TooEarly(session.retryAt);
    const yardstick = await this.yardstickOf(session);
    const { weights } = yardstick;
    const { tests: stored, evidence } = await this.parts.linking.groundsOf(organizationId, id);
    const document = mergedDocument(await this.parts.documents.ofSubjects(organizationId, [id]));
    const dmv = await this.parts.dmv.match(session, document?.fields ?? {}, weights, attempt.signal);
    const tests = withTest(stored, dmv);
    const judged = { tests, score: scoreOf(session, tests, yardstick) };
    await this.parts.sessions.change(organizationId, id, {}, async (current, change) => {
      if (!isWaiting(current) || current.retryAt > change.now) return { session: current, events: [] };
      await this.parts.tests.save(change.db, organizationId, id, [dmv]);
      const settled = settleAgain(current, judged, change.now);
      await this.awaitRetry(settled.session, change);
      return { ...settled, session: await this.parts.linking.link(settled.session, { evidence, tests }, change) };
    });
  }

  /** One transaction: tests, documents, verdict, and the events that tell of them. */
  private async record(judged: Session, evidence: Evidence, found: TestResult[], yardstick: Yardstick) {
    const { organizationId, id } = judged;
    const { weights } = yardstick;
    const { tests, forced } = applyOverrides(found, judged, weights);
    const readings = readingsOf(evidence);
    const merged = mergeReadings(readings);
    const forcedScore = scoreOf(judged, tests, yardstick);
    // A forced failure is an answer, and must not make up for one that is missing.
    const score = { ...forcedScore, verified: forcedScore.verified && scoreOf(judged, found, yardstick).verified };
    const cause = { endpoint: 'Mutation.finalizeVerification' };
    await this.parts.sessions.change(organizationId, id, cause, async (session, change) => {
      if (session.status !== 'IN_PROGRESS') return { session, events: [] };
      await this.parts.tests.save(change.db, organizationId, id, tests);
      await this.parts.documents.replace(change.db, session, readings, change.now);
      const person = personOf(session.person, merged);
      const words = [...wordsOf(person), merged.fields.documentNumber?.value];
      await this.parts.search.addWords(change.db, { organizationId, subjectId: id }, words);
      const settled = settle({ ...session, person }, { tests, score }, change.now);
      await this.awaitRetry(settled.session, change);
      const overridden = forced.map((test) => ({ type: 'SESSION_TEST_OVERRIDDEN' as const, data: { test } }));
      const linked = await this.parts.linking.link(settled.session, { evidence, tests }, change);
      return { session: linked, events: [...overridden, ...settled.events] };
    });
  }

  private async yardstickOf({ organizationId, weightsId }: Session) {
    const { sanctionsGate, stopWhenDecided } = await this.parts.organizations.policyOf(organizationId);
    return { weights: await this.parts.weights.valuesOf(organizationId, weightsId), sanctionsGate, stopWhenDecided };
  }

  private async awaitRetry({ organizationId, id, retryAt }: Session, { db }: Change): Promise<void> {
    if (retryAt) await this.parts.jobs.send(db, RETRY, { organizationId, sessionId: id }, retryAt);
  }
}

/** For a source to be asked again. */
type Waiting = Session & { readonly retryAt: Date };
const isWaiting = (session: Session): session is Waiting =>
  (session.status === 'TEMPORARILY_BLOCKED' || session.status === 'TEMPORARILY_COMPLETE') &&
  session.retryAt !== undefined;

/** One that waits for a person may still be decided otherwise. */
const isFailed = ({ name, passed }: Gate): boolean => !passed && name !== 'SANCTIONS';

const withTest = (tests: readonly TestResult[], test: TestResult): TestResult[] => [
  ...tests.filter(({ name }) => name !== test.name),
  test,
];

const scoreOf = (session: Session, tests: readonly TestResult[], { weights, sanctionsGate }: Yardstick): Score =>
  scoreSession({
    documentType: session.documentType,
    tests: tests.map(signalOf),
    weights,
    consented: session.consented === true,
    missingEvidence: missingEvidence(session),
    livenessMode: session.livenessMode,
    sanctionsGate,
    corroborated: corroboratedSimilarity(tests),
  });
