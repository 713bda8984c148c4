import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import type { Flip } from '../scoring/simulation.js';
import type { SessionService } from '../session/session.service.js';
import { viewOf } from '../session/session-view.type.js';
import type { WeightsService } from '../weights/weights.service.js';
import { proposedWeightsType, weightsViewOf } from '../weights/weights.type.js';
import type { Simulated, SimulationService } from './simulation.service.js';
import { SimulateWeightsInput, type WeightsFlip, WeightsFlipConnection, WeightsSimulation } from './simulation.type.js';

@Resolver(() => WeightsSimulation)
export class SimulationResolver {
  constructor(
    private readonly simulation: SimulationService,
    private readonly sessions: SessionService,
    private readonly weights: WeightsService,
  ) {}

  @Query(() => WeightsSimulation)
  simulateWeights(
    @Arg('input', () => SimulateWeightsInput) input: SimulateWeightsInput,
    @Ctx() context: RequestContext,
  ): Promise<Simulated> {
    return this.simulation.simulate(requireOperator(context), input);
  }

  @FieldResolver(() => WeightsFlipConnection, {
    description: 'The verdicts that would be another, newest session first.',
  })
  async flips(
    @Root() simulated: Simulated,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const { limit, after } = pageRequest(args);
    const rest = simulated.flips.filter(({ session }) => after === undefined || session.id < after);
    const { organizationId } = requireOperator(context);
    const asked = rest.slice(0, limit);
    const rows = await Promise.all(asked.map((flip) => this.view(organizationId, flip, simulated)));
    const page = { rows, hasNextPage: rest.length > limit, hasPreviousPage: after !== undefined };
    const idOf = new Map(rows.map((row, place) => [row, asked[place]?.session.id ?? '']));
    return new WeightsFlipConnection(
      page,
      (row) => idOf.get(row) ?? '',
      () => simulated.flips.length,
    );
  }

  private async view(organizationId: string, flip: Flip, { proposed }: Simulated): Promise<WeightsFlip> {
    const session = await this.sessions.find(organizationId, flip.session.id);
    if (!session?.score) throw new Error('a session that was judged is gone');
    const { builtInValues } = this.weights;
    const pinned = session.weightsId && (await this.weights.byId(organizationId, session.weightsId));
    return {
      session: viewOf(session),
      cause: flip.cause,
      before: { ...session.score, weights: weightsViewOf(pinned || undefined, builtInValues) },
      after: { ...this.simulation.scoreAfter(flip, proposed), weights: proposedWeightsType(proposed, builtInValues) },
    };
  }
}
