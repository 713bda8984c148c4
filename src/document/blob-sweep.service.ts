import type { BlobStore } from '../shared/blob-store.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { isId } from '../shared/id.js';
import type { JobKind } from '../shared/jobs.js';
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
  ) {}

  /** The job of BLOB_SWEEP. */
  async sweep(): Promise<void> {
    const before = addSeconds(this.clock(), -WAITING_SECONDS);
    for await (const keys of this.blobs.list(before)) {
      const kept = await keptCaptures(this.database.system, keys.map(captureOf).filter(isId));
      for (const key of keys) if (!kept.has(captureOf(key))) await this.blobs.delete(key);
    }
  }
}

const captureOf = (key: string): string => key.slice(key.indexOf('/') + 1);
