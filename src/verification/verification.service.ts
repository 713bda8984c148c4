import type { CaseService } from '../case/case.service.js';
import type { CaptureService } from '../document/capture.service.js';
import type { DocumentType } from '../provider/contract.js';
import type { SessionService } from '../session/session.service.js';
import {
  endedBy,
  requireConsent,
  requireInProgress,
  requireKind,
  requireOpen,
  type Session,
} from '../session/session.states.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Keyring } from '../shared/keyring.js';
import type { Principal } from '../shared/principal.js';

/** The steps of a verification that are no images: consent, and the type of the document. */
export class VerificationService {
  constructor(
    private readonly sessions: SessionService,
    private readonly captures: CaptureService,
    private readonly keyring: Keyring,
    private readonly cases: CaseService,
  ) {}

  /** Before evidence a refusal is recorded; after it, it is a withdrawal: the evidence is destroyed, the session ends. */
  async giveConsent(principal: Principal, id: string, consented: boolean): Promise<Session> {
    return this.sessions.changeAs(principal, id, 'Mutation.giveConsent', async (session, { db, now, afterCommit }) => {
      requireKind(session, 'VERIFICATION');
      requireInProgress(session, now);
      if (consented) {
        requireOpen(session, now);
        if (session.consented) return { session, events: [] };
        return { session: { ...session, consented, consentedAt: now }, events: [{ type: 'SESSION_CONSENT_GIVEN' }] };
      }
      const { organizationId } = session;
      const captures = await this.captures.within(db, organizationId, session.id);
      if (captures.length === 0) {
        await this.cases.end(db, session); // a liveness check may have begun at its provider
        const declined = { ...session, consented, consentedAt: undefined };
        return { session: declined, events: [{ type: 'SESSION_CONSENT_DECLINED' }] };
      }
      await this.keyring.destroy(db, { organizationId, subjectId: session.id });
      await this.captures.erase(db, organizationId, captures, now);
      afterCommit(() => this.captures.deleteBlobs(captures));
      const ended = { ...endedBy(session, 'withdraw', 'CONSENT_WITHDRAWN'), consented, erasedAt: now, person: {} };
      return { session: ended, events: [{ type: 'SESSION_CONSENT_WITHDRAWN' }, { type: 'SESSION_EXPIRED' }] };
    });
  }

  /** @throws DomainError CONSENT_REQUIRED, BAD_USER_INPUT, DOCUMENT_TYPE_LOCKED */
  async setDocumentType(principal: Principal, id: string, type: DocumentType, reset: boolean): Promise<Session> {
    if (type === 'UNKNOWN') throw badInput('input.documentType', 'must be a document type');
    return this.sessions.changeAs(principal, id, 'Mutation.setDocumentType', async (session, { db, now }) => {
      requireKind(session, 'VERIFICATION');
      requireConsent(session, now);
      const hasSide = session.documentFrontGivenAt !== undefined || session.documentBackGivenAt !== undefined;
      if (session.documentType === type && !reset) return { session, events: [] };
      if (hasSide && !reset) throw new DomainError('DOCUMENT_TYPE_LOCKED');
      await this.captures.dropSides(db, session.organizationId, session.id, now);
      await this.cases.end(db, session); // another document, another case
      const changed = {
        ...session,
        documentType: type,
        documentFrontGivenAt: undefined,
        documentBackGivenAt: undefined,
      };
      return { session: changed, events: [{ type: 'SESSION_DOCUMENT_TYPE_SET', data: { documentType: type } }] };
    });
  }
}
