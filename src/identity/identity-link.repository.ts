import type { DocumentType } from '../provider/contract.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Mode } from '../shared/principal.js';

interface KeyRow {
  organization_id: string;
  mode: Mode;
  fingerprint: Bytes;
  identity_id: string;
}
interface SessionRow {
  organization_id: string;
  session_id: string;
  identity_id: string;
  document_type: DocumentType;
  verified: boolean;
}

/** A session of an identity. */
export interface LinkedSession {
  readonly sessionId: string;
  readonly identityId: string;
  readonly documentType: DocumentType;
  readonly verified: boolean;
}

/** By what identities are known again, and which sessions are theirs. */
export class IdentityLinkRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async ownerOf(mode: Mode, fingerprint: Bytes): Promise<string | undefined> {
    const row = await this.keys().where({ mode, fingerprint }).first('identity_id');
    return row?.identity_id;
  }

  /** Whose it is now: of two who claim it at once, the second waits and is told of the first. */
  async claim(mode: Mode, fingerprint: Bytes, identityId: string): Promise<string> {
    const claimed = await this.db<KeyRow>('identity_keys')
      .insert({ organization_id: this.organizationId, mode, fingerprint, identity_id: identityId })
      .onConflict(['organization_id', 'mode', 'fingerprint'])
      .ignore()
      .returning('identity_id');
    return claimed[0]?.identity_id ?? (await this.ownerOf(mode, fingerprint)) ?? identityId;
  }

  async release(identityId: string, fingerprint?: Bytes): Promise<void> {
    const keys = this.keys().where({ identity_id: identityId });
    await (fingerprint ? keys.where({ fingerprint }) : keys).delete();
  }

  async link({ sessionId, identityId, documentType, verified }: LinkedSession): Promise<void> {
    await this.db<SessionRow>('identity_sessions')
      .insert({
        organization_id: this.organizationId,
        session_id: sessionId,
        identity_id: identityId,
        document_type: documentType,
        verified,
      })
      .onConflict(['organization_id', 'session_id'])
      .merge();
  }

  /** Oldest first. */
  async sessionsOf(identityIds: readonly string[]): Promise<LinkedSession[]> {
    const rows = await this.sessions()
      .whereIn('identity_id', [...identityIds])
      .orderBy('session_id');
    return rows.map(fromRow);
  }

  async ofSessions(sessionIds: readonly string[]): Promise<LinkedSession[]> {
    return (await this.sessions().whereIn('session_id', [...sessionIds])).map(fromRow);
  }

  private sessions() {
    return this.db<SessionRow>('identity_sessions').where('organization_id', this.organizationId);
  }

  private keys() {
    return this.db<KeyRow>('identity_keys').where('organization_id', this.organizationId);
  }
}

const fromRow = (row: SessionRow): LinkedSession => ({
  sessionId: row.session_id,
  identityId: row.identity_id,
  documentType: row.document_type,
  verified: row.verified,
});
