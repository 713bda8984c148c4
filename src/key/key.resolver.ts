import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import { requireOperator, type RequestContext } from '../graphql/context.js';
import type { OrganizationService } from '../organization/organization.service.js';
import type { Operator } from '../shared/principal.js';
import type { KeyService, ApiKey } from './key.service.js';
import { ApiKeyType, Viewer } from './key.type.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly clients: ClientService,
    private readonly keys: KeyService,
  ) {}

  @Query(() => Viewer)
  viewer(@Ctx() context: RequestContext): Operator {
    return requireOperator(context);
  }

  @FieldResolver()
  organization(@Root() { organizationId }: Operator) {
    return this.organizations.find(organizationId);
  }

  @FieldResolver()
  client(@Root() { organizationId, clientId }: Operator) {
    return this.clientOf(organizationId, clientId);
  }

  @FieldResolver()
  async apiKeys(@Root() { organizationId, role, mode }: Operator): Promise<ApiKey[]> {
    if (role !== 'ADMIN') return [];
    const keys = await this.keys.list(organizationId);
    return keys.filter((key) => mode === 'LIVE' || key.mode === 'SANDBOX');
  }

  private async clientOf(organizationId: string, clientId: string | undefined) {
    if (clientId === undefined) return null;
    const [client] = await this.clients.findMany(organizationId, [clientId]);
    return client ?? null;
  }
}

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  constructor(private readonly clients: ClientService) {}

  @FieldResolver()
  async client(@Root() { organizationId, clientId }: ApiKey) {
    const [client] = clientId === undefined ? [] : await this.clients.findMany(organizationId, [clientId]);
    return client ?? null;
  }
}
