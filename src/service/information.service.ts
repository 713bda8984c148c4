import type { HealthReport } from '../shared/health.js';
import type { Clock } from '../shared/clock.js';

/** What the service is: the same for as long as it runs. */
export interface ServiceInfo {
  readonly service: string;
  readonly description: string;
  readonly version: string;
  readonly environment: string;
}

/** What changes from moment to moment, and who says so. */
export interface Moment extends Pick<ServiceInfo, 'version' | 'environment'> {
  readonly timestamp: Date;
  /** Seconds since the process began. */
  readonly uptime: number;
}

/** Where it is asked what. */
export const ENDPOINTS = {
  health: '/health',
  ready: '/ready',
  live: '/live',
  metrics: '/metrics',
  docs: '/docs',
  apiSpec: '/schema.graphql',
  graphql: '/graphql',
};

/** Milliseconds for which a report is good: who asks more often does not make us ask the database more often. */
const REPORT_LASTS = 1000;

/** What the service tells of itself, over HTTP and over GraphQL. */
export class InformationService {
  /** How it is, at most a second old. */
  readonly report: () => Promise<HealthReport>;

  constructor(
    readonly info: ServiceInfo,
    private readonly clock: Clock,
    health: () => Promise<HealthReport>,
  ) {
    this.report = lasting(REPORT_LASTS, health);
  }

  now(): Moment {
    const { version, environment } = this.info;
    return { timestamp: this.clock(), uptime: process.uptime(), version, environment };
  }
}

/** Asks anew when the last answer is older than that. */
function lasting<Value>(milliseconds: number, ask: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly answer: Promise<Value>; readonly until: number } | undefined;
  return () => {
    if (!last || last.until < performance.now()) last = { answer: ask(), until: performance.now() + milliseconds };
    return last.answer;
  };
}
