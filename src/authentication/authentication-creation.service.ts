import type { IdentityService } from '../identity/identity.service.js';
import type { NewSession, SessionCreationService } from '../session/session-creation.service.js';
import { DEFAULT_SETTINGS, type Session } from '../session/session.states.js';
import { DomainError } from '../shared/errors.js';
import type { Operator } from '../shared/principal.js';
import type { AdmissionService } from './admission.service.js';
import type { AuthenticationSettings } from './authentication.states.js';

export interface NewAuthenticationSession extends NewSession {
  readonly identityId: string;
  readonly settings?: AuthenticationSettings | null;
}

/** Opens authentication sessions. */
export class AuthenticationCreationService {
  constructor(
    private readonly creation: SessionCreationService,
    private readonly identities: IdentityService,
    private readonly admission: AdmissionService,
  ) {}

  /**
   * @throws DomainError NOT_FOUND, IDENTITY_NOT_VERIFIED, NO_ENROLLED_FACE, ATTEMPT_COOLDOWN, BAD_USER_INPUT, FORBIDDEN,
   * PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED
   */
  async create(operator: Operator, input: NewAuthenticationSession): Promise<{ session: Session; sdkToken: string }> {
    const identity = await this.identities.require(operator, input.identityId);
    if (identity.mode !== operator.mode)
      throw new DomainError('NOT_FOUND', { message: `There is no such identity in ${operator.mode}.` });
    const { externalId } = identity.person;
    return this.creation.create(operator, input, {
      kind: 'AUTHENTICATION',
      endpoint: 'Mutation.createAuthenticationSession',
      settings: { ...DEFAULT_SETTINGS, ...FACE_ALONE, ...input.settings },
      person: externalId === undefined ? {} : { externalId },
      identityId: identity.id,
      admit: (change) => this.admission.admit(identity, change),
    });
  }
}

const FACE_ALONE = { performImageManipulationTest: false, performOfacTest: false } as const;
