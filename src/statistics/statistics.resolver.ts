import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { DateTime } from '../graphql/scalars.js';
import type { Organization } from '../organization/organization.service.js';
import { ModeEnum, OrganizationType } from '../organization/organization.type.js';
import type { Mode } from '../shared/principal.js';
import type { Statistics, StatisticsService } from './statistics.service.js';
import type { Interval } from './statistics.states.js';
import { StatisticsIntervalEnum, StatisticsType } from './statistics.type.js';

@ArgsType()
class StatisticsArgs {
  @Field(() => DateTime)
  from!: Date;
  @Field(() => DateTime, { description: 'Not included.' })
  to!: Date;
  @Field(() => ID, { nullable: true })
  clientId?: string | null;
  @Field(() => ModeEnum, { defaultValue: 'LIVE' })
  mode!: Mode;
  @Field(() => StatisticsIntervalEnum, { defaultValue: 'DAY' })
  interval!: Interval;
}

@Resolver(() => OrganizationType)
export class StatisticsResolver {
  constructor(private readonly service: StatisticsService) {}

  @FieldResolver(() => StatisticsType, {
    description: 'Counts and rates over a period, for dashboards: at most 1,000 buckets.',
  })
  statistics(
    @Root() { id }: Organization,
    @Args(() => StatisticsArgs) { clientId, interval, ...period }: StatisticsArgs,
    @Ctx() context: RequestContext,
  ): Promise<Statistics> {
    return this.service.of(requireOperator(context), id, { ...period, clientId: clientId ?? undefined }, interval);
  }
}
