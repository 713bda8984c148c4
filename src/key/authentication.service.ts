import { DomainError } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import type { KeyService } from './key.service.js';
import type { TokenService } from './token.service.js';

/** Credentials as they come, over HTTP in headers and over WebSocket in `connection_init`. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly clientId: string | undefined;
}

/** Tells who is calling. */
export class AuthenticationService {
  constructor(
    private readonly keys: KeyService,
    private readonly tokens: TokenService,
  ) {}

  /**
   * Undefined where no credentials came.
   * @throws DomainError UNAUTHENTICATED for wrong ones, without saying what is wrong with them
   */
  async authenticate({ authorization, clientId }: Credentials): Promise<Principal | undefined> {
    if (authorization === undefined) return undefined;
    const [, secret] = /^Bearer +(\S{1,4096})$/i.exec(authorization) ?? [];
    if (secret === undefined) throw new DomainError('UNAUTHENTICATED');
    const principal = secret.startsWith('sk_') ? await this.operator(secret) : await this.sdk(secret, clientId);
    if (!principal) throw new DomainError('UNAUTHENTICATED');
    return principal;
  }

  private async operator(secret: string): Promise<Principal | undefined> {
    const key = await this.keys.find(secret);
    if (!key) return undefined;
    const { id: keyId, organizationId, role, mode, clientId } = key;
    return { kind: 'operator', keyId, organizationId, role, mode, ...(clientId === undefined ? {} : { clientId }) };
  }

  /** X-Client-Id is no secret, but a token is good for its own application alone. */
  private async sdk(token: string, clientId: string | undefined): Promise<Principal | undefined> {
    const sdk = await this.tokens.verify(token);
    return sdk && sdk.clientId === clientId ? sdk : undefined;
  }
}
