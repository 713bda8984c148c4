import type { EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import type { Database } from '../shared/database.js';
import { type MasterKey, seal, unseal } from '../shared/encryption.js';
import { badInput, DomainError } from '../shared/errors.js';
import { byId, isId, newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import { newSigningSecret } from '../shared/message-signature.js';
import { type Mode, type Operator, ownOrganization } from '../shared/principal.js';
import { type Client, ClientRepository } from './client.repository.js';

export type { Client };

const LONGEST_NAME = 200;
const CREATE = 'Mutation.createClient';

export interface NewClient {
  readonly organizationId: string;
  readonly name: string;
  readonly idempotencyKey?: string | null;
}
/** Who made it: a key's id, `platform` or `admin`. */
interface Maker {
  readonly actor: string;
  readonly mode: Mode;
}

export class ClientService {
  private readonly cache: ReadThrough<Client>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly master: MasterKey,
    caches: Caches,
  ) {
    this.cache = caches.of<Client>({
      name: 'client',
      sealedBy: 'installation',
      load: async (organizationId, ids) =>
        byId(
          await this.database.tenant(organizationId, (db) => new ClientRepository(db, organizationId).findMany(ids)),
        ),
    });
  }

  async list(organizationId: string): Promise<Client[]> {
    return this.database.tenant(organizationId, (db) => new ClientRepository(db, organizationId).list());
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<Client[]> {
    const lower = ids.filter(isId).map((id) => id.toLowerCase());
    return [...(await this.cache.findMany(organizationId, lower)).values()];
  }

  /** @throws DomainError NOT_FOUND */
  async require(organizationId: string, id: string): Promise<Client> {
    const [client] = await this.findMany(organizationId, [id]);
    if (!client) throw new DomainError('NOT_FOUND', { message: 'There is no such client.' });
    return client;
  }

  /**
   * The client that a create is for: the one named, else the key's own, else the only one.
   * @throws DomainError NOT_FOUND, or BAD_USER_INPUT where it must be named
   */
  async choose(operator: Operator, clientId: string | undefined): Promise<Client> {
    const wanted = clientId ?? operator.clientId;
    if (wanted !== undefined) return this.require(operator.organizationId, wanted);
    const [only, ...others] = await this.list(operator.organizationId);
    if (!only) throw badInput('input.clientId', 'is required, and the organization has no client yet');
    if (others.length > 0) throw badInput('input.clientId', 'is required: the organization has several clients');
    return only;
  }

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewClient): Promise<Client> {
    ownOrganization(operator, input.organizationId);
    return this.make(input, { actor: operator.keyId, mode: operator.mode });
  }

  /** @throws DomainError BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED */
  async make({ organizationId, idempotencyKey: key, ...input }: NewClient, maker: Maker): Promise<Client> {
    const name = input.name.trim();
    if (name === '' || name.length > LONGEST_NAME)
      throw badInput('input.name', `must be 1 to ${LONGEST_NAME} characters`);
    const id = await this.log.change(organizationId, async ({ db, now, append }) => {
      const id = newId();
      const first = await takeIdempotencyKey(db, { organizationId, operation: CREATE, key, input }, id, now);
      if (first) return first;
      await new ClientRepository(db, organizationId).insert({ id, organizationId, name, createdAt: now });
      await append(
        organizationEvent(organizationId, { ...maker, endpoint: CREATE }, 'CLIENT_CREATED', { clientId: id }),
      );
      return id;
    });
    return this.require(organizationId, id);
  }

  /** The client of this name, made where there is none. */
  async ensure(organizationId: string, name: string): Promise<Client> {
    const known = (await this.list(organizationId)).find((client) => client.name === name);
    return known ?? this.make({ organizationId, name }, { actor: 'platform', mode: 'SANDBOX' });
  }

  /**
   * A new secret for the deliveries to the webhookUrl of this client's sessions; the old one ends.
   * @throws DomainError NOT_FOUND
   */
  async rotateWebhookSecret(operator: Operator, id: string): Promise<{ client: Client; secret: string }> {
    const { organizationId, keyId: actor, mode } = operator;
    const client = await this.require(organizationId, id);
    const secret = newSigningSecret();
    const sealed = this.sealed(client, secret);
    await this.log.change(organizationId, async ({ db, append }) => {
      await new ClientRepository(db, organizationId).saveWebhookSecret(id, sealed);
      const cause = { actor, mode, endpoint: 'Mutation.rotateClientWebhookSecret' };
      await append(organizationEvent(organizationId, cause, 'CLIENT_SECRET_ROTATED', { clientId: id }));
    });
    return { client, secret };
  }

  /** What messages to the webhookUrl of this client's sessions are signed with; nobody knows it until it is rotated. */
  async webhookSecretOf(organizationId: string, clientId: string): Promise<string> {
    const client = await this.require(organizationId, clientId);
    const sealed = await this.database.tenant(organizationId, async (db) => {
      const clients = new ClientRepository(db, organizationId);
      const known = await clients.webhookSecret(client.id);
      if (known) return known;
      await clients.saveWebhookSecret(client.id, this.sealed(client, newSigningSecret()));
      return clients.webhookSecret(client.id);
    });
    if (!sealed) throw new Error('a client is gone');
    return unseal(this.master.derive('webhook'), sealed, contextOf(client)).toString();
  }

  private sealed(client: Client, secret: string): Buffer {
    return seal(this.master.derive('webhook'), Buffer.from(secret), contextOf(client));
  }
}

const contextOf = ({ organizationId, id }: Client): string => `${organizationId}/${id}/webhook-secret`;
