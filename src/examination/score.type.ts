import { Field, Float, ObjectType } from 'type-graphql';
import { enumOf } from '../graphql/enum.js';
import { DateTime, JsonObject, UnitInterval } from '../graphql/scalars.js';
import type { Provider } from '../provider/contract.js';
import { ProviderEnum } from '../provider/provider.type.js';
import type { GateName } from '../scoring/gates.js';
import { TEST_NAMES, type Comparator, type TestName, type TestOutcome } from '../scoring/tests.js';
import type { WeightsField } from '../scoring/weights.js';
import { ComparatorEnum, WeightsFieldEnum, WeightsType } from '../weights/weights.type.js';

export const TestNameEnum = enumOf('TestName', TEST_NAMES);
export const TestOutcomeEnum = enumOf('TestOutcome', [
  'PASS',
  'FAIL',
  'INCONCLUSIVE',
  'NOT_PERFORMED',
  'UNAVAILABLE',
  'NOT_APPLICABLE',
]);
export const GateNameEnum = enumOf('GateName', [
  'CONSENT',
  'EVIDENCE',
  'REQUIREMENTS',
  'DOCUMENT_EXPIRY',
  'FACE_MATCH',
  'LIVENESS',
  'ACTIVE_STEPS',
  'SANCTIONS',
]);

@ObjectType('TestResult', {
  simpleResolvers: true,
  description: 'One check of one provider, with what it rests on.',
})
export class TestResultType {
  @Field(() => TestNameEnum)
  name!: TestName;
  @Field(() => TestOutcomeEnum)
  outcome!: TestOutcome;
  @Field(() => UnitInterval, {
    nullable: true,
    description: '1 is cleanly good, 0 cleanly bad; null where there was no answer.',
  })
  confidence?: number;
  @Field(() => Float, {
    nullable: true,
    description: 'The raw measurement in its own unit (a distance, a probability, a similarity, years, degrees).',
  })
  metric?: number;
  @Field(() => Float, { nullable: true, description: 'What the metric is held against, and how.' })
  threshold?: number;
  @Field(() => ComparatorEnum, { nullable: true })
  comparator?: Comparator;
  @Field(() => ProviderEnum, {
    nullable: true,
    description: 'Null where the source is no provider (a sanctions list, the DMV).',
  })
  provider?: Provider;
  @Field(() => String, {
    description:
      'The adapter that answered: google, veridas, internal, external, azure, aamva, ofac, sandbox, or an installed one.',
  })
  source!: string;
  @Field(() => [String], { description: 'Machine-readable, e.g. mrz_check_digit_mismatch.' })
  reasons!: string[];
  @Field(() => JsonObject, {
    nullable: true,
    description: 'For an operator to look at: polygons, words, hosts; never raw personal data. Null for lesser roles.',
  })
  evidence?: Record<string, unknown>;
  @Field(() => DateTime, { nullable: true })
  performedAt?: Date;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What one test added to a score, and what it cost. Contributions add up to the score, losses to 1 − score.',
})
export class ScoreContribution {
  @Field(() => WeightsFieldEnum, {
    description: 'The weight that applied; one weight may cover both sides of a document.',
  })
  field!: WeightsField;
  @Field(() => TestNameEnum)
  test!: TestName;
  @Field(() => Float)
  weight!: number;
  @Field(() => UnitInterval, { nullable: true })
  confidence!: number | null;
  @Field(() => Float)
  contribution!: number;
  @Field(() => Float)
  loss!: number;
}

@ObjectType('Gate', { simpleResolvers: true, description: 'A condition that no score can outweigh.' })
export class GateType {
  @Field(() => GateNameEnum)
  name!: GateName;
  @Field(() => TestNameEnum, { nullable: true })
  test!: TestName | null;
  @Field(() => Boolean)
  passed!: boolean;
  @Field(() => Float, { nullable: true })
  metric!: number | null;
  @Field(() => ComparatorEnum, { nullable: true })
  comparator!: Comparator | null;
  @Field(() => Float, { nullable: true })
  threshold!: number | null;
  @Field(() => Float, { nullable: true, description: 'By how much it passed, or failed (negative).' })
  margin!: number | null;
  @Field(() => [String])
  reasons!: string[];
}

@ObjectType('NearestFlip', { simpleResolvers: true })
export class NearestFlipType {
  @Field(() => TestNameEnum)
  test!: TestName;
  @Field(() => Float, { nullable: true })
  from!: number | null;
  @Field(() => Float)
  to!: number;
}

@ObjectType('Score', { simpleResolvers: true })
export class ScoreType {
  @Field(() => UnitInterval)
  value!: number;
  @Field(() => UnitInterval, { description: 'idvSessionTolerance: the value from which the subject is verified.' })
  threshold!: number;
  @Field(() => Float)
  margin!: number;
  @Field(() => UnitInterval, { description: 'The share of the weights that got an answer.' })
  coverage!: number;
  @Field(() => UnitInterval)
  minimumCoverage!: number;
  @Field(() => Boolean)
  verified!: boolean;
  @Field(() => [ScoreContribution])
  contributions!: ScoreContribution[];
  @Field(() => [GateType])
  gates!: GateType[];
  @Field(() => NearestFlipType, {
    nullable: true,
    description: 'The smallest single change of a test that would flip the verdict; operators only.',
  })
  nearestFlip!: NearestFlipType | null;
  @Field(() => WeightsType)
  weights!: WeightsType;
}
