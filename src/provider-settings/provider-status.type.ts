import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { EventTypeEnum } from '../event/event.type.js';
import type { EventType } from '../event/event.states.js';
import { enumOf } from '../graphql/enum.js';
import { DateTime, JsonObject, UnitInterval } from '../graphql/scalars.js';
import { HealthStateEnum } from '../graphql/health.type.js';
import { PROVIDER_CAPABILITIES, type Provider, type ProviderCapability } from '../provider/contract.js';
import { CIRCUIT_STATES, type CircuitState } from '../provider/circuit.states.js';
import { ProviderEnum } from '../provider/provider.type.js';
import type { HealthState } from '../shared/health.js';

const ProviderCapabilityEnum = enumOf('ProviderCapability', PROVIDER_CAPABILITIES);
const CircuitStateEnum = enumOf(
  'CircuitState',
  CIRCUIT_STATES,
  'OPEN: not asked, since it did not answer; HALF_OPEN: asked once, to see whether it is back.',
);

@ObjectType('ProviderStatus', { simpleResolvers: true, description: 'How a provider is, seen from this instance.' })
export class ProviderStatusType {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'The id of the adapter, as it stands in TestResult.source.' })
  adapter!: string;
  @Field(() => ProviderEnum, { nullable: true, description: 'Null for sources that are no provider (azure, aamva).' })
  provider!: Provider | undefined;
  @Field(() => Boolean)
  enabled!: boolean;
  @Field(() => Int, { description: 'Lower is asked first.' })
  priority!: number;
  @Field(() => Boolean, { description: 'Whether the organization has set it up; INTERNAL is there without.' })
  configured!: boolean;
  @Field(() => [ProviderCapabilityEnum])
  capabilities!: readonly ProviderCapability[];
  @Field(() => CircuitStateEnum)
  circuit!: CircuitState;
  @Field(() => HealthStateEnum)
  health!: HealthState;
  @Field(() => DateTime, { nullable: true, description: 'When its health was last asked for.' })
  checkedAt!: Date | undefined;
  @Field(() => Float, { nullable: true, description: 'Over the last five minutes on this instance.' })
  p50Milliseconds!: number | undefined;
  @Field(() => Float, { nullable: true, description: 'Over the last five minutes on this instance.' })
  p99Milliseconds!: number | undefined;
  @Field(() => UnitInterval, { nullable: true, description: 'Over the last five minutes on this instance.' })
  errorRate!: number | undefined;
}

@ObjectType({ simpleResolvers: true })
export class ProviderStatusUpdate {
  @Field(() => String)
  cursor!: string;
  @Field(() => EventTypeEnum)
  event!: EventType;
  @Field(() => DateTime)
  occurredAt!: Date;
  @Field(() => ProviderStatusType)
  status!: ProviderStatusType;
}

@InputType({
  description:
    '`settings` is checked against the adapter’s own schema; secrets in it are stored encrypted, never returned, and stay where they are left out.',
})
export class ConfigureProviderInput {
  @Field(() => ID)
  organizationId!: string;
  @Field(() => String, {
    description: 'E.g. google, veridas, internal, external, azure, aamva, sandbox, or an installed one.',
  })
  adapter!: string;
  @Field(() => Boolean)
  enabled!: boolean;
  @Field(() => Int, { nullable: true, description: 'Lower is asked first; 100 where nothing is said.' })
  priority?: number | null;
  @Field(() => UnitInterval, {
    nullable: true,
    description: 'The share of scorings that this adapter also sees in shadow, changing nothing.',
  })
  shadowShare?: number | null;
  @Field(() => JsonObject)
  settings!: Record<string, unknown>;
}

@ObjectType({ simpleResolvers: true })
export class ConfigureProviderPayload {
  @Field(() => ProviderStatusType)
  status!: ProviderStatusType;
}
