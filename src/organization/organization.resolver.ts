import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { EventLog } from '../event/event.service.js';
import { HistoryEventConnection, historyEventOf } from '../event/event.type.js';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireInsight, requireOperator } from '../graphql/context.js';
import type { OrganizationPolicy } from './organization.states.js';
import type { Organization, OrganizationService } from './organization.service.js';
import { OrganizationType, UpdateOrganizationInput, UpdateOrganizationPayload } from './organization.type.js';

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly log: EventLog,
  ) {}

  @Query(() => OrganizationType, { nullable: true })
  async organization(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Organization | null> {
    if (context.principal?.kind !== 'platform' && requireOperator(context).organizationId !== id) return null;
    return (await this.organizations.find(id)) ?? null;
  }

  @Mutation(() => UpdateOrganizationPayload)
  async updateOrganization(
    @Arg('input', () => UpdateOrganizationInput) input: UpdateOrganizationInput,
    @Ctx() context: RequestContext,
  ): Promise<UpdateOrganizationPayload> {
    return { organization: await this.organizations.update(requireOperator(context, 'ADMIN'), input) };
  }

  @FieldResolver()
  policy(@Root() { policy }: Organization, @Ctx() context: RequestContext): OrganizationPolicy {
    requireInsight(context);
    return policy;
  }

  /** How much happens in an organization is its own business: not for the subjects' apps. */
  @FieldResolver()
  latestCursor(@Root() { latestCursor }: Organization, @Ctx() { principal }: RequestContext): string | null {
    return principal?.kind === 'operator' || principal?.kind === 'platform' ? String(latestCursor) : null;
  }

  @FieldResolver(() => HistoryEventConnection, { description: 'Everything that happened, newest first.' })
  async history(
    @Root() { id }: Organization,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const { mode } = requireOperator(context);
    const { page, count } = await this.log.pageOf(id, mode, pageRequest(args));
    return new HistoryEventConnection({ ...page, rows: page.rows.map(historyEventOf) }, ({ id }) => id, count);
  }
}
