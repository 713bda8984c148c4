import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime, UnitInterval } from '../graphql/scalars.js';
import {
  WEIGHTS_FIELDS,
  WEIGHTS_NAMES,
  type WeightsField,
  type WeightsName,
  type WeightsValues,
} from '../scoring/weights.js';
import type { Weights } from './weights.service.js';
import { WeightsNumbers } from './weights-numbers.type.js';
import { BUILT_IN } from './weights.states.js';
import type { Comparator } from '../scoring/tests.js';

export const WeightsFieldEnum = enumOf(
  'WeightsField',
  WEIGHTS_NAMES.map((name) => WEIGHTS_FIELDS[name].field),
);
export const WeightsScopeEnum = enumOf('WeightsScope', ['CLIENT_USER', 'CLIENT', 'ORGANIZATION', 'DEFAULT']);
export type WeightsScope = keyof typeof WeightsScopeEnum;
export const ComparatorEnum = enumOf('Comparator', ['AT_LEAST', 'AT_MOST']);

@ObjectType({ simpleResolvers: true })
export class ToleranceInfo {
  @Field(() => WeightsFieldEnum)
  field!: WeightsField;
  @Field(() => ComparatorEnum)
  comparator!: Comparator;
  @Field(() => String)
  unit!: string;
  @Field(() => Float)
  minimum!: number;
  @Field(() => Float)
  maximum!: number;
  @Field(() => Float)
  default!: number;
  @Field(() => String)
  meaning!: string;
}

@ObjectType('Weights', {
  simpleResolvers: true,
  description: 'One immutable version. Weights say how much a test counts, tolerances from where it passes.',
})
export class WeightsType extends WeightsNumbers {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => String, { nullable: true })
  createdBy!: string | null;
  @Field(() => ID, { nullable: true })
  clientId!: string | null;
  @Field(() => ID, { nullable: true })
  userId!: string | null;
  @Field(() => WeightsScopeEnum, { description: 'Which level of the look-up this version came from.' })
  scope!: WeightsScope;
  @Field(() => [ToleranceInfo], {
    description: 'How each tolerance is held against its metric, for forms that say stricter and looser.',
  })
  tolerances!: ToleranceInfo[];
  @Field(() => UnitInterval)
  minimumCoverage!: number;
}

export const WeightsConnection = connectionType('Weights', () => WeightsType);

/** A version as its type shows it; without one, the built-in weights. */
export const weightsViewOf = (weights: Weights | undefined, builtIn: WeightsValues): WeightsType =>
  weights ? weightsTypeOf(weights, builtIn) : builtInWeightsType(builtIn);

/** A version as its type shows it. */
export const weightsTypeOf = (weights: Weights, builtIn: WeightsValues): WeightsType => ({
  id: weights.id,
  version: weights.version,
  createdAt: weights.createdAt,
  createdBy: weights.createdBy ?? null,
  clientId: weights.clientId ?? null,
  userId: weights.userId ?? null,
  scope: scopeOf(weights),
  tolerances: WEIGHTS_NAMES.flatMap((name) => toleranceOf(name, builtIn)),
  ...weights.values,
});

/** What applies where an organization has no weights of its own. */
export const builtInWeightsType = (builtIn: WeightsValues): WeightsType => ({
  id: BUILT_IN,
  version: 0,
  createdAt: new Date(0),
  createdBy: null,
  clientId: null,
  userId: null,
  scope: 'DEFAULT',
  tolerances: WEIGHTS_NAMES.flatMap((name) => toleranceOf(name, builtIn)),
  ...builtIn,
});

/** Values that nobody has saved. */
export const proposedWeightsType = (proposed: WeightsValues, builtIn: WeightsValues): WeightsType => ({
  ...builtInWeightsType(builtIn),
  id: 'proposed',
  ...proposed,
});

function scopeOf(weights: Weights): WeightsScope {
  if (weights.userId) return 'CLIENT_USER';
  return weights.clientId ? 'CLIENT' : 'ORGANIZATION';
}

function toleranceOf(name: WeightsName, builtIn: WeightsValues): ToleranceInfo[] {
  const { kind, field, comparator, unit, min, max, meaning } = WEIGHTS_FIELDS[name];
  if (kind !== 'tolerance') return [];
  return [{ field, comparator, unit, minimum: min, maximum: max, default: builtIn[name], meaning }];
}
