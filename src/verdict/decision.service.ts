import type { SessionService } from '../session/session.service.js';
import { nextStatus, type Session } from '../session/session.states.js';
import type { Database } from '../shared/database.js';
import { badInput, DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import type { Operator } from '../shared/principal.js';
import { type Decision, DecisionRepository } from './decision.repository.js';
import type { LinkingService } from './linking.service.js';

export type { Decision };

const LONGEST = 2000;

export interface NewDecision {
  readonly verified: boolean;
  readonly reason: string;
  readonly note?: string | null;
}

/** Verdicts by people, over those of the machine. */
export class DecisionService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly sessions: SessionService,
    private readonly linking: LinkingService,
  ) {}

  async ofSessions(organizationId: string, sessionIds: readonly string[]): Promise<Decision[]> {
    return this.database.tenant(organizationId, (db) =>
      new DecisionRepository(db, organizationId, this.keyring).ofSessions(sessionIds),
    );
  }

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, CONFLICT in any other state */
  async override(operator: Operator, id: string, decision: NewDecision): Promise<Session> {
    requireWords(decision);
    const grounds = await this.linking.groundsOf(operator.organizationId, id);
    return this.sessions.changeAs(operator, id, 'Mutation.overrideDecision', async (session, change) => {
      const { db, now } = change;
      const status = session.kind === 'VERIFICATION' ? nextStatus(session.status, 'decide') : undefined;
      if (!status || session.erasedAt) throw new DomainError('CONFLICT', { facts: { status: session.status } });
      const { verified, reason, note } = decision;
      await new DecisionRepository(db, session.organizationId, this.keyring).insert({
        id: newId(),
        sessionId: id,
        verified,
        reason,
        note: note ?? undefined,
        decidedBy: operator.keyId,
        decidedAt: now,
      });
      const decided: Session = {
        ...session,
        status,
        statusReason: undefined,
        verified,
        provisional: false,
        retryAt: undefined,
        completedAt: session.completedAt ?? now,
        verifiedAt: verified ? now : undefined,
      };
      const overridden = { type: 'SESSION_DECISION_OVERRIDDEN' as const, data: { verified } };
      const completed = { type: 'SESSION_COMPLETED' as const, data: { verified } };
      const linked = await this.linking.link(decided, grounds, change);
      return { session: linked, events: session.status === 'COMPLETE' ? [overridden] : [overridden, completed] };
    });
  }
}

function requireWords({ reason, note }: NewDecision): void {
  if (reason.trim() === '' || reason.length > LONGEST)
    throw badInput('input.reason', `must be 1 to ${LONGEST} characters`);
  if (note && note.length > LONGEST) throw badInput('input.note', `is longer than ${LONGEST} characters`);
}
