import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { DomainError } from '../shared/errors.js';
import type { Caller, Holder, Operator, Origin, Sdk } from '../shared/principal.js';
import type { HttpLimits } from './options.js';

const MINUTE = 60;

/** Whether this caller's requests are not counted at all: an operator without a limit, and the platform. */
export const isUnlimited = (caller: Caller | undefined): boolean =>
  caller?.kind === 'platform' || (caller?.kind === 'operator' && caller.rateLimit === undefined);

/** How many requests a caller may make: strangers and apps counted by this process, keys by all processes together. */
export class RateLimit {
  private readonly strangers: RateLimiterMemory;
  private readonly subjects: RateLimiterMemory;
  private readonly keys: RateLimiterAbstract;

  constructor(limits: HttpLimits, redis?: Redis) {
    this.strangers = new RateLimiterMemory({ points: limits.strangerRequests, duration: MINUTE });
    this.subjects = new RateLimiterMemory({ points: limits.sdkRequests, duration: MINUTE });
    this.keys = keyLimiter(redis);
  }

  /** @throws DomainError RATE_LIMITED with the seconds to wait */
  async count(caller: Caller | undefined, { ipAddress }: Origin): Promise<void> {
    if (isUnlimited(caller) || caller?.kind === 'platform') return;
    if (caller?.kind === 'operator') return this.countKey(caller);
    try {
      if (caller) await this.subjects.consume(subjectOf(caller));
      else await this.strangers.consume(ipAddress ?? 'unknown');
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw refusal(error);
    }
  }

  /** The limit is the organization's own, so it is held here and not in the limiter, which only counts. */
  private async countKey({ organizationId, keyId, rateLimit = Infinity }: Operator): Promise<void> {
    const counted = await this.keys.consume(`${organizationId}/${keyId}`);
    if (counted.consumedPoints > rateLimit) throw refusal(counted);
  }
}

/** With Redis down every process counts for itself: a limit too high for a while, never an outage. */
function keyLimiter(redis: Redis | undefined): RateLimiterAbstract {
  const options = { points: Number.MAX_SAFE_INTEGER, duration: MINUTE };
  const own = new RateLimiterMemory(options);
  if (!redis) return own;
  const shared = { storeClient: redis, keyPrefix: 'proofgate:rate', insuranceLimiter: own };
  return new RateLimiterRedis({ ...options, ...shared, rejectIfRedisNotReady: true });
}

const refusal = ({ msBeforeNext }: RateLimiterRes): DomainError =>
  new DomainError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)) });

/** Whose app it is that calls. */
const subjectOf = (bearer: Sdk | Holder): string =>
  bearer.kind === 'sdk' ? bearer.sessionId : bearer.identificationId;
