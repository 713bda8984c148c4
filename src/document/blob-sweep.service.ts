import type { BlobStore } from '../shared/blob-store.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { isId } from '../shared/id.js';
import type { JobKind } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import { keptCaptures } from './capture.repository.js';

/** Deletes the blobs that nobody will ask for. */
export const BLOB_SWEEP: JobKind<Record<string, never>> = {
  queue: 'blob-sweep',
  retryLimit: 10,
  expireInSeconds: 3600,
};
/** A blob is written before its row: what is younger may still get one. */
const WAITING_SECONDS = 24 * 3600;

/** Images whose change was refused after they were written, or whose erasure was cut short. */
export class BlobSweepService {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** The job of BLOB_SWEEP. Another database, or an earlier life of this one, does not know what it would delete. */
  async sweep(): Promise<void> {
    const life = await this.database.life();
    const owner = await this.blobs.claim(life);
    if (owner !== life)
      return this.log.error({ owner, life }, 'the images belong to another database: none is deleted');
    const before = addSeconds(this.clock(), -WAITING_SECONDS);
    for await (const keys of this.blobs.list(before)) {
      const kept = await keptCaptures(this.database.system, keys.map(captureOf).filter(isId));
      for (const key of keys) if (isOurs(key) && !kept.has(captureOf(key))) await this.blobs.delete(key);
    }
  }
}

/** An image, or what is left of writing one. */
const isOurs = (key: string): boolean => isId(captureOf(key).replace(/\.draft$/, ''));

const captureOf = (key: string): string => key.slice(key.indexOf('/') + 1);
