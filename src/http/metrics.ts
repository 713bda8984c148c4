import { Counter, Gauge, Histogram, type Metric, Registry, collectDefaultMetrics } from 'prom-client';
import type { Moment } from '../service/information.service.js';
import type { QueueCounts } from '../shared/jobs.js';

/** What this process counts. Labels are closed lists: nothing that a caller wrote becomes one. */
export class Metrics {
  readonly registry = new Registry();
  readonly socketsOpen = new Gauge({
    name: 'proofgate_websockets_open',
    help: 'WebSockets that are open.',
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'proofgate_http_request_duration_seconds',
    help: 'Time from the head of a request to its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 20],
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: 'proofgate_graphql_errors_total',
    help: 'Errors in GraphQL answers, by code.',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly jobs = new Gauge({
    name: 'proofgate_jobs',
    help: 'Jobs of the whole installation, by queue and state; those that ended are counted for an hour.',
    labelNames: ['queue', 'state'],
    registers: [this.registry],
  });
  private readonly oldestJob = new Gauge({
    name: 'proofgate_jobs_oldest_seconds',
    help: 'For how long the oldest waiting job of a queue has been due.',
    labelNames: ['queue'],
    registers: [this.registry],
  });
  /** The series in use: to look one up by its labels takes longer than to count. */
  private readonly series = new Map<string, Histogram.Internal<string>>();

  /** @param further what others count */
  constructor(
    private readonly countJobs: () => Promise<readonly QueueCounts[]>,
    further: readonly Metric[],
  ) {
    for (const metric of further) this.registry.registerMetric(metric);
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param start of `performance.now()` */
  request(route: string, status: number, start: number): void {
    const key = `${route} ${status}`;
    let series = this.series.get(key);
    if (!series) this.series.set(key, (series = this.durations.labels(route, String(status))));
    series.observe((performance.now() - start) / 1000);
  }

  graphqlError(code: string): void {
    this.errors.inc({ code });
  }

  async text(): Promise<string> {
    await this.lookAtJobs();
    return this.registry.metrics();
  }

  /** Counted where they lie, whoever does them; while that cannot be asked there is no figure. */
  private async lookAtJobs(): Promise<void> {
    const queues = await this.countJobs().catch(() => []);
    this.jobs.reset();
    this.oldestJob.reset();
    for (const { queue, oldestSeconds, ...counts } of queues) {
      this.oldestJob.set({ queue }, oldestSeconds);
      for (const [state, count] of Object.entries(counts)) this.jobs.set({ queue, state }, count);
    }
  }

  /** The state of the process, for those who ask for JSON. */
  json({ timestamp, uptime, version, environment }: Moment): object {
    const { heapUsed: used, heapTotal: total, external, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return {
      timestamp,
      system: {
        uptime,
        memory: { used, total, external, rss },
        cpu: { user, system },
        pid: process.pid,
        node_version: process.version,
        platform: process.platform,
      },
      environment: { node_env: environment, version },
    };
  }
}
