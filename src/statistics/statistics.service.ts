import type { Database } from '../shared/database.js';
import { badInput } from '../shared/errors.js';
import { isId } from '../shared/id.js';
import { mayTouch, type Operator, ownOrganization } from '../shared/principal.js';
import { type StandingCount, StatisticsRepository } from './statistics.repository.js';
import {
  bucketStarts,
  type Interval,
  mostBuckets,
  type Period,
  type ProviderCount,
  type TestCount,
} from './statistics.states.js';

const MOST_BUCKETS = 1000;

export interface StatisticsBucket {
  readonly start: Date;
  readonly created: number;
  readonly completed: number;
  readonly verified: number;
}

/** The sessions created in a period, as they stand now, and the calls of providers in it. */
export interface Statistics {
  readonly total: number;
  readonly verified: number;
  readonly rejected: number;
  readonly inProgress: number;
  readonly temporarilyBlocked: number;
  readonly temporarilyComplete: number;
  readonly expired: number;
  readonly medianCompletionSeconds: number | null;
  readonly buckets: readonly StatisticsBucket[];
  readonly outcomes: readonly TestCount[];
  readonly providers: readonly ProviderCount[];
}

/** Counts and rates over a period. */
export class StatisticsService {
  constructor(private readonly database: Database) {}

  /** A test key counts SANDBOX alone: of LIVE there is nothing for it. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async of(operator: Operator, organization: string, period: Period, interval: Interval): Promise<Statistics> {
    const organizationId = ownOrganization(operator, organization);
    if (period.to <= period.from) throw badInput('to', 'must be after `from`');
    if (mostBuckets(period, interval) > MOST_BUCKETS)
      throw badInput('interval', `makes more than ${MOST_BUCKETS} buckets of this period`);
    const starts = bucketStarts(period, interval);
    if (!mayTouch(operator, period.mode) || (period.clientId !== undefined && !isId(period.clientId)))
      return { ...summary([], starts), medianCompletionSeconds: null, outcomes: [], providers: [] };
    return this.database.tenant(organizationId, async (db) => {
      const counted = new StatisticsRepository(db, organizationId, period);
      return {
        ...summary(await counted.standings(interval), starts),
        medianCompletionSeconds: await counted.medianCompletionSeconds(),
        outcomes: await counted.tests(),
        providers: await counted.providers(),
      };
    });
  }
}

function summary(standings: readonly StandingCount[], starts: readonly Date[]) {
  const sum = (isCounted: (standing: StandingCount) => boolean) =>
    standings.filter(isCounted).reduce((total, { count }) => total + count, 0);
  const inStatus = (status: string) => sum((standing) => standing.status === status);
  return {
    total: sum(() => true),
    verified: sum(isVerified),
    rejected: inStatus('COMPLETE') - sum(isVerified),
    inProgress: inStatus('IN_PROGRESS'),
    temporarilyBlocked: inStatus('TEMPORARILY_BLOCKED'),
    temporarilyComplete: inStatus('TEMPORARILY_COMPLETE'),
    expired: inStatus('EXPIRED'),
    buckets: starts.map((start) => {
      const own = standings.filter((standing) => standing.start.getTime() === start.getTime());
      const count = (counted: readonly StandingCount[]) => counted.reduce((total, one) => total + one.count, 0);
      const completed = own.filter(({ status }) => status === 'COMPLETE');
      return { start, created: count(own), completed: count(completed), verified: count(own.filter(isVerified)) };
    }),
  };
}

const isVerified = ({ status, verified }: StandingCount): boolean => status === 'COMPLETE' && verified === true;
