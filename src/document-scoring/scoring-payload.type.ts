import { Field, Float, ObjectType } from 'type-graphql';
import { IdentityDocumentType } from '../document/document.type.js';
import { ScoreType, TestResultType } from '../examination/score.type.js';
import type { TestResult } from '../examination/test-result.service.js';
import { DateTime, JsonObject, UnitInterval, Url } from '../graphql/scalars.js';
import { FailureType } from '../graphql/failure.type.js';
import { LivenessTokenType } from '../liveness/liveness.type.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import { ScoringType, type ScoringView } from './scoring.type.js';

@ObjectType({ simpleResolvers: true })
export class CreateScoringPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
}

@ObjectType({ simpleResolvers: true })
export class ScoreScoringPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
}

@ObjectType({ simpleResolvers: true })
export class CloseScoringPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What a client's own SDK needs to talk to the provider directly. Stored sealed, and returned again until it expires.",
})
export class Delegation {
  @Field(() => ProviderEnum)
  provider!: Provider;
  @Field(() => Url)
  endpoint!: string;
  @Field(() => JsonObject, { description: 'E.g. a short-lived access token; its form depends on the provider.' })
  credentials!: Record<string, unknown>;
  @Field(() => JsonObject)
  metadata!: Record<string, unknown>;
  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType({ simpleResolvers: true })
export class DelegateScoringPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
  @Field(() => Delegation)
  delegation!: Delegation;
}

@ObjectType({ simpleResolvers: true })
export class GenerateScoringLivenessPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
  @Field(() => LivenessTokenType)
  liveness!: LivenessTokenType;
}

@ObjectType('ProviderComparison', { simpleResolvers: true })
export class ProviderComparisonType {
  @Field(() => ProviderEnum)
  provider!: Provider;
  @Field(() => ScoreType, { nullable: true })
  score!: ScoreType | null;
  @Field(() => [TestResultType])
  tests!: TestResultType[];
  @Field(() => IdentityDocumentType, { nullable: true })
  extracted!: IdentityDocumentType | null;
  @Field(() => FailureType, { nullable: true })
  failure!: FailureType | null;
  @Field(() => Float)
  milliseconds!: number;
}

/** What one provider made of the captures, as its type shows it. */
export type ComparisonView = Omit<ProviderComparisonType, 'score' | 'tests'> & {
  readonly score: object | null;
  readonly tests: readonly TestResult[];
};

@ObjectType({
  simpleResolvers: true,
  description:
    'The same captures scored by several providers side by side; the scoring keeps its own result. The history records who saw the images.',
})
export class CompareProvidersPayload {
  @Field(() => ScoringType)
  scoring!: ScoringView;
  @Field(() => [ProviderComparisonType])
  results!: ComparisonView[];
  @Field(() => UnitInterval, {
    description: 'The share of tests and fields on which every two providers that answered them say the same.',
  })
  agreement!: number;
}
