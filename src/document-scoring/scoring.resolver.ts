import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver } from 'type-graphql';
import { pageRequest, PageArgs } from '../graphql/connection.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import { present } from '../graphql/present.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { ScoringCreationService } from './scoring-creation.service.js';
import { CreateScoringInput } from './scoring-input.type.js';
import { CloseScoringPayload, CreateScoringPayload } from './scoring-payload.type.js';
import type { ScoringService } from './scoring.service.js';
import { ScoringConnection, ScoringFilterInput, ScoringType, type ScoringView, viewOf } from './scoring.type.js';

/** Scorings from their creation to their end, but for their images. */
@Resolver(() => OrganizationType)
export class ScoringResolver {
  constructor(
    private readonly service: ScoringService,
    private readonly creation: ScoringCreationService,
  ) {}

  @Query(() => ScoringType, { nullable: true })
  async scoring(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<ScoringView | null> {
    const scoring = await this.service.read(requireCaller(context, 'VIEWER', 'holder'), id);
    return scoring ? viewOf(scoring) : null;
  }

  @FieldResolver(() => ScoringConnection, { description: 'Newest first.' })
  async scorings(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @Arg('filter', () => ScoringFilterInput, { nullable: true }) filter?: ScoringFilterInput | null,
  ) {
    const { page, count } = await this.service.list(requireOperator(context), present(filter ?? {}), pageRequest(args));
    return new ScoringConnection({ ...page, rows: page.rows.map(viewOf) }, ({ id }) => id, count);
  }

  @Mutation(() => CreateScoringPayload)
  async createScoring(
    @Arg('input', () => CreateScoringInput) input: CreateScoringInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateScoringPayload> {
    return { scoring: viewOf(await this.creation.create(requireOperator(context, 'OPERATOR'), input)) };
  }

  @Mutation(() => CloseScoringPayload)
  async closeScoring(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<CloseScoringPayload> {
    return { scoring: viewOf(await this.service.close(requireOperator(context, 'OPERATOR'), id)) };
  }
}
