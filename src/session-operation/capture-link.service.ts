import type { TokenService } from '../key/token.service.js';
import type { Clock } from '../shared/clock.js';
import type { Operator } from '../shared/principal.js';
import type { SessionService } from '../session/session.service.js';
import { requireOpen, type Session } from '../session/session.states.js';

/** Links that take a subject's phone to the capture page, with a token for one session. */
export class CaptureLinkService {
  constructor(
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
    private readonly clock: Clock,
    private readonly baseUrl: () => string,
  ) {}

  /**
   * The token stands behind the #, which browsers send to nobody.
   * @throws DomainError NOT_FOUND, SESSION_NOT_OPEN
   */
  async create(operator: Operator, id: string): Promise<{ session: Session; url: string }> {
    const session = await this.sessions.require(operator, id);
    requireOpen(session, this.clock());
    const { organizationId, clientId, mode, expiresAt } = session;
    const token = await this.tokens.issue({ kind: 'sdk', organizationId, clientId, sessionId: id, mode, expiresAt });
    const secret = new URLSearchParams({ session: id, client: clientId, token });
    return { session, url: `${this.baseUrl()}/capture#${secret.toString()}` };
  }
}
