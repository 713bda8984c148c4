import { rowVersions } from '../shared/cache/versions.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { orNull, orUndefined } from '../shared/nullable.js';
import type { Person, Session } from './session.states.js';

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
  identity_id: string | null;
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
  dmv_scenario: string | null;
  completed_at: Date | null;
  verified: boolean | null;
  verified_at: Date | null;
  provisional: boolean;
  score: Session['score'] | null;
  retry_at: Date | null;
  retries: number;
  retry_until: Date | null;
  erased_at: Date | null;
  person: Bytes | null;
}

/** A change raises the version in the statement that makes it. */
export const SESSION_VERSIONS = rowVersions('sessions');

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
    return row && (await this.fromRows([row]))[0];
  }

  async findMany(ids: readonly string[]): Promise<Session[]> {
    return this.fromRows(await this.sessions().whereIn('id', [...ids]));
  }

  /** Of both kinds, oldest first. */
  async ofIdentity(identityId: string): Promise<Session[]> {
    return this.fromRows(await this.sessions().where({ identity_id: identityId }).orderBy('id'));
  }

  async insert(session: Session): Promise<void> {
    const { id, kind, clientId, mode, createdAt } = session;
    await this.db('sessions').insert({
      id,
      organization_id: this.organizationId,
      kind,
      client_id: clientId,
      mode,
      version: session.version,
      created_at: createdAt,
      ...(await this.changing(session)),
    });
  }

  /** The compare-and-set behind every change: false where another change came first. */
  async update(session: Session): Promise<boolean> {
    const { id, version } = session;
    const changed = await this.changing(session);
    const updated = await this.db('sessions')
      .where({ organization_id: this.organizationId, id, version })
      .update({ ...changed, version: version + 1 });
    return updated === 1;
  }

  /** Whose application each is, and the address that it asked to be told at. */
  async webhookTargets(ids: readonly string[]) {
    const rows = await this.sessions()
      .whereIn('id', [...ids])
      .select('id', 'client_id', 'webhook_url');
    return new Map(rows.map((row) => [row.id, { clientId: row.client_id, webhookUrl: row.webhook_url ?? undefined }]));
  }

  private sessions() {
    return this.db<SessionRow>('sessions').where('organization_id', this.organizationId);
  }

  /** All that may differ from one version to the next. */
  private async changing(session: Session) {
    const key = await this.keyring.find(this.db, this.subject(session.id));
    return {
      user_id: orNull(session.userId),
      provider: session.provider,
      status: session.status,
      status_reason: orNull(session.statusReason),
      settings: JSON.stringify(session.settings),
      metadata: JSON.stringify(session.metadata),
      sdk_metadata: JSON.stringify(session.sdkMetadata),
      webhook_url: orNull(session.webhookUrl),
      liveness_mode: session.livenessMode,
      liveness_provider: session.livenessProvider,
      document_type: session.documentType,
      weights_id: orNull(session.weightsId),
      identity_id: orNull(session.identityId),
      expires_at: session.expiresAt,
      consented: orNull(session.consented),
      consented_at: orNull(session.consentedAt),
      document_front_given_at: orNull(session.documentFrontGivenAt),
      document_back_given_at: orNull(session.documentBackGivenAt),
      selfie_given_at: orNull(session.selfieGivenAt),
      liveness_detected_at: orNull(session.livenessDetectedAt),
      finalize_requested_at: orNull(session.finalizeRequestedAt),
      finalize_input: session.finalizeInput ? [...session.finalizeInput] : null,
      dmv_scenario: orNull(session.dmvScenario),
      completed_at: orNull(session.completedAt),
      verified: orNull(session.verified),
      verified_at: orNull(session.verifiedAt),
      provisional: session.provisional,
      score: session.score ? JSON.stringify(session.score) : null,
      retry_at: orNull(session.retryAt),
      retries: session.retries,
      retry_until: orNull(session.retryUntil),
      erased_at: orNull(session.erasedAt),
      person: key ? key.sealJson(session.person, 'person') : null,
    };
  }

  /** The keys of all of them are read at once. */
  private async fromRows(rows: readonly SessionRow[]): Promise<Session[]> {
    const sealed = rows.filter(({ person }) => person !== null).map(({ id }) => this.subject(id));
    const keys = await this.keyring.findMany(this.db, sealed);
    return rows.map((row) => {
      const key = keys.get(row.id);
      return fromRow(row, row.person && key ? (key.openJson(row.person, 'person') as Person) : {});
    });
  }

  private subject(id: string) {
    return { organizationId: this.organizationId, subjectId: id };
  }
}

const fromRow = (row: SessionRow, person: Person): Session => ({
  id: row.id,
  organizationId: row.organization_id,
  kind: row.kind,
  clientId: row.client_id,
  userId: orUndefined(row.user_id),
  mode: row.mode,
  provider: row.provider,
  status: row.status,
  statusReason: orUndefined(row.status_reason),
  version: row.version,
  settings: row.settings,
  metadata: row.metadata,
  sdkMetadata: row.sdk_metadata,
  webhookUrl: orUndefined(row.webhook_url),
  livenessMode: row.liveness_mode,
  livenessProvider: row.liveness_provider,
  documentType: row.document_type,
  weightsId: orUndefined(row.weights_id),
  identityId: orUndefined(row.identity_id),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  consented: orUndefined(row.consented),
  consentedAt: orUndefined(row.consented_at),
  documentFrontGivenAt: orUndefined(row.document_front_given_at),
  documentBackGivenAt: orUndefined(row.document_back_given_at),
  selfieGivenAt: orUndefined(row.selfie_given_at),
  livenessDetectedAt: orUndefined(row.liveness_detected_at),
  finalizeRequestedAt: orUndefined(row.finalize_requested_at),
  finalizeInput: orUndefined(row.finalize_input),
  dmvScenario: orUndefined(row.dmv_scenario),
  completedAt: orUndefined(row.completed_at),
  verified: orUndefined(row.verified),
  verifiedAt: orUndefined(row.verified_at),
  provisional: row.provisional,
  score: orUndefined(row.score),
  retryAt: orUndefined(row.retry_at),
  retries: row.retries,
  retryUntil: orUndefined(row.retry_until),
  erasedAt: orUndefined(row.erased_at),
  person,
});
