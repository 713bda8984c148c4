import { addSeconds } from '../shared/clock.js';
import { TooEarly } from '../shared/job-failure.js';
import type { JobKind } from '../shared/jobs.js';
import type { ScoringService } from './scoring.service.js';
import { nextStatus } from './scoring.states.js';

/** Ends a scoring whose time is over. */
export const SCORING_EXPIRY: JobKind<{ organizationId: string; scoringId: string }> = {
  queue: 'scoring-expiry',
  retryLimit: 10,
  expireInSeconds: 60,
};

/** How long after its time a scoring that is being analysed may wait for its result. */
const JUDGING_SECONDS = 600;

export class ScoringExpiryService {
  constructor(private readonly scorings: ScoringService) {}

  /** The job of SCORING_EXPIRY: harmless where the scoring has ended otherwise. */
  async expire(organizationId: string, scoringId: string): Promise<void> {
    await this.scorings.change(organizationId, scoringId, {}, async (scoring, { now }) => {
      const status = nextStatus(scoring.status, 'expire');
      if (!status) return [scoring, []];
      const deadline =
        scoring.status === 'PROCESSING' ? addSeconds(scoring.expiresAt, JUDGING_SECONDS) : scoring.expiresAt;
      if (deadline > now) throw new TooEarly(deadline);
      return [{ ...scoring, status }, [{ type: 'SCORING_EXPIRED' }]];
    });
  }
}
