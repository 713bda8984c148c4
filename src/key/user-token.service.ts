import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { OrganizationService } from '../organization/organization.service.js';
import { SLUG } from '../organization/organization.states.js';
import type { Clock } from '../shared/clock.js';
import type { Logger } from '../shared/logger.js';
import type { Outbound } from '../shared/outbound.js';
import { type Operator, ROLES } from '../shared/principal.js';

/** Signed with a private key of the issuer's: a shared secret could be guessed from any token. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const KNOWN_FOR_MILLISECONDS = 60_000;

const claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  role: z.enum(ROLES),
  mode: z.enum(['LIVE', 'SANDBOX']).default('LIVE'),
});

/** What a token was found good for, and by which issuer and keys. */
interface Verified {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly operator: Operator & { readonly expiresAt: Date };
}

/** People of an organization, by JWTs of its own issuer whose audience is the organization's id. */
export class UserTokenService {
  private readonly keySets = new LRUCache<string, ReturnType<typeof createRemoteJWKSet>>({ max: 1000 });
  private readonly verified = new LRUCache<string, Verified>({ max: 10_000, ttl: KNOWN_FOR_MILLISECONDS });

  constructor(
    private readonly organizations: OrganizationService,
    private readonly outbound: Outbound,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Who the token speaks for; undefined where it is none of an organization's own issuer, or has expired. */
  async verify(token: string): Promise<Operator | undefined> {
    const organizationId = audienceOf(token);
    if (organizationId === undefined) return undefined;
    const { tokenIssuer: issuer, jwksUrl, rateLimit } = await this.organizations.policyOf(organizationId);
    if (issuer === null || jwksUrl === null) return undefined;
    const known = this.verified.get(token);
    const found =
      known?.issuer === issuer && known.jwksUrl === jwksUrl
        ? known
        : await this.check(token, { organizationId, issuer, jwksUrl });
    if (!found || found.operator.expiresAt <= this.clock()) return undefined;
    return { ...found.operator, ...(rateLimit === null ? {} : { rateLimit }) };
  }

  private async check(
    token: string,
    { organizationId, issuer, jwksUrl }: { organizationId: string; issuer: string; jwksUrl: string },
  ): Promise<Verified | undefined> {
    try {
      const options = { issuer, audience: organizationId, algorithms: ALGORITHMS, currentDate: this.clock() };
      const { payload } = await jwtVerify(token, this.keySetAt(jwksUrl), options);
      const { sub, exp, role, mode } = claims.parse(payload);
      const found: Verified = {
        issuer,
        jwksUrl,
        operator: {
          kind: 'operator',
          organizationId,
          role,
          mode,
          keyId: `user:${sub}`,
          userId: sub,
          expiresAt: new Date(exp * 1000),
        },
      };
      this.verified.set(token, found);
      return found;
    } catch (error) {
      this.log.debug({ err: error, organizationId }, 'a token of a person was refused');
      return undefined;
    }
  }

  private keySetAt(jwksUrl: string) {
    let keySet = this.keySets.get(jwksUrl);
    if (!keySet) {
      keySet = createRemoteJWKSet(new URL(jwksUrl), {
        [customFetch]: (url: string) => this.outbound.get(url, { accept: 'application/json' }),
      });
      this.keySets.set(jwksUrl, keySet);
    }
    return keySet;
  }
}

/** The organization that an unproven token says it is for. */
function audienceOf(token: string): string | undefined {
  try {
    const { aud, iss } = decodeJwt(token);
    const audiences = (Array.isArray(aud) ? aud : [aud]).filter((audience) => typeof audience === 'string');
    return iss === undefined ? undefined : audiences.find((audience) => SLUG.test(audience));
  } catch {
    return undefined;
  }
}
