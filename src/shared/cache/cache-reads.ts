import { Counter } from 'prom-client';

const OUTCOMES = ['hit', 'miss', 'failed'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What one cache was asked for, and what it had: in each tier. */
export type CacheReads = Readonly<Record<'memory' | 'redis', Readonly<Record<Outcome, Counter.Internal>>>>;

/** Of one process; whoever serves metrics registers it. */
export const cacheReadsCounter = () =>
  new Counter({
    name: 'proofgate_cache_reads_total',
    help: 'Values that were looked for in a tier of a cache: found, not found, or not to be asked (failed).',
    labelNames: ['cache', 'tier', 'outcome'],
    registers: [],
  });

/** The series of one cache, looked up once: that takes longer than to count. */
export function cacheReadsOf(counter: ReturnType<typeof cacheReadsCounter>, cache: string): CacheReads {
  const ofTier = (tier: string) => ({
    hit: counter.labels(cache, tier, 'hit'),
    miss: counter.labels(cache, tier, 'miss'),
    failed: counter.labels(cache, tier, 'failed'),
  });
  return { memory: ofTier('memory'), redis: ofTier('redis') };
}
