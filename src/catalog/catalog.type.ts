import { Field, ObjectType } from 'type-graphql';
import { TestNameEnum } from '../examination/score.type.js';
import type { TestName } from '../scoring/tests.js';

@ObjectType('Reason', { simpleResolvers: true })
export class ReasonType {
  @Field(() => String)
  code!: string;
  @Field(() => TestNameEnum, {
    nullable: true,
    description: 'The test that gives it; null for several, and for refusals.',
  })
  test!: TestName | null;
  @Field(() => String)
  operatorText!: string;
  @Field(() => String, { description: 'What a holder may be told: what to do, not what was found.' })
  holderText!: string;
  @Field(() => Boolean)
  retryable!: boolean;
}

@ObjectType('SandboxScenario', { simpleResolvers: true })
export class SandboxScenarioType {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  kind!: string;
  @Field(() => String)
  description!: string;
}
