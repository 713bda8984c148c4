import type { LivenessToken, LivenessTokenService } from '../liveness/liveness-token.service.js';
import { DomainError } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import type { ScoringService } from './scoring.service.js';
import { requireScorable, type Scoring } from './scoring.states.js';

const ENDPOINT = 'Mutation.generateScoringLiveness';

/** Starts liveness for a scoring whose identification asks for it. */
export class ScoringLivenessService {
  constructor(
    private readonly scorings: ScoringService,
    private readonly tokens: LivenessTokenService,
  ) {}

  /** @throws DomainError SCORING_NOT_OPEN, TEST_DISABLED, ATTEMPTS_EXHAUSTED */
  async start(principal: Principal, id: string): Promise<{ scoring: Scoring; token: string; liveness: LivenessToken }> {
    let started: { token: string; liveness: LivenessToken } | undefined;
    const scoring = await this.scorings.changeAs(principal, id, ENDPOINT, async (current, { db, now }) => {
      requireScorable(current, now);
      if (!current.settings.performLivenessTest) throw new DomainError('TEST_DISABLED');
      started = await this.tokens.start(db, current, current.settings.livenessMode, now);
      const data = { steps: started.liveness.steps.length };
      return [current, [{ type: 'SCORING_LIVENESS_STARTED', data }]];
    });
    if (!started) throw new Error('liveness was started without a token');
    return { scoring, ...started };
  }
}
