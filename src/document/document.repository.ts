import type { DataSource, DocumentReading, DocumentType } from '../provider/contract.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import { type FieldValues, valuesOf } from './document.states.js';
import { newId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';

/** What one source on a person's documents says. */
export interface IdentityDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly sessionId: string;
  readonly type: DocumentType;
  readonly dataSource: DataSource | 'MERGED';
  readonly accepted: boolean;
  readonly fields: FieldValues;
  readonly raw: string | undefined;
}

interface DocumentRow {
  id: string;
  organization_id: string;
  session_id: string;
  data_source: DataSource;
  document_type: DocumentType;
  accepted: boolean;
  created_at: Date;
  content: Bytes | null;
}
type Content = Pick<IdentityDocument, 'fields' | 'raw'>;

export class DocumentRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  async ofSessions(sessionIds: readonly string[]): Promise<IdentityDocument[]> {
    const rows = await this.documents()
      .whereIn('session_id', [...sessionIds])
      .orderBy('id');
    return Promise.all(rows.map((row) => this.fromRow(row)));
  }

  /** Replaces what the session's documents said by what they say now: one document a source. */
  async replace(sessionId: string, readings: readonly DocumentReading[], type: DocumentType, now: Date): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(sessionId));
    await this.documents().where({ session_id: sessionId }).delete();
    for (const reading of readings) {
      const content: Content = { fields: valuesOf(reading.fields), raw: reading.raw };
      await this.documents().insert({
        id: newId(),
        organization_id: this.organizationId,
        session_id: sessionId,
        data_source: reading.source,
        document_type: reading.type ?? type,
        accepted: reading.accepted,
        created_at: now,
        content: key.sealJson(content, `document/${reading.source}`),
      });
    }
  }

  private documents() {
    return this.db<DocumentRow>('documents').where('organization_id', this.organizationId);
  }

  private subject(sessionId: string) {
    return { organizationId: this.organizationId, subjectId: sessionId };
  }

  private async fromRow(row: DocumentRow): Promise<IdentityDocument> {
    const key = await this.keyring.find(this.db, this.subject(row.session_id));
    const sealed = key && row.content;
    const content = sealed ? (key.openJson(sealed, `document/${row.data_source}`) as Content) : { fields: {} };
    return {
      id: row.id,
      organizationId: row.organization_id,
      sessionId: row.session_id,
      type: row.document_type,
      dataSource: row.data_source,
      accepted: row.accepted,
      fields: content.fields,
      raw: 'raw' in content ? content.raw : undefined,
    };
  }
}
