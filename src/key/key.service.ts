import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ClientService } from '../client/client.service.js';
import type { Change, EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Clock } from '../shared/clock.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database } from '../shared/database.js';
import type { MasterKey } from '../shared/encryption.js';
import { badInput, DomainError } from '../shared/errors.js';
import { isId, newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import { KEY_FORMAT, mayTouch, type Mode, type Operator, ownOrganization, type Role } from '../shared/principal.js';
import { type ApiKey, findKeysByHash, KEY_VERSIONS, KeyRepository } from './key.repository.js';

export type { ApiKey };

/** A key is found before anybody knows whose it is. */
const NOBODY = '';
/** How exact `lastUsedAt` is. */
const USED_EVERY_MILLISECONDS = 60_000;
const LONGEST_NAME = 200;
const PREFIX_LENGTH = 12;
const PREFIXES = { LIVE: 'sk_live_', SANDBOX: 'sk_test_' } as const;
const CREATE = 'Mutation.createApiKey';

export interface NewKey {
  readonly organizationId: string;
  readonly clientId?: string | null;
  readonly name: string;
  readonly role: Role;
  readonly mode: Mode;
  readonly idempotencyKey?: string | null;
}
/** Who made or revoked it: a key's id, `platform` or `admin`; and by which operation. */
interface Cause {
  readonly actor: string;
  readonly mode: Mode;
  readonly endpoint?: string;
}
export interface IssuedKey {
  readonly key: ApiKey;
  /** Which nobody can read again. */
  readonly secret: string;
}

/** Operators' keys: 32 random bytes, kept as HMAC-SHA-256 under a key of the installation. */
export class KeyService {
  private readonly cache: ReadThrough<ApiKey>;
  /** When this process last noted the use of a key. */
  private readonly noted = new LRUCache<string, Date>({ max: 10_000 });

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    private readonly master: MasterKey,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    this.cache = caches.of<ApiKey>({
      name: 'key',
      versions: KEY_VERSIONS,
      sealedBy: 'installation',
      load: (_nobody, hashes) => findKeysByHash(this.database.system, hashes),
    });
  }

  async list(organizationId: string): Promise<ApiKey[]> {
    return this.database.tenant(organizationId, (db) => new KeyRepository(db, organizationId).list());
  }

  /** The key with this secret, unless it is unknown or revoked. */
  async find(secret: string): Promise<ApiKey | undefined> {
    if (!KEY_FORMAT.test(secret)) return undefined;
    const hash = this.master.mac('api-key', secret);
    const key = await this.cache.find(NOBODY, hash.toString('base64'));
    if (key) await this.noteUse(key);
    return key;
  }

  /** @throws DomainError FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewKey): Promise<IssuedKey> {
    ownOrganization(operator, input.organizationId);
    if (!mayTouch(operator, input.mode))
      throw new DomainError('FORBIDDEN', { message: 'A test key makes test keys only.' });
    return this.issue(input, { actor: operator.keyId, mode: operator.mode, endpoint: CREATE });
  }

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED */
  async issue(input: NewKey, cause: Cause, given?: string): Promise<IssuedKey> {
    const { organizationId, idempotencyKey: key, ...asked } = input;
    if (asked.clientId) await this.clients.require(organizationId, asked.clientId);
    return this.log.change(organizationId, async (change) => {
      const id = newId();
      const first = await takeIdempotencyKey(
        change.db,
        { organizationId, operation: CREATE, key, input: asked },
        id,
        change.now,
      );
      return first ? this.reissue(change, organizationId, first) : this.insert(change, { ...input, id }, cause, given);
    });
  }

  /** Makes the key within a change. */
  async insert(change: Change, input: NewKey & { id: string }, cause: Cause, given?: string): Promise<IssuedKey> {
    const { id, organizationId, role, mode } = input;
    const secret = given ?? newSecret(mode);
    const key: ApiKey = {
      id,
      organizationId,
      clientId: input.clientId ?? undefined,
      name: checkedName(input.name),
      role,
      mode,
      prefix: secret.slice(0, PREFIX_LENGTH),
      createdAt: change.now,
      lastUsedAt: undefined,
      revokedAt: undefined,
    };
    await new KeyRepository(change.db, organizationId).insert(key, this.master.mac('api-key', secret));
    await change.append(organizationEvent(organizationId, cause, 'API_KEY_CREATED', { apiKeyId: id, role, mode }));
    return { key, secret };
  }

  /** The same key with a new secret, for a repeated request: the secret before was shown to nobody, or is given up. */
  async reissue({ db, afterCommit }: Change, organizationId: string, id: string): Promise<IssuedKey> {
    const keys = new KeyRepository(db, organizationId);
    const key = await keys.find(id);
    if (!key) throw new Error('a key that was made is gone');
    const secret = newSecret(key.mode);
    const prefix = secret.slice(0, PREFIX_LENGTH);
    const before = await keys.hashOf(id);
    await keys.reissue(id, prefix, this.master.mac('api-key', secret));
    afterCommit(() => this.forget(before));
    return { key: { ...key, prefix }, secret };
  }

  /**
   * Ends a key, at once in every process. Doing it twice changes nothing.
   * @throws DomainError NOT_FOUND
   */
  async revoke(operator: Operator, id: string): Promise<ApiKey> {
    const { organizationId, keyId: actor, mode } = operator;
    const key = await this.read(organizationId, id);
    if (!key || !mayTouch(operator, key.mode)) throw new DomainError('NOT_FOUND', { message: 'There is no such key.' });
    return this.end(organizationId, id, { actor, mode, endpoint: 'Mutation.revokeApiKey' });
  }

  /** @throws DomainError NOT_FOUND */
  async end(organizationId: string, id: string, cause: Cause): Promise<ApiKey> {
    return this.log.change(organizationId, async ({ db, now, append, afterCommit }) => {
      const keys = new KeyRepository(db, organizationId);
      if (isId(id) && (await keys.revoke(id, now)))
        await append(organizationEvent(organizationId, cause, 'API_KEY_REVOKED', { apiKeyId: id }));
      const hash = isId(id) ? await keys.hashOf(id) : undefined;
      afterCommit(() => this.forget(hash));
      const key = isId(id) ? await keys.find(id) : undefined;
      if (!key) throw new DomainError('NOT_FOUND', { message: 'There is no such key.' });
      return key;
    });
  }

  private async read(organizationId: string, id: string): Promise<ApiKey | undefined> {
    if (!isId(id)) return undefined;
    return this.database.tenant(organizationId, (db) => new KeyRepository(db, organizationId).find(id));
  }

  private forget(hash: string | undefined): void {
    if (hash !== undefined) this.cache.forgetEverywhere(NOBODY, hash);
  }

  private async noteUse({ id, organizationId, lastUsedAt }: ApiKey): Promise<void> {
    const now = this.clock();
    const last = this.noted.get(id) ?? lastUsedAt;
    if (last && now.getTime() - last.getTime() < USED_EVERY_MILLISECONDS) return;
    this.noted.set(id, now);
    await this.database.tenant(organizationId, (db) => new KeyRepository(db, organizationId).markUsed(id, now));
  }
}

const newSecret = (mode: Mode): string => `${PREFIXES[mode]}${randomBytes(32).toString('base64url')}`;

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > LONGEST_NAME)
    throw badInput('input.name', `must be 1 to ${LONGEST_NAME} characters`);
  return trimmed;
}
