import type { CaptureService } from '../document/capture.service.js';
import type { MasterKey } from '../shared/encryption.js';
import { forgetIdempotencyKeys } from '../shared/idempotency.js';
import type { Keyring } from '../shared/keyring.js';
import type { Operator } from '../shared/principal.js';
import { issueReceipt } from '../shared/receipt.js';
import type { SearchIndex } from '../shared/search-index.js';
import type { SessionService } from '../session/session.service.js';
import { nextStatus, type Session } from '../session/session.states.js';

/** Erases sessions: their key is destroyed, and with it all that is personal; verdicts and scores stay. */
export class ErasureService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
    private readonly master: MasterKey,
  ) {}

  /**
   * What still goes on ends without a verdict. Once more for an erased session is the same, with a new receipt.
   * @throws DomainError NOT_FOUND
   */
  async erase(operator: Operator, id: string): Promise<{ session: Session; capturesErased: number; receipt: string }> {
    let capturesErased = 0;
    const session = await this.sessions.changeAs(operator, id, 'Mutation.eraseSession', async (session, change) => {
      if (session.erasedAt) return { session, events: [] };
      const { organizationId } = session;
      const subject = { organizationId, subjectId: id };
      const captures = (await this.captures.within(change.db, organizationId, id)).filter((one) => !one.erasedAt);
      capturesErased = captures.length;
      await this.keyring.destroy(change.db, subject);
      await this.captures.erase(change.db, organizationId, captures, change.now);
      await this.search.remove(change.db, subject);
      await forgetIdempotencyKeys(change.db, organizationId, id);
      change.afterCommit(() => this.captures.deleteBlobs(captures));
      const erased = { type: 'SESSION_ERASED' as const, data: { captures: captures.length } };
      return { session: withoutPerson(session, change.now), events: [erased] };
    });
    const erasedAt = session.erasedAt ?? new Date(0);
    const facts = { organizationId: session.organizationId, sessionId: id, capturesErased };
    const receipt = await issueReceipt(this.master, { ...facts, erasedAt: erasedAt.toISOString() }, erasedAt);
    return { session, capturesErased, receipt };
  }
}

function withoutPerson(session: Session, now: Date): Session {
  const status = nextStatus(session.status, 'erase') ?? session.status;
  const isBrokenOff = status === 'EXPIRED' && session.status !== 'EXPIRED';
  return {
    ...session,
    status,
    statusReason: isBrokenOff ? 'CANCELLED' : session.statusReason,
    completedAt: status === 'COMPLETE' ? (session.completedAt ?? now) : session.completedAt,
    provisional: false,
    retryAt: undefined,
    erasedAt: now,
    person: {},
    metadata: {},
    sdkMetadata: {},
  };
}
