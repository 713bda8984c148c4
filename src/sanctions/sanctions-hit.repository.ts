import { versionSource } from '../shared/cache/versions.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import type { SanctionsMatch } from './sanctions.states.js';

interface HitRow {
  organization_id: string;
  subject_id: string;
  screened_at: Date;
  content: Bytes | null;
}

/** No event tells of a screening, so the transaction that wrote the row does; of an erased subject nothing is left to show. */
export const HIT_VERSIONS = versionSource(
  'subject',
  `select h.organization_id, h.subject_id::text, h.xmin::text || case when k.subject_id is null then ' erased' else '' end as version
     from unnest(?::text[], ?::uuid[]) as asked (organization_id, subject_id)
     join sanctions_hits h using (organization_id, subject_id)
     left join keyring.data_keys k using (organization_id, subject_id)`,
);

/** What screenings found: it names the subject as good as in so many words, so it is sealed under the subject's key. */
export class SanctionsHitRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** The last screening of a subject stands. */
  async save(subjectId: string, matches: readonly SanctionsMatch[], now: Date): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(subjectId));
    await this.db<HitRow>('sanctions_hits')
      .insert({
        organization_id: this.organizationId,
        subject_id: subjectId,
        screened_at: now,
        content: key.sealJson(matches, CONTEXT),
      })
      .onConflict(['organization_id', 'subject_id'])
      .merge();
  }

  /** Of those that were screened; nothing is left of one that was erased. */
  async ofSubjects(subjectIds: readonly string[]): Promise<Map<string, SanctionsMatch[]>> {
    const rows = await this.db<HitRow>('sanctions_hits')
      .where('organization_id', this.organizationId)
      .whereIn('subject_id', [...subjectIds]);
    await this.keyring.findMany(
      this.db,
      rows.map((row) => this.subject(row.subject_id)),
    ); // at once, and known from then on
    const opened = rows.map(async ({ subject_id: id, content }): Promise<[string, SanctionsMatch[]]> => {
      const key = content ? await this.keyring.find(this.db, this.subject(id)) : undefined;
      return [id, content && key ? (key.openJson(content, CONTEXT) as SanctionsMatch[]) : []];
    });
    return new Map(await Promise.all(opened));
  }

  private subject(subjectId: string) {
    return { organizationId: this.organizationId, subjectId };
  }
}
const CONTEXT = 'sanctions';
