import type { Patience } from '../shared/patience.js';
import type { SessionService } from './session.service.js';
import type { Session } from './session.states.js';

const LONGEST_WAIT = 30_000;

/** Waits for verdicts on behalf of those who asked for them. */
export class SessionWaitService {
  constructor(
    private readonly sessions: SessionService,
    private readonly patience: Patience,
  ) {}

  /** The session once its verdict exists, or as it is when the time is up. */
  verdictOf(session: Session, wait: number): Promise<Session> {
    const { organizationId, id } = session;
    const read = async () => (await this.sessions.find(organizationId, id)) ?? session;
    const milliseconds = Math.min(wait, LONGEST_WAIT);
    return this.patience.until(organizationId, milliseconds, read, ({ status }) => status !== 'IN_PROGRESS');
  }
}
