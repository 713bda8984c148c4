import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';

/** A verdict by a person. */
export interface Decision {
  readonly id: string;
  readonly sessionId: string;
  readonly verified: boolean;
  /** Empty once erased. */
  readonly reason: string;
  readonly note: string | undefined;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}
type Content = Pick<Decision, 'reason'> & { readonly note?: string };

interface DecisionRow {
  id: string;
  organization_id: string;
  session_id: string;
  verified: boolean;
  decided_by: string;
  decided_at: Date;
  content: Bytes;
}

export class DecisionRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** Newest last. */
  async ofSessions(sessionIds: readonly string[]): Promise<Decision[]> {
    const rows = await this.db<DecisionRow>('decisions')
      .where('organization_id', this.organizationId)
      .whereIn('session_id', [...sessionIds])
      .orderBy('id');
    const subjects = [...new Set(rows.map((row) => row.session_id))].map((id) => this.subject(id));
    const keys = await this.keyring.findMany(this.db, subjects);
    return rows.map((row) => {
      const key = keys.get(row.session_id);
      const content = key && (key.openJson(row.content, `decision/${row.id}`) as Content);
      return {
        id: row.id,
        sessionId: row.session_id,
        verified: row.verified,
        reason: content?.reason ?? '',
        note: content?.note,
        decidedBy: row.decided_by,
        decidedAt: row.decided_at,
      };
    });
  }

  async insert({ id, sessionId, reason, note, ...decision }: Decision): Promise<void> {
    const key = await this.keyring.require(this.db, this.subject(sessionId));
    const content: Content = { reason, ...(note === undefined ? {} : { note }) };
    await this.db('decisions').insert({
      id,
      organization_id: this.organizationId,
      session_id: sessionId,
      verified: decision.verified,
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
      content: key.sealJson(content, `decision/${id}`),
    });
  }

  private subject(sessionId: string) {
    return { organizationId: this.organizationId, subjectId: sessionId };
  }
}
