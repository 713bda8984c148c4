import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ClientService } from '../client/client.service.js';
import type { Change, EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import type { MasterKey } from '../shared/encryption.js';
import { badInput, DomainError } from '../shared/errors.js';
import { isId, newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import { KEY_FORMAT, mayTouch, type Mode, type Operator, ownOrganization, type Role } from '../shared/principal.js';
import { type ApiKey, findKeyByHash, KeyRepository } from './key.repository.js';

export type { ApiKey };

/** How long a revoked key may still be taken by another process that has just used it. */
const KNOWN_FOR_MILLISECONDS = 1000;
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
  private readonly known = new LRUCache<string, ApiKey>({ max: 10_000, ttl: KNOWN_FOR_MILLISECONDS });
  /** Counts what was forgotten: a look-up that began before must not bring it back. */
  private forgotten = 0;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clients: ClientService,
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
    const place = hash.toString('base64');
    const known = this.known.get(place);
    if (known) return known;
    const { forgotten } = this;
    const key = await findKeyByHash(this.database.system, hash);
    if (!key) return undefined;
    if (forgotten === this.forgotten) this.known.set(place, key);
    await this.noteUse(key);
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
    await keys.reissue(id, prefix, this.master.mac('api-key', secret));
    afterCommit(() => this.forget(id));
    return { key: { ...key, prefix }, secret };
  }

  /**
   * Ends a key: at once for this process, within a second for others. Doing it twice changes nothing.
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
      afterCommit(() => this.forget(id));
      const key = isId(id) ? await keys.find(id) : undefined;
      if (!key) throw new DomainError('NOT_FOUND', { message: 'There is no such key.' });
      return key;
    });
  }

  private async read(organizationId: string, id: string): Promise<ApiKey | undefined> {
    if (!isId(id)) return undefined;
    return this.database.tenant(organizationId, (db) => new KeyRepository(db, organizationId).find(id));
  }

  private forget(id: string): void {
    this.forgotten += 1;
    for (const [place, key] of this.known.entries()) if (key.id === id) this.known.delete(place);
  }

  private async noteUse({ id, organizationId, lastUsedAt }: ApiKey): Promise<void> {
    const now = this.clock();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USED_EVERY_MILLISECONDS) return;
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
