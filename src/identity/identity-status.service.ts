import { badInput, DomainError } from '../shared/errors.js';
import type { Operator, Sdk } from '../shared/principal.js';
import type { Identity, IdentityService } from './identity.service.js';

const MOST_AT_ONCE = 100;

/** What callers learn of identities that they name. */
export class IdentityStatusService {
  constructor(private readonly identities: IdentityService) {}

  /** Undefined where there is none. @throws DomainError BAD_USER_INPUT for too many */
  async inOrder(operator: Operator, ids: readonly string[]): Promise<(Identity | undefined)[]> {
    if (ids.length > MOST_AT_ONCE) throw badInput('ids', `holds more than ${MOST_AT_ONCE}`);
    const found = await this.identities.findMany(operator, ids);
    return ids.map((id) => found.find((identity) => identity.id === id.toLowerCase()));
  }

  /** For an SDK of its own identity alone. @throws DomainError NOT_FOUND */
  async statusOf(principal: Operator | Sdk, id: string): Promise<{ verified: boolean }> {
    if (principal.kind === 'operator') return this.identities.require(principal, id);
    const sessions = await this.identities.ofSessions(principal.organizationId, [principal.sessionId]);
    const own = sessions.find(({ identityId }) => identityId === id.toLowerCase());
    const [identity] = own ? await this.identities.read(principal.organizationId, [own.identityId]) : [];
    if (!identity) throw new DomainError('NOT_FOUND', { message: 'There is no such identity.' });
    return identity;
  }
}
