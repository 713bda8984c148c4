import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import type { Organization } from '../organization/organization.service.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { RequirementsService } from './requirements.service.js';
import {
  RequirementsArgs,
  RequirementsType,
  requirementsTypeOf,
  UpdateRequirementsInput,
  UpdateRequirementsPayload,
} from './requirements.type.js';

@Resolver(() => OrganizationType)
export class RequirementsResolver {
  constructor(private readonly service: RequirementsService) {}

  @Mutation(() => UpdateRequirementsPayload, {
    description: 'Saves a new version; sessions keep the one that they began with.',
  })
  async updateRequirements(
    @Arg('input', () => UpdateRequirementsInput) input: UpdateRequirementsInput,
    @Ctx() context: RequestContext,
  ): Promise<UpdateRequirementsPayload> {
    return { requirements: requirementsTypeOf(await this.service.update(requireOperator(context, 'ADMIN'), input)) };
  }

  @FieldResolver(() => [RequirementsType], { description: 'The rows in force; what has no row asks for nothing.' })
  async requirements(
    @Root() { id }: Organization,
    @Args(() => RequirementsArgs) { clientId, userId, documentType, dataSource }: RequirementsArgs,
    @Ctx() context: RequestContext,
  ): Promise<RequirementsType[]> {
    requireOperator(context);
    const place = { clientId: clientId ?? undefined, userId: userId ?? undefined };
    const kind = { ...(documentType && { documentType }), ...(dataSource && { dataSource }) };
    return (await this.service.inForce(id, { ...place, ...kind })).map(requirementsTypeOf);
  }
}
