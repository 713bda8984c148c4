import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { type RequestContext, requireInsight, requireOperator } from '../graphql/context.js';
import type { Organization, OrganizationService } from '../organization/organization.service.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { Client, ClientService } from './client.service.js';
import { ClientType, CreateClientInput, CreateClientPayload, RotateClientWebhookSecretPayload } from './client.type.js';

@Resolver(() => ClientType)
export class ClientResolver {
  constructor(
    private readonly clients: ClientService,
    private readonly organizations: OrganizationService,
  ) {}

  @FieldResolver()
  organization(@Root() { organizationId }: Client) {
    return this.organizations.find(organizationId);
  }

  @Mutation(() => CreateClientPayload)
  async createClient(
    @Arg('input', () => CreateClientInput) input: CreateClientInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateClientPayload> {
    return { client: await this.clients.create(requireOperator(context, 'ADMIN'), input) };
  }

  @Mutation(() => RotateClientWebhookSecretPayload, {
    description: 'Signs deliveries to the webhookUrl of this client’s sessions.',
  })
  rotateClientWebhookSecret(
    @Arg('clientId', () => ID) clientId: string,
    @Ctx() context: RequestContext,
  ): Promise<RotateClientWebhookSecretPayload> {
    return this.clients.rotateWebhookSecret(requireOperator(context, 'ADMIN'), clientId);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationClientsResolver {
  constructor(private readonly service: ClientService) {}

  @FieldResolver(() => [ClientType])
  clients(@Root() { id }: Organization, @Ctx() context: RequestContext): Promise<Client[]> {
    requireInsight(context);
    return this.service.list(id);
  }
}
