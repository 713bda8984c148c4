import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../shared/errors.js';
import type { Origin, Principal } from '../shared/principal.js';
import type { HttpLimits } from './options.js';

/** How many requests a caller may make, counted by this process. Operators are trusted with as many as they need. */
export class RateLimit {
  private readonly strangers: RateLimiterMemory;
  private readonly sdks: RateLimiterMemory;

  constructor(limits: HttpLimits) {
    this.strangers = new RateLimiterMemory({ points: limits.strangerRequests, duration: 60 });
    this.sdks = new RateLimiterMemory({ points: limits.sdkRequests, duration: 60 });
  }

  /** @throws DomainError RATE_LIMITED with the seconds to wait */
  async count(principal: Principal | undefined, { ipAddress }: Origin): Promise<void> {
    if (principal?.kind === 'operator') return;
    try {
      if (principal) await this.sdks.consume(principal.sessionId);
      else await this.strangers.consume(ipAddress ?? 'unknown');
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(error.msBeforeNext / 1000) });
    }
  }
}
