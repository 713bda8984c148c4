import type { CaptureService } from '../document/capture.service.js';
import type { IdentityUpdateService } from '../identity/identity-update.service.js';
import type { SessionListService } from '../session/session-list.service.js';
import type { ErasureService } from '../session-operation/erasure.service.js';
import type { MasterKey } from '../shared/encryption.js';
import type { Operator } from '../shared/principal.js';
import { issueReceipt } from '../shared/receipt.js';

export interface ErasedIdentity {
  readonly erasedIdentityId: string;
  readonly erasedAt: Date;
  /** Images of all sessions, whenever they were destroyed. */
  readonly capturesErased: number;
  /** A JWS by the service over what was destroyed. */
  readonly receipt: string;
}

/** Erases people: every key under which anything of them was sealed is destroyed. Verdicts and scores stay. */
export class IdentityErasureService {
  constructor(
    private readonly identities: IdentityUpdateService,
    private readonly sessions: SessionListService,
    private readonly erasures: ErasureService,
    private readonly captures: CaptureService,
    private readonly master: MasterKey,
  ) {}

  /**
   * Once more for an erased identity is the same, with the same receipt; it goes on with what a failure left.
   * @throws DomainError NOT_FOUND
   */
  async erase(operator: Operator, id: string): Promise<ErasedIdentity> {
    // The identity goes first: from then on no session is linked to it, so that none is missed below.
    const { id: erasedIdentityId, organizationId, erasedAt } = await this.identities.erase(operator, id);
    const sessions = await this.sessions.ofIdentity(organizationId, erasedIdentityId);
    for (const session of sessions) if (!session.erasedAt) await this.erasures.erase(operator, session.id);
    const captures = await this.captures.ofSubjects(
      organizationId,
      sessions.map((session) => session.id),
    );
    const facts = {
      organizationId,
      identityId: erasedIdentityId,
      sessionsErased: sessions.length,
      capturesErased: captures.length,
      erasedAt: erasedAt.toISOString(),
    };
    const receipt = await issueReceipt(this.master, facts, erasedAt);
    return { erasedIdentityId, erasedAt, capturesErased: captures.length, receipt };
  }
}
