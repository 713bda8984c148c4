import { badInput, DomainError } from '../shared/errors.js';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { isId, newId } from '../shared/id.js';
import { ImmutableRows } from '../shared/immutable-rows.js';
import type { Operator } from '../shared/principal.js';
import { type Client, ClientRepository } from './client.repository.js';

export type { Client };

export class ClientService {
  private readonly rows = new ImmutableRows<Client>(10_000, (organizationId, ids) =>
    this.database.tenant(organizationId, (db) => new ClientRepository(db, organizationId).findMany(ids)),
  );

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(organizationId: string): Promise<Client[]> {
    return this.database.tenant(organizationId, (db) => new ClientRepository(db, organizationId).list());
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<Client[]> {
    return this.rows.findMany(organizationId, ids);
  }

  /**
   * The client that a create is for: the one named, else the key's own, else the only one.
   * @throws DomainError NOT_FOUND, or BAD_USER_INPUT where it must be named
   */
  async choose(operator: Operator, clientId: string | undefined): Promise<Client> {
    const wanted = clientId ?? operator.clientId;
    const clients = await this.list(operator.organizationId);
    if (wanted !== undefined) {
      const client = isId(wanted) ? clients.find(({ id }) => id === wanted) : undefined;
      if (!client) throw new DomainError('NOT_FOUND', { message: 'There is no such client.' });
      return client;
    }
    const [only, ...others] = clients;
    if (!only || others.length > 0)
      throw badInput('input.clientId', 'is required: the organization has several clients');
    return only;
  }

  /** The client of this name, made where there is none. */
  async ensure(organizationId: string, name: string): Promise<Client> {
    return this.database.tenant(organizationId, async (db) => {
      const clients = new ClientRepository(db, organizationId);
      const known = (await clients.list()).find((client) => client.name === name);
      if (known) return known;
      const client = { id: newId(), organizationId, name, createdAt: this.clock() };
      await clients.insert(client);
      return client;
    });
  }
}
