import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import type { Organization } from '../organization/organization.service.js';
import { OrganizationType } from '../organization/organization.type.js';
import { UpdateWeightsInput, UpdateWeightsPayload } from './weights-input.type.js';
import type { Weights, WeightsService } from './weights.service.js';
import type { WeightsPlace } from './weights.states.js';
import { WeightsConnection, WeightsType, weightsViewOf } from './weights.type.js';

@ArgsType()
class WeightsArgs extends ForwardPageArgs {
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ID, { nullable: true })
  userId?: string | null;
}

@Resolver(() => OrganizationType)
export class WeightsResolver {
  constructor(private readonly service: WeightsService) {}

  @Query(() => WeightsType, { description: 'Any version, old ones too.' })
  async weightsById(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<WeightsType> {
    return this.view(await this.service.byId(requireOperator(context).organizationId, id));
  }

  @Mutation(() => UpdateWeightsPayload, {
    description: 'Saves a new version; sessions keep the one that they began with.',
  })
  async updateWeights(
    @Arg('input', () => UpdateWeightsInput) input: UpdateWeightsInput,
    @Ctx() context: RequestContext,
  ): Promise<UpdateWeightsPayload> {
    return { weights: this.view(await this.service.update(requireOperator(context, 'ADMIN'), input)) };
  }

  @FieldResolver(() => WeightsType, {
    description:
      'The version in force: of the user, else of the client, else of the organization, else the built-in one.',
  })
  async weights(
    @Root() { id }: Organization,
    @Arg('clientId', () => ID, { nullable: true }) clientId: string | null | undefined,
    @Arg('userId', () => ID, { nullable: true }) userId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<WeightsType> {
    requireOperator(context);
    return this.view(await this.service.inForceAt(id, placeOf({ clientId, userId })));
  }

  @FieldResolver(() => WeightsConnection, { description: 'The versions saved at this very place, newest first.' })
  async weightsHistory(
    @Root() { id }: Organization,
    @Args(() => WeightsArgs) args: WeightsArgs,
    @Ctx() context: RequestContext,
  ) {
    requireOperator(context);
    const { page, count } = await this.service.history(
      id,
      placeOf({ clientId: args.clientId, userId: args.userId }),
      pageRequest(args),
    );
    const rows = page.rows.map((weights) => this.view(weights));
    return new WeightsConnection({ ...page, rows }, (weights) => weights.id, count);
  }

  private view(weights: Weights | undefined): WeightsType {
    return weightsViewOf(weights, this.service.builtInValues);
  }
}

const placeOf = ({
  clientId,
  userId,
}: Readonly<Record<keyof WeightsPlace, string | null | undefined>>): WeightsPlace => ({
  clientId: clientId ?? undefined,
  userId: userId ?? undefined,
});
