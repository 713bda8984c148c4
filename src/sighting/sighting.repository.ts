import type { TenantDb } from '../shared/database.js';
import type { Mode } from '../shared/principal.js';

/** A picture that was shown, under keys. */
export interface Sighting {
  readonly captureId: string;
  readonly mode: Mode;
  readonly shownBy: Buffer;
  readonly picture: Buffer;
}
/** A picture of somebody else that came first: the same file, or one that looks alike. */
export interface Earlier {
  readonly captureId: string;
  readonly isSameFile: boolean;
}

export class SightingRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async insert({ captureId, mode, shownBy, picture }: Sighting): Promise<void> {
    await this.db('sightings').insert({
      capture_id: captureId,
      organization_id: this.organizationId,
      mode,
      shown_by: shownBy,
      picture,
    });
  }

  async recordLikeness(captureId: string, likeness: string): Promise<void> {
    await this.sightings()
      .where({ capture_id: captureId })
      .update({ likeness: this.db.raw('?::bit(64)', [likeness]) });
  }

  /**
   * By others, in the same mode, before this capture (ids grow with time) and before whoever shows it had shown the like.
   * The surest first.
   */
  async earlier(captureId: string, likeness: string | undefined, farthest: number, most: number): Promise<Earlier[]> {
    const isAlike = (one: string) =>
      `(${one}.picture = own.picture or bit_count(${one}.likeness # :likeness::bit(64)) <= :farthest)`;
    const { rows } = await this.db.raw<{ rows: { capture_id: string; is_same_file: boolean }[] }>(
      `select other.capture_id, other.picture = own.picture as is_same_file
       from sightings own join sightings other using (organization_id, mode)
       where organization_id = :organizationId and own.capture_id = :captureId
         and other.capture_id < own.capture_id and other.shown_by <> own.shown_by and ${isAlike('other')}
         and not exists (
           select from sightings mine
           where mine.organization_id = :organizationId and mine.mode = own.mode and mine.shown_by = own.shown_by
             and mine.capture_id < other.capture_id and ${isAlike('mine')})
       order by is_same_file desc, bit_count(other.likeness # :likeness::bit(64)), other.capture_id
       limit :most`,
      { organizationId: this.organizationId, captureId, likeness: likeness ?? null, farthest, most },
    );
    return rows.map((row) => ({ captureId: row.capture_id, isSameFile: row.is_same_file }));
  }

  async delete(captureIds: readonly string[]): Promise<void> {
    await this.sightings()
      .whereIn('capture_id', [...captureIds])
      .delete();
  }

  private sightings() {
    return this.db('sightings').where('organization_id', this.organizationId);
  }
}
