import { type CaptureService, standing } from '../document/capture.service.js';
import type { ExaminationService } from '../examination/examination.service.js';
import { signalOf, type TestResult, type TestResultService } from '../examination/test-result.service.js';
import type { IdentityService } from '../identity/identity.service.js';
import { scoreAuthentication } from '../scoring/authentication.js';
import type { Score } from '../scoring/score.js';
import type { Changed, SessionService } from '../session/session.service.js';
import type { SessionWaitService } from '../session/session-wait.service.js';
import { nextStatus, type Person, requireKind, requireOpen, type Session, wordsOf } from '../session/session.states.js';
import { DomainError } from '../shared/errors.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Principal } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import type { WeightsService } from '../weights/weights.service.js';
import type { AdmissionService } from './admission.service.js';

/** Holds the face of a session against the one that is enrolled. */
export const AUTHENTICATION: JobKind<{ readonly organizationId: string; readonly sessionId: string }> = {
  queue: 'session-authentication',
  retryLimit: 5,
  expireInSeconds: 60,
};
const ENDPOINT = 'Mutation.finalizeAuthentication';

interface AuthenticationParts {
  readonly sessions: SessionService;
  readonly waiting: SessionWaitService;
  readonly captures: CaptureService;
  readonly identities: IdentityService;
  readonly admission: AdmissionService;
  readonly examination: ExaminationService;
  readonly tests: TestResultService;
  readonly weights: WeightsService;
  readonly search: SearchIndex;
  readonly jobs: Jobs;
}

/** Whether somebody is whom they say: handed in, judged, and waited for. */
export class AuthenticationService {
  constructor(private readonly parts: AuthenticationParts) {}

  /**
   * The same call again returns the same result; of two at once one wins, and the other returns its result.
   * @throws DomainError NOT_FOUND, FORBIDDEN, SESSION_NOT_OPEN, MISSING_EVIDENCE with what is missing,
   * IDENTITY_NOT_VERIFIED, NO_ENROLLED_FACE, ATTEMPT_COOLDOWN
   */
  async finalize(principal: Principal, id: string, wait: number): Promise<Session> {
    const session = await this.parts.sessions.changeAs(principal, id, ENDPOINT, async (session, change) => {
      requireKind(session, 'AUTHENTICATION');
      if (session.finalizeRequestedAt) return { session, events: [] };
      requireOpen(session, change.now);
      if (!session.selfieGivenAt) throw new DomainError('MISSING_EVIDENCE', { facts: { missing: ['liveness'] } });
      const { organizationId } = session;
      await this.parts.admission.admit({ organizationId, id: identityOf(session) }, change);
      await this.parts.jobs.send(change.db, AUTHENTICATION, { organizationId, sessionId: id });
      change.afterCommit(() => this.parts.jobs.wake(AUTHENTICATION));
      return {
        session: { ...session, finalizeRequestedAt: change.now },
        events: [{ type: 'SESSION_FINALIZE_REQUESTED' }],
      };
    });
    return this.parts.waiting.verdictOf(session, wait);
  }

  /** The job of AUTHENTICATION: does nothing where a verdict exists. */
  async judge(organizationId: string, id: string, attempt: Attempt): Promise<void> {
    const { sessions, captures, examination, identities, weights } = this.parts;
    const session = await sessions.find(organizationId, id);
    if (!session || !isHandedIn(session)) return;
    const identityId = identityOf(session);
    const [identity] = await identities.read(organizationId, [identityId]);
    const known = {
      face: await identities.enrolledFace(organizationId, identityId),
      birthDate: identity?.person.birthDate,
      gender: identity?.person.gender,
    };
    const { selfie } = await examination.gather(standing(await captures.ofSubjects(organizationId, [id])));
    const values = await weights.valuesOf(organizationId, session.weightsId);
    const tests = await examination.recognize(session, selfie, known, values, attempt);
    const { livenessMode } = session;
    const score = scoreAuthentication({ tests: tests.map(signalOf), weights: values, livenessMode });
    const { firstName, middleName, lastName, nameSuffix } = identity?.person ?? {};
    await this.record(session, tests, score, present({ firstName, middleName, lastName, nameSuffix }));
  }

  /** One transaction: tests, verdict, and the event that tells of it. Only who was recognized is named. */
  private async record(judged: Session, tests: TestResult[], score: Score, named: Person): Promise<void> {
    const { organizationId, id } = judged;
    await this.parts.sessions.change(organizationId, id, { endpoint: ENDPOINT }, async (session, { db, now }) => {
      if (!isHandedIn(session)) return { session, events: [] };
      await this.parts.tests.save(db, organizationId, id, tests);
      const person = score.verified ? { ...session.person, ...named } : session.person;
      await this.parts.search.addWords(db, { organizationId, subjectId: id }, wordsOf(person));
      return completed({ ...session, person }, score, now);
    });
  }
}

function completed(session: Session, score: Score, now: Date): Changed {
  const { verified } = score;
  const status = nextStatus(session.status, 'complete');
  if (!status) throw new Error(`a session that is ${session.status} cannot be completed`);
  return {
    session: { ...session, status, score, verified, completedAt: now, verifiedAt: verified ? now : undefined },
    events: [{ type: 'SESSION_COMPLETED', data: { authenticated: verified } }],
  };
}

const isHandedIn = ({ status, kind, finalizeRequestedAt }: Session): boolean =>
  status === 'IN_PROGRESS' && kind === 'AUTHENTICATION' && finalizeRequestedAt !== undefined;

function identityOf({ identityId }: Session): string {
  if (identityId === undefined) throw new Error('an authentication without an identity');
  return identityId;
}

/** Without what is not known. */
const present = (names: Readonly<Record<string, string | undefined>>): Person =>
  Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined));
