import type { FaceTemplate } from '../provider/contract.js';
import { rowVersions } from '../shared/cache/versions.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Keyring } from '../shared/keyring.js';
import { orNull, orUndefined } from '../shared/nullable.js';
import { type Page, pageOf, type PageRequest, rowsToFetch } from '../shared/page.js';
import type { Identity, IdentityFilter, KnownPerson } from './identity.states.js';

interface IdentityRow {
  id: string;
  organization_id: string;
  mode: Identity['mode'];
  client_id: string | null;
  user_id: string | null;
  version: number;
  created_at: Date;
  completed_at: Date | null;
  document_front_given_at: Date | null;
  liveness_detected_at: Date | null;
  ofac_status: Identity['ofac']['status'];
  ofac_detected_at: Date | null;
  dmv_status: Identity['dmv']['status'];
  dmv_detected_at: Date | null;
  verified: boolean;
  verified_at: Date | null;
  last_verified: Date | null;
  identity_score: number | null;
  metadata: Record<string, string>;
  erased_at: Date | null;
  person: Bytes | null;
  face: Bytes | null;
}
interface TokenRow {
  organization_id: string;
  subject_id: string;
  token: Bytes;
}

/** A change raises the version in the statement that makes it; an enrolled face is no part of what it counts. */
export const IDENTITY_VERSIONS = rowVersions('identities');

export class IdentityRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
    private readonly keyring: Keyring,
  ) {}

  async findMany(ids: readonly string[]): Promise<Identity[]> {
    const rows = await this.identities().whereIn('id', [...ids]);
    return this.fromRows(rows);
  }

  /** Holds the row until the transaction ends: the next change waits for this one. */
  async lock(id: string): Promise<Identity | undefined> {
    const row = await this.identities().where({ id }).forUpdate().first();
    return row && this.fromRow(row);
  }

  async insert(identity: Identity): Promise<void> {
    const { id, mode, createdAt, version } = identity;
    await this.db('identities').insert({
      id,
      organization_id: this.organizationId,
      mode,
      created_at: createdAt,
      version,
      ...(await this.changing(identity)),
    });
  }

  async update(identity: Identity): Promise<void> {
    await this.db('identities')
      .where({ organization_id: this.organizationId, id: identity.id })
      .update({ ...(await this.changing(identity)), version: identity.version + 1 });
  }

  async enroll(id: string, face: FaceTemplate | null): Promise<void> {
    const key = face ? await this.keyring.require(this.db, this.subject(id)) : undefined;
    const sealed = key ? key.sealJson(face, FACE) : null;
    await this.db('identities').where({ organization_id: this.organizationId, id }).update({ face: sealed });
  }

  async faceOf(id: string): Promise<FaceTemplate | undefined> {
    const row = await this.identities().where({ id }).first('face');
    const key = row?.face ? await this.keyring.find(this.db, this.subject(id)) : undefined;
    return row?.face && key ? (key.openJson(row.face, FACE) as FaceTemplate) : undefined;
  }

  /** Newest first. */
  async page(filter: IdentityFilter, request: PageRequest): Promise<Page<Identity>> {
    const query = this.matching(filter)
      .orderBy('id', request.direction === 'backward' ? 'asc' : 'desc')
      .limit(rowsToFetch(request))
      .offset(request.skip);
    if (request.after !== undefined) query.where('id', '<', request.after);
    if (request.before !== undefined) query.where('id', '>', request.before);
    const page = pageOf(await query, request);
    return { ...page, rows: await this.fromRows(page.rows) };
  }

  async count(filter: IdentityFilter): Promise<number> {
    const rows = await this.matching(filter).count<{ count: number | string }[]>('* as count');
    return Number(rows[0]?.count ?? 0);
  }

  private matching({ mode, id, clientId, userId, verified, createdFrom, createdTo, tokens }: IdentityFilter) {
    const query = this.identities();
    if (mode !== undefined) query.where({ mode });
    if (verified !== undefined) query.where({ verified });
    if (createdFrom) query.where('created_at', '>=', createdFrom);
    if (createdTo) query.where('created_at', '<', createdTo);
    for (const [column, values] of Object.entries({ id, client_id: clientId, user_id: userId }))
      if (values) query.whereIn(column, [...values]);
    for (const token of tokens)
      query.whereIn(
        'id',
        this.db<TokenRow>('search_tokens').where({ organization_id: this.organizationId, token }).select('subject_id'),
      );
    return query;
  }

  private identities() {
    return this.db<IdentityRow>('identities').where('organization_id', this.organizationId);
  }

  private subject(subjectId: string) {
    return { organizationId: this.organizationId, subjectId };
  }

  private async changing(identity: Identity) {
    const key = identity.erasedAt ? undefined : await this.keyring.find(this.db, this.subject(identity.id));
    return {
      client_id: orNull(identity.clientId),
      user_id: orNull(identity.userId),
      completed_at: orNull(identity.completedAt),
      document_front_given_at: orNull(identity.documentFrontGivenAt),
      liveness_detected_at: orNull(identity.livenessDetectedAt),
      ofac_status: identity.ofac.status,
      ofac_detected_at: orNull(identity.ofac.at),
      dmv_status: identity.dmv.status,
      dmv_detected_at: orNull(identity.dmv.at),
      verified: identity.verified,
      verified_at: orNull(identity.verifiedAt),
      last_verified: orNull(identity.lastVerified),
      identity_score: orNull(identity.identityScore),
      metadata: JSON.stringify(identity.metadata),
      erased_at: orNull(identity.erasedAt),
      person: key ? key.sealJson(identity.person, PERSON) : null,
    };
  }

  private async fromRows(rows: readonly IdentityRow[]): Promise<Identity[]> {
    const known = rows.filter(({ person }) => person !== null).map(({ id }) => this.subject(id));
    await this.keyring.findMany(this.db, known); // at once, and known from then on
    return Promise.all(rows.map((row) => this.fromRow(row)));
  }

  private async fromRow(row: IdentityRow): Promise<Identity> {
    const key = row.person ? await this.keyring.find(this.db, this.subject(row.id)) : undefined;
    return {
      id: row.id,
      organizationId: row.organization_id,
      mode: row.mode,
      clientId: orUndefined(row.client_id),
      userId: orUndefined(row.user_id),
      version: row.version,
      createdAt: row.created_at,
      completedAt: orUndefined(row.completed_at),
      documentFrontGivenAt: orUndefined(row.document_front_given_at),
      livenessDetectedAt: orUndefined(row.liveness_detected_at),
      ofac: { status: row.ofac_status, at: orUndefined(row.ofac_detected_at) },
      dmv: { status: row.dmv_status, at: orUndefined(row.dmv_detected_at) },
      verified: row.verified,
      verifiedAt: orUndefined(row.verified_at),
      lastVerified: orUndefined(row.last_verified),
      identityScore: orUndefined(row.identity_score),
      metadata: row.metadata,
      erasedAt: orUndefined(row.erased_at),
      person: row.person && key ? (key.openJson(row.person, PERSON) as KnownPerson) : {},
    };
  }
}
const PERSON = 'person';
const FACE = 'face';
