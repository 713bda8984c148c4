import { standing, type CaptureService } from '../document/capture.service.js';
import type { DmvService } from '../examination/dmv.service.js';
import { addSeconds } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Jobs } from '../shared/jobs.js';
import type { Principal } from '../shared/principal.js';
import type { SessionService } from '../session/session.service.js';
import type { SessionWaitService } from '../session/session-wait.service.js';
import { requireKind, requireOpen, type Session, VERDICT } from '../session/session.states.js';
import { missingEvidence, type Override } from '../verification/verification.states.js';
import { PATIENCE_SECONDS } from './verdict.service.js';

const ENDPOINT = 'Mutation.finalizeVerification';

/** SANDBOX: what is made to fail, and who answers for the DMV. */
export interface TestHarness {
  readonly overrides: readonly Override[];
  readonly dmvScenario?: string | null | undefined;
}

/** Hands a session in, and waits a while for its verdict. */
export class FinalizeService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly dmv: DmvService,
    private readonly jobs: Jobs,
    private readonly waiting: SessionWaitService,
  ) {}

  /**
   * The same call again returns the same result; of two at once one wins, and the other returns its result.
   * @throws DomainError MISSING_EVIDENCE with what is missing, SESSION_NOT_OPEN, ALREADY_FINALIZED,
   * TEST_OVERRIDES_NOT_ALLOWED
   */
  async finalize(principal: Principal, id: string, harness: TestHarness | undefined, wait: number): Promise<Session> {
    const before = await this.sessions.require(principal, id);
    requireKind(before, 'VERIFICATION');
    if (harness && before.mode !== 'SANDBOX') throw new DomainError('TEST_OVERRIDES_NOT_ALLOWED');
    const scenario = this.scenarioOf(harness);
    const input = [...(harness?.overrides ?? [])].sort();
    const session = await this.sessions.changeAs(principal, id, ENDPOINT, async (session, change) => {
      if (session.finalizeRequestedAt) return again(session, input, scenario);
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
        session: { ...session, finalizeRequestedAt: change.now, finalizeInput: input, dmvScenario: scenario },
        events: [{ type: 'SESSION_FINALIZE_REQUESTED' }],
      };
    });
    return this.waiting.verdictOf(session, wait);
  }

  private scenarioOf(harness: TestHarness | undefined): string | undefined {
    const scenario = harness?.dmvScenario ?? undefined;
    const { scenarios } = this.dmv;
    if (scenario !== undefined && !scenarios.includes(scenario))
      throw badInput('input.settings.aamvaTestScenario', `must be one of ${scenarios.join(', ')}`);
    return scenario;
  }
}

function again(session: Session, input: readonly string[], scenario: string | undefined) {
  if (session.finalizeInput?.join() !== input.join() || session.dmvScenario !== scenario)
    throw new DomainError('ALREADY_FINALIZED');
  return { session, events: [] };
}
