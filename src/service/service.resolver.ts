import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { hasInsight, requireInsight, type RequestContext } from '../graphql/context.js';
import type { ProviderStatus, ProviderStatusService } from '../provider-settings/provider-status.service.js';
import { ProviderStatusType } from '../provider-settings/provider-status.type.js';
import type { HealthReport } from '../shared/health.js';
import { ENDPOINTS, type InformationService, type Moment } from './information.service.js';
import { Health, HealthChecks, ServiceType } from './service.type.js';

@Resolver(() => Health)
export class ServiceResolver {
  constructor(private readonly information: InformationService) {}

  @Query(() => ServiceType, { description: 'What this is; for everybody.' })
  async service(): Promise<ServiceType> {
    const { status } = await this.information.report();
    const { info } = this.information;
    return { ...info, ...this.information.now(), status, documentation: ENDPOINTS.docs, endpoints: ENDPOINTS };
  }

  @Query(() => Health, { description: 'How this is; for everybody.' })
  async health(): Promise<HealthReport & Moment> {
    return { ...(await this.information.report()), ...this.information.now() };
  }

  @FieldResolver()
  error(@Root() { error }: HealthReport, @Ctx() context: RequestContext): string | null {
    return hasInsight(context) ? error : null;
  }

  @FieldResolver(() => HealthChecks, { description: 'What it rests on; for operators and the platform.' })
  checks(@Root() report: HealthReport, @Ctx() context: RequestContext): HealthChecks {
    requireInsight(context);
    return report;
  }
}

@Resolver(() => HealthChecks)
export class HealthChecksResolver {
  constructor(private readonly providers: ProviderStatusService) {}

  @FieldResolver(() => [ProviderStatusType], {
    description: 'The providers of the organization that asks; for the platform, those that are there for everybody.',
  })
  externalServices(@Ctx() { principal }: RequestContext): Promise<ProviderStatus[]> {
    return this.providers.statuses(principal?.kind === 'operator' ? principal.organizationId : undefined);
  }
}
