import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { OrganizationService } from '../organization/organization.service.js';
import type { Client } from './client.service.js';
import { ClientType } from './client.type.js';

@Resolver(() => ClientType)
export class ClientResolver {
  constructor(private readonly organizations: OrganizationService) {}

  @FieldResolver()
  organization(@Root() { organizationId }: Client) {
    return this.organizations.find(organizationId);
  }
}
