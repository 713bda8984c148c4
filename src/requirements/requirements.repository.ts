import type { DocumentType } from '../provider/contract.js';
import type { TenantDb } from '../shared/database.js';
import { FLAG_NAMES, type Requirements, type RequirementsFlags, type RequiredSource } from './requirements.states.js';

/** Where a version applies, and to which documents. */
export interface RequirementsPlace {
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
}
export interface RequirementsKind {
  readonly documentType: DocumentType;
  readonly dataSource: RequiredSource;
}

interface RequirementsRow {
  id: string;
  organization_id: string;
  client_id: string | null;
  user_id: string | null;
  document_type: DocumentType;
  data_source: RequiredSource;
  version: number;
  /** The names of the flags that are set. */
  required: string[];
  created_by: string | null;
  created_at: Date;
}

interface PinnedRow extends RequirementsRow {
  session_id: string;
}

export class RequirementsRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** A row a (type, source): the newest version of the narrowest scope. */
  async inForce({ clientId, userId }: RequirementsPlace): Promise<Requirements[]> {
    const rows = await this.rows()
      .distinctOn('document_type', 'data_source')
      .where((scope) => void scope.whereNull('client_id').orWhere('client_id', clientId ?? null))
      .where((scope) => void scope.whereNull('user_id').orWhere('user_id', userId ?? null))
      .orderByRaw('document_type, data_source, user_id is null, client_id is null, version desc');
    return rows.map(fromRow);
  }

  async newestVersion(place: RequirementsPlace, { documentType, dataSource }: RequirementsKind): Promise<number> {
    const row = await this.rows()
      .where({ client_id: place.clientId ?? null, user_id: place.userId ?? null })
      .where({ document_type: documentType, data_source: dataSource })
      .orderBy('version', 'desc')
      .first('version');
    return row?.version ?? 0;
  }

  async insert(requirements: Requirements): Promise<void> {
    await this.db('requirements').insert({
      id: requirements.id,
      organization_id: this.organizationId,
      client_id: requirements.clientId ?? null,
      user_id: requirements.userId ?? null,
      document_type: requirements.documentType,
      data_source: requirements.dataSource,
      version: requirements.version,
      required: FLAG_NAMES.filter((flag) => requirements.flags[flag]),
      created_by: requirements.createdBy ?? null,
      created_at: requirements.createdAt,
    });
  }

  async pin(sessionId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const pins = ids.map((id) => ({
      organization_id: this.organizationId,
      session_id: sessionId,
      requirements_id: id,
    }));
    await this.db('session_requirements').insert(pins);
  }

  async pinned(sessionIds: readonly string[]): Promise<Map<string, Requirements[]>> {
    const rows = await this.db
      .from('session_requirements as pin')
      .join('requirements as r', 'r.id', 'pin.requirements_id')
      .where('pin.organization_id', this.organizationId)
      .whereIn('pin.session_id', [...sessionIds])
      .orderBy(['r.document_type', 'r.data_source'])
      .select<PinnedRow[]>('r.*', 'pin.session_id');
    const found = new Map<string, Requirements[]>();
    for (const row of rows) found.set(row.session_id, [...(found.get(row.session_id) ?? []), fromRow(row)]);
    return found;
  }

  private rows() {
    return this.db<RequirementsRow>('requirements').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: RequirementsRow): Requirements => ({
  id: row.id,
  organizationId: row.organization_id,
  clientId: row.client_id ?? undefined,
  userId: row.user_id ?? undefined,
  documentType: row.document_type,
  dataSource: row.data_source,
  version: row.version,
  flags: Object.fromEntries(FLAG_NAMES.map((flag) => [flag, row.required.includes(flag)])) as RequirementsFlags,
  createdBy: row.created_by ?? undefined,
  createdAt: row.created_at,
});
