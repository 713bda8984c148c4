import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { pageRequest, SkippingPageArgs } from '../graphql/connection.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import { OrganizationType } from '../organization/organization.type.js';
import { ExceptSanctionsHitInput, IdentityFilter, UpdateIdentityInput } from './identity-input.type.js';
import type { IdentityStatusService } from './identity-status.service.js';
import type { IdentityUpdateService } from './identity-update.service.js';
import type { IdentityService } from './identity.service.js';
import {
  ExceptSanctionsHitPayload,
  IdentityConnection,
  IdentityStatus,
  IdentityType,
  UpdateIdentityPayload,
  viewOf,
} from './identity.type.js';

/** People: lists of them, and what operators change. */
@Resolver(() => OrganizationType)
export class IdentityResolver {
  constructor(
    private readonly identitiesService: IdentityService,
    private readonly updates: IdentityUpdateService,
    private readonly statuses: IdentityStatusService,
  ) {}

  @Query(() => IdentityType, { nullable: true })
  async identity(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    const [identity] = await this.identitiesService.findMany(requireOperator(context), [id]);
    return identity ? viewOf(identity) : null;
  }

  @Query(() => [IdentityType], { nullable: 'items', description: 'In the order asked; null where there is none.' })
  async identitiesById(@Arg('ids', () => [ID]) ids: string[], @Ctx() context: RequestContext) {
    return (await this.statuses.inOrder(requireOperator(context), ids)).map((found) => (found ? viewOf(found) : null));
  }

  @Query(() => IdentityStatus)
  identityStatus(@Arg('identityId', () => ID) id: string, @Ctx() context: RequestContext): Promise<IdentityStatus> {
    return this.statuses.statusOf(requireCaller(context, 'VIEWER', 'sdk'), id);
  }

  @FieldResolver(() => IdentityConnection, { description: 'Newest first.' })
  async identities(
    @Root() _organization: object,
    @Args(() => SkippingPageArgs) args: SkippingPageArgs,
    @Ctx() context: RequestContext,
    @Arg('filter', () => IdentityFilter, { nullable: true }) filter?: IdentityFilter | null,
  ) {
    const { page, count } = await this.identitiesService.list(
      requireOperator(context),
      filter ?? {},
      pageRequest(args),
    );
    return new IdentityConnection({ ...page, rows: page.rows.map(viewOf) }, ({ id }) => id, count);
  }

  @Mutation(() => UpdateIdentityPayload)
  async updateIdentity(
    @Arg('input', () => UpdateIdentityInput) input: UpdateIdentityInput,
    @Ctx() context: RequestContext,
  ): Promise<UpdateIdentityPayload> {
    return { identity: viewOf(await this.updates.update(requireOperator(context, 'OPERATOR'), input)) };
  }

  @Mutation(() => ExceptSanctionsHitPayload)
  async exceptSanctionsHit(
    @Arg('input', () => ExceptSanctionsHitInput) input: ExceptSanctionsHitInput,
    @Ctx() context: RequestContext,
  ): Promise<ExceptSanctionsHitPayload> {
    return { identity: viewOf(await this.updates.exceptHit(requireOperator(context, 'OPERATOR'), input)) };
  }

  @Mutation(() => ExceptSanctionsHitPayload)
  async revokeSanctionsException(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ExceptSanctionsHitPayload> {
    return { identity: viewOf(await this.updates.revokeException(requireOperator(context, 'OPERATOR'), id)) };
  }
}
