import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import type { Organization } from './organization.service.js';
import { OrganizationType } from './organization.type.js';

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  /** How much happens in an organization is its own business: not for the subjects' apps. */
  @FieldResolver()
  latestCursor(@Root() { latestCursor }: Organization, @Ctx() { principal }: RequestContext): string | null {
    return principal?.kind === 'operator' ? String(latestCursor) : null;
  }
}
