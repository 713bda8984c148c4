import { addSeconds } from '../shared/clock.js';
import { TooEarly } from '../shared/job-failure.js';
import type { Operator, Principal } from '../shared/principal.js';
import type { SessionService } from './session.service.js';
import { endedBy, requireInProgress, requireOpen, type Session } from './session.states.js';

/** How long after its time a session that was handed in may wait for its verdict. */
const JUDGING_SECONDS = 600;

/** What happens to sessions of both kinds: their metadata, and their ends. */
export class SessionLifecycleService {
  constructor(private readonly sessions: SessionService) {}

  async updateSdkMetadata(
    principal: Principal,
    id: string,
    sdkMetadata: Readonly<Record<string, unknown>>,
  ): Promise<Session> {
    return this.sessions.changeAs(principal, id, 'Mutation.updateSdkMetadata', (session, { now }) => {
      requireOpen(session, now);
      return { session: { ...session, sdkMetadata }, events: [{ type: 'SESSION_METADATA_UPDATED' }] };
    });
  }

  /** @throws DomainError NOT_FOUND, SESSION_NOT_OPEN */
  async cancel(operator: Operator, id: string): Promise<Session> {
    return this.sessions.changeAs(operator, id, 'Mutation.cancelSession', (session, { now }) => {
      requireInProgress(session, now);
      return { session: endedBy(session, 'cancel', 'CANCELLED'), events: [{ type: 'SESSION_CANCELLED' }] };
    });
  }

  /** The job of EXPIRY: harmless where the session has ended otherwise. One that is being judged gets some time more. */
  async expire(organizationId: string, id: string): Promise<void> {
    await this.sessions.change(organizationId, id, {}, (session, { now }) => {
      if (session.status !== 'IN_PROGRESS') return { session, events: [] };
      const deadline = session.finalizeRequestedAt ? addSeconds(session.expiresAt, JUDGING_SECONDS) : session.expiresAt;
      if (deadline > now) throw new TooEarly(deadline);
      return { session: endedBy(session, 'expire', 'TIME_TO_LIVE'), events: [{ type: 'SESSION_EXPIRED' }] };
    });
  }
}
