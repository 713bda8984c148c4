import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../shared/clock.js';
import type { MasterKey } from '../shared/encryption.js';
import type { Holder, Sdk } from '../shared/principal.js';

/** Who carries a token of ours, rather than a key. */
export type Bearer = Sdk | Holder;

const common = {
  org: z.string(),
  sub: z.string(),
  mode: z.enum(['LIVE', 'SANDBOX']),
  exp: z.number().transform((seconds) => new Date(seconds * 1000)),
};
const sdkClaims = z
  .object({ ...common, aud: z.literal('proofgate:sdk'), cid: z.string() })
  .transform(({ org, cid, sub, mode, exp }): Sdk => ({
    kind: 'sdk',
    organizationId: org,
    clientId: cid,
    sessionId: sub,
    mode,
    expiresAt: exp,
  }));
const holderClaims = z
  .object({ ...common, aud: z.literal('proofgate:holder'), scoring: z.string() })
  .transform(({ org, sub, scoring, mode, exp }): Holder => ({
    kind: 'holder',
    organizationId: org,
    identificationId: sub,
    scoringId: scoring,
    mode,
    expiresAt: exp,
  }));

/** What a token of each kind is signed with, and what it says. */
const KINDS = {
  'proofgate:sdk': { purpose: 'sdk-token', claims: sdkClaims },
  'proofgate:holder': { purpose: 'holder-token', claims: holderClaims },
} as const;
type Audience = keyof typeof KINDS;

/** The tokens of apps on people's devices: signed, each for one session or identification, and worthless when it expires. */
export class TokenService {
  private readonly verified = new LRUCache<string, Bearer>({ max: 10_000 });

  constructor(
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  async issue(bearer: Bearer): Promise<string> {
    const { organizationId: org, mode, expiresAt } = bearer;
    const [audience, subject, claims]: [Audience, string, Record<string, string>] =
      bearer.kind === 'sdk'
        ? ['proofgate:sdk', bearer.sessionId, { cid: bearer.clientId }]
        : ['proofgate:holder', bearer.identificationId, { scoring: bearer.scoringId }];
    return new SignJWT({ org, mode, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(this.clock())
      .setExpirationTime(expiresAt)
      .sign(this.master.derive(KINDS[audience].purpose));
  }

  /** Who a token speaks for; undefined where it is none of ours, or has expired. */
  async verify(token: string): Promise<Bearer | undefined> {
    const known = this.verified.get(token);
    if (known) return known.expiresAt > this.clock() ? known : undefined;
    try {
      const audience = audienceOf(token);
      const { purpose, claims } = KINDS[audience];
      const options = { audience, algorithms: ['HS256'], currentDate: this.clock() };
      const { payload } = await jwtVerify(token, this.master.derive(purpose), options);
      const bearer = claims.parse(payload);
      this.verified.set(token, bearer);
      return bearer;
    } catch {
      return undefined;
    }
  }
}

/** What a token says it is for: that decides by which key it must prove so. */
function audienceOf(token: string): Audience {
  const { aud } = decodeJwt(token);
  return z.enum(Object.keys(KINDS) as [Audience, ...Audience[]]).parse(aud);
}
