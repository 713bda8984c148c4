import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ClientService } from '../client/client.service.js';
import { type RequestContext, requireOperator, requirePlatform } from '../graphql/context.js';
import type { OrganizationService } from '../organization/organization.service.js';
import { mayTouch, type Operator } from '../shared/principal.js';
import type { FoundingService } from './founding.service.js';
import type { KeyService, ApiKey } from './key.service.js';
import {
  ApiKeyType,
  CreateApiKeyInput,
  CreateApiKeyPayload,
  CreateOrganizationInput,
  CreateOrganizationPayload,
  RevokeApiKeyPayload,
  Viewer,
} from './key.type.js';

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
  async apiKeys(@Root() viewer: Operator): Promise<ApiKey[]> {
    if (viewer.role !== 'ADMIN') return [];
    return (await this.keys.list(viewer.organizationId)).filter((key) => mayTouch(viewer, key.mode));
  }

  private async clientOf(organizationId: string, clientId: string | undefined) {
    if (clientId === undefined) return null;
    const [client] = await this.clients.findMany(organizationId, [clientId]);
    return client ?? null;
  }
}

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  constructor(
    private readonly keys: KeyService,
    private readonly founding: FoundingService,
    private readonly clients: ClientService,
  ) {}

  @Mutation(() => CreateOrganizationPayload, { description: "Takes the installation's own key." })
  async createOrganization(
    @Arg('input', () => CreateOrganizationInput) input: CreateOrganizationInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateOrganizationPayload> {
    requirePlatform(context);
    const { organization, key: apiKey, secret } = await this.founding.create(input);
    return { organization, apiKey, secret };
  }

  @Mutation(() => CreateApiKeyPayload)
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateApiKeyPayload> {
    const { key: apiKey, secret } = await this.keys.create(requireOperator(context, 'ADMIN'), input);
    return { apiKey, secret };
  }

  @Mutation(() => RevokeApiKeyPayload)
  async revokeApiKey(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<RevokeApiKeyPayload> {
    return { apiKey: await this.keys.revoke(requireOperator(context, 'ADMIN'), id) };
  }

  @FieldResolver()
  async client(@Root() { organizationId, clientId }: ApiKey) {
    const [client] = clientId === undefined ? [] : await this.clients.findMany(organizationId, [clientId]);
    return client ?? null;
  }
}
