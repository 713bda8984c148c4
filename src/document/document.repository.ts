import type { DataSource, DocumentReading, DocumentType } from '../provider/contract.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import { type FieldValues, valuesOf } from './document.states.js';
import { newId } from '../shared/id.js';
import type { DataKey, Keyring } from '../shared/keyring.js';

/** What one source on a person's documents says. */
export interface IdentityDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly subjectId: string;
  readonly type: DocumentType;
  readonly dataSource: DataSource | 'MERGED';
  readonly accepted: boolean;
  readonly fields: FieldValues;
  readonly raw: string | undefined;
}

interface DocumentRow {
  id: string;
  organization_id: string;
  subject_id: string;
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

  async ofSubjects(subjectIds: readonly string[]): Promise<IdentityDocument[]> {
    const rows = await this.documents()
      .whereIn('subject_id', [...subjectIds])
      .orderBy('id');
    const keys = await this.keyring.findMany(
      this.db,
      [...new Set(subjectIds)].map((id) => this.subject(id)),
    );
    return rows.map((row) => fromRow(row, keys.get(row.subject_id)));
  }

  /** Replaces what the subject's documents said by what they say now: one document a source. */
  async replace(subjectId: string, readings: readonly DocumentReading[], type: DocumentType, now: Date): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(subjectId));
    await this.documents().where({ subject_id: subjectId }).delete();
    for (const reading of readings) {
      const content: Content = { fields: valuesOf(reading.fields), raw: reading.raw };
      await this.documents().insert({
        id: newId(),
        organization_id: this.organizationId,
        subject_id: subjectId,
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

  private subject(subjectId: string) {
    return { organizationId: this.organizationId, subjectId: subjectId };
  }
}

function fromRow(row: DocumentRow, key: DataKey | undefined): IdentityDocument {
  const sealed = key && row.content;
  const content = sealed ? (key.openJson(sealed, `document/${row.data_source}`) as Content) : { fields: {} };
  return {
    id: row.id,
    organizationId: row.organization_id,
    subjectId: row.subject_id,
    type: row.document_type,
    dataSource: row.data_source,
    accepted: row.accepted,
    fields: content.fields,
    raw: 'raw' in content ? content.raw : undefined,
  };
}
