import { Field, Float, ObjectType } from 'type-graphql';
import { HealthStateEnum } from '../graphql/health.type.js';
import { DateTime } from '../graphql/scalars.js';
import type { HealthState } from '../shared/health.js';

@ObjectType({ simpleResolvers: true, description: 'Paths of this service.' })
export class ServiceEndpoints {
  @Field(() => String)
  health!: string;
  @Field(() => String)
  ready!: string;
  @Field(() => String)
  live!: string;
  @Field(() => String)
  metrics!: string;
  @Field(() => String)
  docs!: string;
  @Field(() => String, { description: 'The schema in SDL.' })
  apiSpec!: string;
  @Field(() => String)
  graphql!: string;
}

@ObjectType('Service', { simpleResolvers: true })
export class ServiceType {
  @Field(() => String)
  service!: string;
  @Field(() => String)
  description!: string;
  @Field(() => String)
  version!: string;
  @Field(() => String)
  environment!: string;
  @Field(() => DateTime)
  timestamp!: Date;
  @Field(() => Float, { description: 'Seconds since the process began.' })
  uptime!: number;
  @Field(() => String)
  documentation!: string;
  @Field(() => HealthStateEnum)
  status!: HealthState;
  @Field(() => ServiceEndpoints)
  endpoints!: ServiceEndpoints;
}

@ObjectType('HealthCheck', { simpleResolvers: true })
export class HealthCheckType {
  @Field(() => HealthStateEnum)
  state!: HealthState;
  @Field(() => Float, { nullable: true, description: 'How long the check took; null where nothing was asked.' })
  milliseconds!: number | null;
  @Field(() => String, { nullable: true })
  detail!: string | null;
}

@ObjectType({ simpleResolvers: true })
export class HealthChecks {
  @Field(() => HealthCheckType)
  database!: HealthCheckType;
  @Field(() => HealthCheckType)
  cache!: HealthCheckType;
  @Field(() => HealthCheckType)
  storage!: HealthCheckType;
}

@ObjectType({ simpleResolvers: true })
export class Health {
  @Field(() => HealthStateEnum, {
    description: 'UNHEALTHY where it cannot serve: database or storage are down. DEGRADED serves.',
  })
  status!: HealthState;
  @Field(() => DateTime)
  timestamp!: Date;
  @Field(() => Float, { description: 'Seconds since the process began.' })
  uptime!: number;
  @Field(() => String)
  version!: string;
  @Field(() => String)
  environment!: string;
  @Field(() => String, { nullable: true, description: 'What ails, in words; for operators and the platform.' })
  error!: string | null;
}
