import { Field, Float, Int, ObjectType } from 'type-graphql';
import { TestNameEnum } from '../examination/score.type.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime } from '../graphql/scalars.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import type { TestName } from '../scoring/tests.js';
import { INTERVAL_NAMES } from './statistics.states.js';

export const StatisticsIntervalEnum = enumOf(
  'StatisticsInterval',
  INTERVAL_NAMES,
  'How long a bucket is, in UTC; weeks begin on Mondays.',
);

@ObjectType({ simpleResolvers: true, description: 'The sessions created in the bucket, as they stand now.' })
export class StatisticsBucket {
  @Field(() => DateTime)
  start!: Date;
  @Field(() => Int)
  created!: number;
  @Field(() => Int, { description: 'Of those created in it, with a final verdict.' })
  completed!: number;
  @Field(() => Int)
  verified!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What a test found in the sessions created in the period.' })
export class TestStatistics {
  @Field(() => TestNameEnum)
  test!: TestName;
  @Field(() => Int)
  passed!: number;
  @Field(() => Int)
  failed!: number;
  @Field(() => Int)
  inconclusive!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Documents that a provider was asked to read in the period; with a client, for its sessions alone.',
})
export class ProviderStatistics {
  @Field(() => ProviderEnum)
  provider!: Provider;
  @Field(() => Int)
  calls!: number;
  @Field(() => Int, { description: 'Calls that gave no evidence.' })
  failures!: number;
  @Field(() => Float, { nullable: true, description: 'Null where no duration is known.' })
  p50Milliseconds!: number | null;
  @Field(() => Float, { nullable: true, description: 'Null where no duration is known.' })
  p99Milliseconds!: number | null;
}

@ObjectType('Statistics', {
  simpleResolvers: true,
  description: 'The sessions created in a period, as they stand now: the counts add up to the total.',
})
export class StatisticsType {
  @Field(() => Int)
  total!: number;
  @Field(() => Int)
  verified!: number;
  @Field(() => Int, { description: 'With a final verdict that is negative.' })
  rejected!: number;
  @Field(() => Int)
  inProgress!: number;
  @Field(() => Int)
  temporarilyBlocked!: number;
  @Field(() => Int)
  temporarilyComplete!: number;
  @Field(() => Int, { description: 'Ended without a verdict, cancelled ones too.' })
  expired!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'From creation to the final verdict; null where there is none.',
  })
  medianCompletionSeconds!: number | null;
  @Field(() => [StatisticsBucket], { description: 'Every bucket that the period touches, oldest first.' })
  buckets!: readonly StatisticsBucket[];
  @Field(() => [TestStatistics])
  outcomes!: readonly TestStatistics[];
  @Field(() => [ProviderStatistics])
  providers!: readonly ProviderStatistics[];
}
