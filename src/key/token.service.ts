import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../shared/clock.js';
import type { MasterKey } from '../shared/encryption.js';
import type { Sdk } from '../shared/principal.js';

const AUDIENCE = 'proofgate:sdk';
const claims = z.object({
  org: z.string(),
  cid: z.string(),
  sub: z.string(),
  mode: z.enum(['LIVE', 'SANDBOX']),
  exp: z.number(),
});

/** The tokens of apps on subjects' devices: signed, each for one session, and worthless when it expires. */
export class TokenService {
  private readonly verified = new LRUCache<string, Sdk>({ max: 10_000 });

  constructor(
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  async issue(sdk: Omit<Sdk, 'kind'>): Promise<string> {
    return new SignJWT({ org: sdk.organizationId, cid: sdk.clientId, mode: sdk.mode })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(sdk.sessionId)
      .setAudience(AUDIENCE)
      .setIssuedAt(this.clock())
      .setExpirationTime(sdk.expiresAt)
      .sign(this.master.derive('sdk-token'));
  }

  /** Who a token speaks for; undefined where it is none of ours, or has expired. */
  async verify(token: string): Promise<Sdk | undefined> {
    const known = this.verified.get(token);
    if (known) return known.expiresAt > this.clock() ? known : undefined;
    try {
      const options = { audience: AUDIENCE, algorithms: ['HS256'], currentDate: this.clock() };
      const { payload } = await jwtVerify(token, this.master.derive('sdk-token'), options);
      const { org, cid, sub, mode, exp } = claims.parse(payload);
      const expiresAt = new Date(exp * 1000);
      const sdk: Sdk = { kind: 'sdk', organizationId: org, clientId: cid, sessionId: sub, mode, expiresAt };
      this.verified.set(token, sdk);
      return sdk;
    } catch {
      return undefined;
    }
  }
}
