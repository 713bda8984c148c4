import type { TenantDb } from '../shared/database.js';
import type { Interval, Period, ProviderCount, TestCount } from './statistics.states.js';

/** So many sessions of one bucket stand like this. */
export interface StandingCount {
  readonly start: Date;
  readonly status: string;
  readonly verified: boolean | null;
  readonly count: number;
}

const KINDS = ['VERIFICATION', 'AUTHENTICATION'];
/** Events that end the calls of providers; the index over them holds the same. */
const CALLS = ['SESSION_CAPTURE_ANALYZED', 'SCORING_SCORED', 'SCORING_FAILED'];
const MILLISECONDS = `(data ->> 'milliseconds')::float8`;

export class StatisticsRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly period: Period,
  ) {}

  async standings(interval: Interval): Promise<StandingCount[]> {
    return this.sessions()
      .select<StandingCount[]>(
        this.db.raw(`date_trunc(?, created_at, 'UTC') as start`, [interval.toLowerCase()]),
        'status',
        'verified',
        this.count(),
      )
      .groupByRaw('1, 2, 3');
  }

  /** Null where none was completed. */
  async medianCompletionSeconds(): Promise<number | null> {
    const [row] = await this.sessions()
      .where('status', 'COMPLETE')
      .select<{ median: number | null }[]>(
        this.db.raw(
          `percentile_cont(0.5) within group (order by extract(epoch from completed_at - created_at)::float8) as median`,
        ),
      );
    return row?.median ?? null;
  }

  async tests(): Promise<TestCount[]> {
    return this.db('test_results')
      .where('organization_id', this.organizationId)
      .whereIn('subject_id', this.sessions().select('id'))
      .whereIn('outcome', ['PASS', 'FAIL', 'INCONCLUSIVE'])
      .select<TestCount[]>(
        'name as test',
        this.count(`where outcome = 'PASS'`, 'passed'),
        this.count(`where outcome = 'FAIL'`, 'failed'),
        this.count(`where outcome = 'INCONCLUSIVE'`, 'inconclusive'),
      )
      .groupBy('name')
      .orderBy('name');
  }

  /** Calls that ended in the period; those for scorings belong to no client. */
  async providers(): Promise<ProviderCount[]> {
    const { clientId, from, to, mode } = this.period;
    const query = this.db('events')
      .where({ organization_id: this.organizationId, mode })
      .whereIn('type', CALLS)
      .where('occurred_at', '>=', from)
      .where('occurred_at', '<', to)
      .whereRaw(`coalesce(data ->> 'provider', data ->> 'scoredBy') is not null`);
    if (clientId !== undefined) query.whereIn('subject_id', this.ofClient(clientId).select(this.db.raw('id::text')));
    return query
      .select<ProviderCount[]>(
        this.db.raw(`coalesce(data ->> 'provider', data ->> 'scoredBy') as provider`),
        this.count('', 'calls'),
        this.count(`where type = 'SCORING_FAILED' or data ->> 'failure' is not null`, 'failures'),
        this.db.raw(`percentile_disc(0.5) within group (order by ${MILLISECONDS}) as "p50Milliseconds"`),
        this.db.raw(`percentile_disc(0.99) within group (order by ${MILLISECONDS}) as "p99Milliseconds"`),
      )
      .groupByRaw('1')
      .orderByRaw('1');
  }

  private sessions() {
    const { clientId, from, to, mode } = this.period;
    const query = this.db('sessions')
      .where({ organization_id: this.organizationId, mode })
      .whereIn('kind', KINDS)
      .where('created_at', '>=', from)
      .where('created_at', '<', to);
    if (clientId !== undefined) query.where('client_id', clientId);
    return query;
  }

  private ofClient(clientId: string) {
    return this.db('sessions')
      .where({ organization_id: this.organizationId, client_id: clientId })
      .whereIn('kind', KINDS);
  }

  private count(which = '', name = 'count') {
    return this.db.raw(`count(*) ${which && `filter (${which})`}::integer as ${name}`);
  }
}
