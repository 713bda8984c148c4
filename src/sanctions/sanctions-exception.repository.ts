import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { orNull, orUndefined } from '../shared/nullable.js';
import type { SanctionsException } from './sanctions.states.js';

interface ExceptionRow {
  id: string;
  organization_id: string;
  identity_id: string;
  list: string;
  entry_id: string;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  note: Bytes | null;
}

/** What people decided on hits; revoked ones stay for the record, and are not read any more. */
export class SanctionsExceptionRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  async find(id: string): Promise<SanctionsException | undefined> {
    const row = await this.exceptions().where({ id }).first();
    return row && this.fromRow(row);
  }

  /** Oldest first. */
  async ofIdentities(identityIds: readonly string[]): Promise<SanctionsException[]> {
    if (identityIds.length === 0) return [];
    const rows = await this.exceptions()
      .whereIn('identity_id', [...identityIds])
      .orderBy('id');
    return Promise.all(rows.map((row) => this.fromRow(row)));
  }

  async insert({ note, ...exception }: SanctionsException): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(exception.identityId));
    await this.db<ExceptionRow>('sanctions_exceptions').insert({
      id: exception.id,
      organization_id: this.organizationId,
      identity_id: exception.identityId,
      list: exception.list,
      entry_id: exception.entryId,
      created_by: exception.createdBy,
      created_at: exception.createdAt,
      expires_at: orNull(exception.expiresAt),
      note: key.sealJson(note, contextOf(exception.id)),
    });
  }

  async revoke(id: string, now: Date): Promise<void> {
    await this.exceptions().where({ id }).update({ revoked_at: now });
  }

  private exceptions() {
    return this.db<ExceptionRow>('sanctions_exceptions')
      .where('organization_id', this.organizationId)
      .whereNull('revoked_at');
  }

  private subject(subjectId: string) {
    return { organizationId: this.organizationId, subjectId };
  }

  private async fromRow(row: ExceptionRow): Promise<SanctionsException> {
    const key = row.note ? await this.keyring.find(this.db, this.subject(row.identity_id)) : undefined;
    return {
      id: row.id,
      identityId: row.identity_id,
      list: row.list,
      entryId: row.entry_id,
      createdBy: row.created_by,
      createdAt: row.created_at,
      expiresAt: orUndefined(row.expires_at),
      note: row.note && key ? String(key.openJson(row.note, contextOf(row.id))) : '',
    };
  }
}
const contextOf = (id: string): string => `exception/${id}`;
