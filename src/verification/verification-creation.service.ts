import type { NewSession, SessionCreationService } from '../session/session-creation.service.js';
import { DEFAULT_SETTINGS, type Session, type SessionSettings } from '../session/session.states.js';
import type { Operator } from '../shared/principal.js';

export interface NewVerificationSession extends NewSession {
  readonly externalId?: string | null;
  readonly settings?: SessionSettings | null;
}

/** Opens verification sessions. */
export class VerificationCreationService {
  constructor(private readonly creation: SessionCreationService) {}

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewVerificationSession): Promise<{ session: Session; sdkToken: string }> {
    return this.creation.create(operator, input, {
      kind: 'VERIFICATION',
      endpoint: 'Mutation.createVerificationSession',
      settings: input.settings ?? DEFAULT_SETTINGS,
      person: input.externalId ? { externalId: input.externalId } : {},
      identityId: undefined,
    });
  }
}
