import { Bell } from '../shared/bell.js';
import { standing, type CaptureService } from '../document/capture.service.js';
import { addSeconds } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import type { Fanout } from '../shared/fanout.js';
import type { Jobs } from '../shared/jobs.js';
import type { Principal } from '../shared/principal.js';
import type { SessionService } from './session.service.js';
import { missingEvidence, requireOpen, type Session } from './session.states.js';
import type { Override } from './session.states.js';
import { PATIENCE_SECONDS, VERDICT } from './verification.service.js';

const ENDPOINT = 'Mutation.finalizeVerification';
const LONGEST_WAIT = 30_000;
/** In case the wake was lost. */
const POLL_MILLISECONDS = 1000;

/** Hands a session in, and waits a while for its verdict. */
export class FinalizeService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly jobs: Jobs,
    private readonly fanout: Fanout,
  ) {}

  /**
   * The same call again returns the same result; of two at once one wins, and the other returns its result.
   * @throws DomainError MISSING_EVIDENCE with what is missing, SESSION_NOT_OPEN, ALREADY_FINALIZED,
   * TEST_OVERRIDES_NOT_ALLOWED
   */
  async finalize(
    principal: Principal,
    id: string,
    overrides: readonly Override[] | undefined,
    wait: number,
  ): Promise<Session> {
    const before = await this.sessions.require(principal, id);
    if (overrides && before.mode !== 'SANDBOX') throw new DomainError('TEST_OVERRIDES_NOT_ALLOWED');
    if (principal.kind === 'operator' && principal.role === 'VIEWER') throw new DomainError('FORBIDDEN');
    const input = [...(overrides ?? [])].sort();
    const session = await this.sessions.changeAs(principal, id, ENDPOINT, async (session, change) => {
      if (session.finalizeRequestedAt) return this.again(session, input);
      requireOpen(session, change.now);
      const missing = missingEvidence(session);
      if (missing.length > 0) throw new DomainError('MISSING_EVIDENCE', { facts: { missing } });
      const { organizationId } = session;
      const captures = standing(await this.captures.within(change.db, organizationId, id));
      // Should an analysis be lost, the verdict is made without it rather than never.
      const job = { organizationId, sessionId: id };
      await this.jobs.send(change.db, VERDICT, job, addSeconds(change.now, PATIENCE_SECONDS + 1));
      if (captures.every(({ analysis }) => analysis !== 'PENDING')) await this.jobs.send(change.db, VERDICT, job);
      change.afterCommit(() => this.jobs.wake(VERDICT));
      return {
        session: { ...session, finalizeRequestedAt: change.now, finalizeInput: input },
        events: [{ type: 'SESSION_FINALIZE_REQUESTED' }],
      };
    });
    return this.verdictOf(session, Math.min(wait, LONGEST_WAIT));
  }

  private again(session: Session, input: readonly string[]) {
    if (session.finalizeInput?.join() !== input.join()) throw new DomainError('ALREADY_FINALIZED');
    return { session, events: [] };
  }

  /** The session once its verdict exists, or as it is when the time is up. */
  private async verdictOf(session: Session, milliseconds: number): Promise<Session> {
    const deadline = performance.now() + milliseconds;
    const bell = new Bell();
    const unsubscribe = this.fanout.subscribe((organizationId) => {
      if (organizationId === session.organizationId) bell.ring();
    });
    try {
      for (;;) {
        bell.reset();
        const current = (await this.sessions.find(session.organizationId, session.id)) ?? session;
        const left = deadline - performance.now();
        if (current.status !== 'IN_PROGRESS' || left <= 0) return current;
        await bell.rung(Math.min(left, POLL_MILLISECONDS));
      }
    } finally {
      unsubscribe();
    }
  }
}
