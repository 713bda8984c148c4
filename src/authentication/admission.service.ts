import type { Change } from '../event/event.service.js';
import type { Identity, IdentityService } from '../identity/identity.service.js';
import { addSeconds } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import { AuthenticationAttemptRepository } from './authentication-attempt.repository.js';

const MOST_FAILURES = 5;
const COOLDOWN_SECONDS = 15 * 60;

/** Who may be asked to prove that they are an identity. */
export class AdmissionService {
  constructor(private readonly identities: IdentityService) {}

  /**
   * Holds the identity: of many who try at once, each counts those before it.
   * @throws DomainError IDENTITY_NOT_VERIFIED, NO_ENROLLED_FACE, ATTEMPT_COOLDOWN with the seconds to wait
   */
  async admit(
    { organizationId, id }: Pick<Identity, 'organizationId' | 'id'>,
    { db, now }: Pick<Change, 'db' | 'now'>,
  ): Promise<void> {
    const { identity, face } = await this.identities.hold(db, organizationId, id);
    if (!identity?.verified || identity.erasedAt) throw new DomainError('IDENTITY_NOT_VERIFIED');
    if (!face) throw new DomainError('NO_ENROLLED_FACE');
    const attempts = new AuthenticationAttemptRepository(db, organizationId);
    const tries = await attempts.triesOf(id, addSeconds(now, -COOLDOWN_SECONDS), MOST_FAILURES);
    const last = tries[MOST_FAILURES - 1];
    if (!last) return;
    const retryAfter = Math.ceil((addSeconds(last, COOLDOWN_SECONDS).getTime() - now.getTime()) / 1000);
    throw new DomainError('ATTEMPT_COOLDOWN', { retryAfter });
  }
}
