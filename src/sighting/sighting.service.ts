import type { TenantDb } from '../shared/database.js';
import type { MasterKey } from '../shared/encryption.js';
import type { Mode } from '../shared/principal.js';
import { type Earlier, SightingRepository } from './sighting.repository.js';

export type { Earlier };

/** Who shows a picture: of one person that a caller knows, several sessions are one subject's. */
export interface Showing {
  readonly mode: Mode;
  readonly externalId?: string | undefined;
}
interface Shown {
  readonly id: string;
  readonly organizationId: string;
  readonly subjectId: string;
  readonly sha256: string;
}

/** How many bits of 64 two pictures may lie apart to be looked at as one: set on pictures saved anew, see docs/engine.md. */
const FARTHEST = 10;
/** More than these prove nothing more. */
const MOST_EARLIER = 10;

/**
 * Which pictures of documents an organization has been shown, so that one is known again which somebody else shows. What
 * is kept is keyed by organization: it matches no row of another tenant, and without the master key, or a picture whose row
 * is known, no file.
 */
export class SightingService {
  constructor(private readonly master: MasterKey) {}

  /** In the transaction that stores the picture: whoever shows it next finds it. */
  async note(db: TenantDb, { id, organizationId, subjectId, sha256 }: Shown, showing: Showing): Promise<void> {
    const { mode, externalId } = showing;
    const who = externalId === undefined ? `subject/${subjectId}` : `person/${externalId}`;
    await new SightingRepository(db, organizationId).insert({
      captureId: id,
      mode,
      shownBy: this.keyed(organizationId, who),
      picture: this.keyed(organizationId, `picture/${sha256}`),
    });
  }

  async describe(db: TenantDb, { id, organizationId }: Shown, perceptualHash: string): Promise<void> {
    await new SightingRepository(db, organizationId).recordLikeness(id, this.masked(organizationId, perceptualHash));
  }

  /** Pictures of others that came before this one and are the same file, or look alike: the surest first. */
  async earlier(db: TenantDb, { id, organizationId }: Shown, perceptualHash: string | undefined): Promise<Earlier[]> {
    const likeness = perceptualHash === undefined ? undefined : this.masked(organizationId, perceptualHash);
    return new SightingRepository(db, organizationId).earlier(id, likeness, FARTHEST, MOST_EARLIER);
  }

  async forget(db: TenantDb, organizationId: string, captureIds: readonly string[]): Promise<void> {
    await new SightingRepository(db, organizationId).delete(captureIds);
  }

  private keyed(organizationId: string, text: string): Buffer {
    return this.master.mac('sighting', `${organizationId}\0${text}`);
  }

  /** Which bits differ stays as it is under one mask; what they are does not. */
  private masked(organizationId: string, hex: string): string {
    const mask = this.keyed(organizationId, 'likeness').readBigUInt64BE();
    return (BigInt(`0x${hex}`) ^ mask).toString(2).padStart(64, '0');
  }
}
