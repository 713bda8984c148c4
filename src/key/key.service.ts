import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import type { MasterKey } from '../shared/encryption.js';
import { newId } from '../shared/id.js';
import { KEY_FORMAT, type Mode, type Role } from '../shared/principal.js';
import { type ApiKey, findKeyByHash, KeyRepository } from './key.repository.js';

export type { ApiKey };

/** How long a revoked key may still be taken by a process that has just used it. */
const KNOWN_FOR_MILLISECONDS = 5000;
const PREFIXES = { LIVE: 'sk_live_', SANDBOX: 'sk_test_' } as const;

export interface NewKey {
  readonly organizationId: string;
  readonly clientId?: string;
  readonly name: string;
  readonly role: Role;
  readonly mode: Mode;
}

/** Operators' keys: 32 random bytes, kept as HMAC-SHA-256 under a key of the installation. */
export class KeyService {
  private readonly known = new LRUCache<string, ApiKey>({ max: 1000, ttl: KNOWN_FOR_MILLISECONDS });

  constructor(
    private readonly database: Database,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  async list(organizationId: string): Promise<ApiKey[]> {
    return this.database.tenant(organizationId, (db) => new KeyRepository(db, organizationId).list());
  }

  /** The key with this secret, unless it is unknown or revoked. */
  async find(secret: string): Promise<ApiKey | undefined> {
    if (!KEY_FORMAT.test(secret)) return undefined;
    const hash = this.master.mac('api-key', secret);
    const id = hash.toString('base64');
    const known = this.known.get(id);
    if (known) return known;
    const key = await findKeyByHash(this.database.system, hash);
    if (key) this.known.set(id, key);
    return key;
  }

  /** Returns the secret, which nobody can read again. */
  async create(input: NewKey, given?: string): Promise<{ key: ApiKey; secret: string }> {
    const secret = given ?? `${PREFIXES[input.mode]}${randomBytes(32).toString('base64url')}`;
    const key: ApiKey = {
      ...input,
      id: newId(),
      clientId: input.clientId,
      prefix: secret.slice(0, 12),
      createdAt: this.clock(),
      lastUsedAt: undefined,
      revokedAt: undefined,
    };
    await this.database.tenant(input.organizationId, (db) =>
      new KeyRepository(db, input.organizationId).insert(key, this.master.mac('api-key', secret)),
    );
    return { key, secret };
  }

  /** Ends the keys of this name. */
  async revokeNamed(organizationId: string, name: string): Promise<void> {
    await this.database.tenant(organizationId, (db) =>
      new KeyRepository(db, organizationId).revokeNamed(name, this.clock()),
    );
  }
}
