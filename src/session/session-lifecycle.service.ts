import type { CaptureService } from '../document/capture.service.js';
import { badInput, DomainError } from '../shared/errors.js';
import { addSeconds } from '../shared/clock.js';
import type { JobKind, Jobs } from '../shared/jobs.js';
import type { Keyring } from '../shared/keyring.js';
import type { Principal } from '../shared/principal.js';
import type { DocumentType } from '../provider/contract.js';
import type { SessionService } from './session.service.js';
import {
  nextStatus,
  requireConsent,
  requireInProgress,
  requireOpen,
  type Session,
  type SessionStatusReason,
} from './session.states.js';

/** Ends a session whose time is over. */
export const EXPIRY: JobKind<{ organizationId: string; sessionId: string }> = {
  queue: 'session-expiry',
  retryLimit: 10,
  expireInSeconds: 60,
};

/** How long after its time a session that was handed in may wait for its verdict. */
const JUDGING_SECONDS = 600;

/** The steps of a session that are no images: consent, type, metadata, and its ends. */
export class SessionLifecycleService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly keyring: Keyring,
    private readonly jobs: Jobs,
  ) {}

  /** Before evidence a refusal is recorded; after it, it is a withdrawal: the evidence is destroyed, the session ends. */
  async giveConsent(principal: Principal, id: string, consented: boolean): Promise<Session> {
    return this.sessions.changeAs(principal, id, 'Mutation.giveConsent', async (session, { db, now, afterCommit }) => {
      requireInProgress(session, now);
      if (consented) {
        requireOpen(session, now);
        if (session.consented) return { session, events: [] };
        return { session: { ...session, consented, consentedAt: now }, events: [{ type: 'SESSION_CONSENT_GIVEN' }] };
      }
      const { organizationId } = session;
      const captures = await this.captures.within(db, organizationId, session.id);
      if (captures.length === 0)
        return {
          session: { ...session, consented, consentedAt: undefined },
          events: [{ type: 'SESSION_CONSENT_DECLINED' }],
        };
      await this.keyring.destroy(db, { organizationId, subjectId: session.id });
      await this.captures.erase(db, organizationId, captures, now);
      afterCommit(() => {
        this.keyring.forget({ organizationId, subjectId: session.id });
        this.captures.deleteBlobs(captures);
      });
      const ended = { ...endedBy(session, 'withdraw', 'CONSENT_WITHDRAWN'), consented, erasedAt: now, person: {} };
      return { session: ended, events: [{ type: 'SESSION_CONSENT_WITHDRAWN' }, { type: 'SESSION_EXPIRED' }] };
    });
  }

  /** @throws DomainError CONSENT_REQUIRED, BAD_USER_INPUT, DOCUMENT_TYPE_LOCKED */
  async setDocumentType(principal: Principal, id: string, type: DocumentType, reset: boolean): Promise<Session> {
    if (type === 'UNKNOWN') throw badInput('input.documentType', 'must be a document type');
    return this.sessions.changeAs(principal, id, 'Mutation.setDocumentType', async (session, { db, now }) => {
      requireConsent(session, now);
      const hasSide = session.documentFrontGivenAt !== undefined || session.documentBackGivenAt !== undefined;
      if (session.documentType === type && !reset) return { session, events: [] };
      if (hasSide && !reset) throw new DomainError('DOCUMENT_TYPE_LOCKED');
      await this.captures.dropSides(db, session.organizationId, session.id, now);
      const changed = {
        ...session,
        documentType: type,
        documentFrontGivenAt: undefined,
        documentBackGivenAt: undefined,
      };
      return { session: changed, events: [{ type: 'SESSION_DOCUMENT_TYPE_SET', data: { documentType: type } }] };
    });
  }

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

  /** @throws DomainError FORBIDDEN, SESSION_NOT_OPEN */
  async cancel(principal: Principal, id: string): Promise<Session> {
    if (principal.kind !== 'operator' || principal.role === 'VIEWER') throw new DomainError('FORBIDDEN');
    return this.sessions.changeAs(principal, id, 'Mutation.cancelSession', (session, { now }) => {
      requireInProgress(session, now);
      return { session: endedBy(session, 'cancel', 'CANCELLED'), events: [{ type: 'SESSION_CANCELLED' }] };
    });
  }

  /** The job of EXPIRY: harmless where the session has ended otherwise. One that is being judged gets some time more. */
  async expire(organizationId: string, id: string): Promise<void> {
    await this.sessions.change(organizationId, id, {}, async (session, { db, now }) => {
      if (session.status !== 'IN_PROGRESS') return { session, events: [] };
      const deadline = session.finalizeRequestedAt ? addSeconds(session.expiresAt, JUDGING_SECONDS) : session.expiresAt;
      if (deadline > now) {
        await this.jobs.send(db, EXPIRY, { organizationId, sessionId: id }, deadline);
        return { session, events: [] };
      }
      return { session: endedBy(session, 'expire', 'TIME_TO_LIVE'), events: [{ type: 'SESSION_EXPIRED' }] };
    });
  }
}

/** @throws DomainError SESSION_NOT_OPEN where the table of states does not allow it */
export function endedBy(
  session: Session,
  trigger: 'withdraw' | 'cancel' | 'expire',
  statusReason: SessionStatusReason,
): Session {
  const status = nextStatus(session.status, trigger);
  if (!status) throw new DomainError('SESSION_NOT_OPEN', { facts: { status: session.status } });
  return { ...session, status, statusReason };
}
