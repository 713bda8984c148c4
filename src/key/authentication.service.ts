import { timingSafeEqual } from 'node:crypto';
import type { OrganizationService } from '../organization/organization.service.js';
import { DomainError } from '../shared/errors.js';
import type { Caller, Principal } from '../shared/principal.js';
import type { KeyService } from './key.service.js';
import type { TokenService } from './token.service.js';
import type { UserTokenService } from './user-token.service.js';

/** Credentials as they come, over HTTP in headers and over WebSocket in `connection_init`. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly clientId: string | undefined;
}

/** Tells who is calling. */
export class AuthenticationService {
  private readonly platformKey: Buffer | undefined;

  constructor(
    private readonly organizations: OrganizationService,
    private readonly keys: KeyService,
    private readonly tokens: TokenService,
    private readonly users: UserTokenService,
    platformKey: string | undefined,
  ) {
    this.platformKey = platformKey === undefined ? undefined : Buffer.from(platformKey);
  }

  /**
   * Undefined where no credentials came.
   * @throws DomainError UNAUTHENTICATED for wrong ones, without saying what is wrong with them
   */
  async authenticate({ authorization, clientId }: Credentials): Promise<Caller | undefined> {
    if (authorization === undefined) return undefined;
    const [, secret] = /^Bearer +(\S{1,4096})$/i.exec(authorization) ?? [];
    if (secret === undefined) throw new DomainError('UNAUTHENTICATED');
    if (this.isPlatform(secret)) return { kind: 'platform' };
    const principal = secret.startsWith('sk_')
      ? await this.operator(secret)
      : ((await this.bearer(secret, clientId)) ?? (await this.users.verify(secret)));
    if (!principal) throw new DomainError('UNAUTHENTICATED');
    return principal;
  }

  private isPlatform(secret: string): boolean {
    const given = Buffer.from(secret);
    return this.platformKey?.length === given.length && timingSafeEqual(this.platformKey, given);
  }

  private async operator(secret: string): Promise<Principal | undefined> {
    const key = await this.keys.find(secret);
    if (!key) return undefined;
    const { id: keyId, organizationId, role, mode, clientId } = key;
    const { rateLimit } = await this.organizations.policyOf(organizationId);
    return {
      kind: 'operator',
      keyId,
      organizationId,
      role,
      mode,
      ...(clientId === undefined ? {} : { clientId }),
      ...(rateLimit === null ? {} : { rateLimit }),
    };
  }

  /** X-Client-Id is no secret, but an SDK's token is good for its own application alone. */
  private async bearer(token: string, clientId: string | undefined): Promise<Principal | undefined> {
    const bearer = await this.tokens.verify(token);
    return bearer?.kind === 'sdk' && bearer.clientId !== clientId ? undefined : bearer;
  }
}
