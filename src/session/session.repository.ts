import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import type { Person, Session } from './session.states.js';

/** Columns that hold what the session says under the same name, in snake case. */
interface SessionRow {
  id: string;
  organization_id: string;
  kind: Session['kind'];
  client_id: string;
  user_id: string | null;
  mode: Session['mode'];
  provider: Session['provider'];
  status: Session['status'];
  status_reason: Session['statusReason'] | null;
  version: number;
  settings: Session['settings'];
  metadata: Record<string, string>;
  sdk_metadata: Record<string, unknown>;
  webhook_url: string | null;
  liveness_mode: Session['livenessMode'];
  liveness_provider: Session['livenessProvider'];
  document_type: Session['documentType'];
  weights_id: string | null;
  created_at: Date;
  expires_at: Date;
  consented: boolean | null;
  consented_at: Date | null;
  document_front_given_at: Date | null;
  document_back_given_at: Date | null;
  selfie_given_at: Date | null;
  liveness_detected_at: Date | null;
  finalize_requested_at: Date | null;
  finalize_input: string[] | null;
  completed_at: Date | null;
  verified: boolean | null;
  verified_at: Date | null;
  provisional: boolean;
  score: Session['score'] | null;
  retry_at: Date | null;
  erased_at: Date | null;
  person: Bytes | null;
}

export class SessionRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  /** `for update` holds the row until the transaction ends: the next change waits for this one. */
  async find(id: string, lock?: 'for update'): Promise<Session | undefined> {
    const query = this.sessions().where({ id }).first();
    const row = await (lock ? query.forUpdate() : query);
    return row && this.fromRow(row);
  }

  async insert(session: Session): Promise<void> {
    await this.sessions().insert(await this.toRow(session));
  }

  /** The compare-and-set behind every change: false where another change came first. */
  async update(session: Session): Promise<boolean> {
    const { id, organization_id: _organization, ...row } = await this.toRow(session);
    const updated = await this.sessions()
      .where({ id, version: session.version })
      .update({ ...row, version: session.version + 1 });
    return updated === 1;
  }

  private sessions() {
    return this.db<SessionRow>('sessions').where('organization_id', this.organizationId);
  }

  private subject(id: string) {
    return { organizationId: this.organizationId, subjectId: id };
  }

  private async toRow(session: Session): Promise<SessionRow> {
    const { person, metadata, sdkMetadata, settings, score, ...plain } = session;
    const key = await this.keyring.find(this.db, this.subject(session.id));
    const row = Object.fromEntries(Object.entries(plain).map(([name, value]) => [snakeCase(name), value ?? null]));
    return {
      ...row,
      settings: JSON.stringify(settings),
      metadata: JSON.stringify(metadata),
      sdk_metadata: JSON.stringify(sdkMetadata),
      score: score ? JSON.stringify(score) : null,
      person: key ? key.sealJson(person, 'person') : null,
    } as unknown as SessionRow; // jsonb goes in as text and comes out parsed
  }

  private async fromRow(row: SessionRow): Promise<Session> {
    const { person, ...plain } = row;
    const session = Object.fromEntries(
      Object.entries(plain).map(([name, value]) => [camelCase(name), value ?? undefined]),
    ) as unknown as Omit<Session, 'person'>; // SessionRow names the columns one by one
    const key = person ? await this.keyring.find(this.db, this.subject(row.id)) : undefined;
    return { ...session, person: person && key ? (key.openJson(person, 'person') as Person) : {} };
  }
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
