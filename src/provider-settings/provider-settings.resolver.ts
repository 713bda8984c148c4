import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root, Subscription } from 'type-graphql';
import { followEvents } from '../event/follow.service.js';
import { type EventLog, oncePerEvent } from '../event/event.service.js';
import { type RequestContext, requireInsight, requireOperator } from '../graphql/context.js';
import { resolverOf } from '../graphql/schema.js';
import type { Organization } from '../organization/organization.service.js';
import { OrganizationType } from '../organization/organization.type.js';
import { ownOrganization } from '../shared/principal.js';
import type { ProviderSettingsService } from './provider-settings.service.js';
import type { ProviderStatusService } from './provider-status.service.js';
import {
  ConfigureProviderInput,
  ConfigureProviderPayload,
  ProviderStatusType,
  ProviderStatusUpdate,
} from './provider-status.type.js';

interface Subscribing {
  readonly args: { readonly organizationId: string; readonly after?: string | null };
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

@Resolver(() => OrganizationType)
export class ProviderSettingsResolver {
  constructor(
    private readonly settings: ProviderSettingsService,
    private readonly status: ProviderStatusService,
    private readonly log: EventLog,
  ) {}

  @FieldResolver(() => [ProviderStatusType], {
    description: 'Which providers are configured, in the order in which they are tried, and how they are.',
  })
  providers(@Root() { id }: Organization, @Ctx() context: RequestContext): Promise<ProviderStatusType[]> {
    requireInsight(context);
    return this.status.statuses(id);
  }

  @Mutation(() => ConfigureProviderPayload)
  async configureProvider(
    @Arg('input', () => ConfigureProviderInput) input: ConfigureProviderInput,
    @Ctx() context: RequestContext,
  ): Promise<ConfigureProviderPayload> {
    const adapter = await this.settings.configure(requireOperator(context, 'ADMIN'), input);
    return { status: await this.status.require(input.organizationId, adapter) };
  }

  @Subscription(() => ProviderStatusUpdate, {
    description:
      'Providers whose circuit opens or closes. With `after`, what was missed since that cursor comes first.',
    subscribe: ({ args, context, info }: Subscribing) =>
      resolverOf(info, ProviderSettingsResolver).updates(args, context),
  })
  providerStatusChanged(
    @Root() update: ProviderStatusUpdate,
    @Ctx() _context: RequestContext,
    @Arg('organizationId', () => ID) _organizationId: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): ProviderStatusUpdate {
    return update;
  }

  /** Test keys are told as well: a provider is the same in both modes. */
  async updates({ organizationId: named, after }: Subscribing['args'], context: RequestContext) {
    const operator = requireOperator(context);
    const organizationId = ownOrganization(operator, named);
    const wanted = { subjectKind: 'organization' as const, types: ['PROVIDER_STATUS_CHANGED' as const] };
    return followEvents(this.log, { ...operator, organizationId, mode: 'LIVE' }, wanted, after, this.updateOf);
  }

  private readonly updateOf = oncePerEvent(async ({ organizationId, cursor, type, occurredAt, data }) => {
    const status = await this.status.asTold(organizationId, data);
    return status && { cursor: String(cursor), event: type, occurredAt, status };
  });
}
