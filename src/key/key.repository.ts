import type { Knex } from 'knex';
import { versionSource } from '../shared/cache/versions.js';
import type { Bytes, TenantDb } from '../shared/database.js';
import type { Mode, Role } from '../shared/principal.js';

/** An operator's key; the secret itself is nowhere, only its keyed hash. */
export interface ApiKey {
  readonly id: string;
  readonly organizationId: string;
  readonly clientId: string | undefined;
  readonly name: string;
  readonly role: Role;
  readonly mode: Mode;
  /** The first characters, to tell keys apart. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

interface ApiKeyRow {
  id: string;
  organization_id: string;
  client_id: string | null;
  name: string;
  role: Role;
  mode: Mode;
  prefix: string;
  hash: Bytes;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/**
 * The keys with these hashes, in base64, that are not revoked. Before anybody is known there is no organization to keep to;
 * the hash is keyed, so the look-up tells nothing by time.
 */
export async function findKeysByHash(system: Knex, hashes: readonly string[]): Promise<Map<string, ApiKey>> {
  const rows = await system<ApiKeyRow>('api_keys')
    .whereIn(
      'hash',
      hashes.map((hash) => Buffer.from(hash, 'base64')),
    )
    .whereNull('revoked_at');
  return new Map(rows.map((row) => [inBase64(row.hash), fromRow(row)]));
}

/** What a key may do never changes: it is there under its hash, or not any more. */
export const KEY_VERSIONS = versionSource(
  'subject',
  `select asked.nobody as organization_id, asked.hash as subject_id, k.id::text as version
     from unnest(?::text[], ?::text[]) as asked (nobody, hash)
     join api_keys k on k.hash = decode(asked.hash, 'base64') and k.revoked_at is null`,
);

export class KeyRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async list(): Promise<ApiKey[]> {
    return (await this.keys().orderBy('id')).map(fromRow);
  }

  async insert(key: ApiKey, hash: Bytes): Promise<void> {
    await this.keys().insert({
      id: key.id,
      organization_id: this.organizationId,
      client_id: key.clientId ?? null,
      name: key.name,
      role: key.role,
      mode: key.mode,
      prefix: key.prefix,
      hash,
      created_at: key.createdAt,
    });
  }

  async find(id: string): Promise<ApiKey | undefined> {
    const row = await this.keys().where({ id }).first();
    return row && fromRow(row);
  }

  /** What it is found under: the keyed hash of its secret, in base64. */
  async hashOf(id: string): Promise<string | undefined> {
    const row = await this.keys().where({ id }).first('hash');
    return row && inBase64(row.hash);
  }

  /** False where it was revoked before. */
  async revoke(id: string, now: Date): Promise<boolean> {
    const revoked = await this.keys().where({ id }).whereNull('revoked_at').update({ revoked_at: now }).returning('id');
    return revoked.length > 0;
  }

  /** Gives the key another secret: the one before is good for nothing from now on. */
  async reissue(id: string, prefix: string, hash: Bytes): Promise<void> {
    await this.keys().where({ id }).update({ prefix, hash });
  }

  async markUsed(id: string, now: Date): Promise<void> {
    await this.keys().where({ id }).update({ last_used_at: now });
  }

  private keys() {
    return this.db<ApiKeyRow>('api_keys').where('organization_id', this.organizationId);
  }
}

const inBase64 = (hash: Bytes): string => Buffer.from(hash).toString('base64');
const fromRow = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  organizationId: row.organization_id,
  clientId: row.client_id ?? undefined,
  name: row.name,
  role: row.role,
  mode: row.mode,
  prefix: row.prefix,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
  revokedAt: row.revoked_at ?? undefined,
});
