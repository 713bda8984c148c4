import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { followEvents } from '../event/follow.service.js';
import { type EventLog, oncePerEvent } from '../event/event.service.js';
import { requireCaller, type RequestContext } from '../graphql/context.js';
import { resolverOf } from '../graphql/schema.js';
import { DomainError } from '../shared/errors.js';
import type { IdentificationService } from './identification.service.js';
import { IdentificationUpdate, viewOf } from './identification.type.js';

interface Asked {
  readonly identificationId?: string | null;
  readonly organizationId?: string | null;
  readonly after?: string | null;
}
interface Subscribing {
  readonly args: Asked;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** Identifications as they change. */
@Resolver()
export class IdentificationUpdateResolver {
  constructor(
    private readonly identifications: IdentificationService,
    private readonly log: EventLog,
  ) {}

  @Subscription(() => IdentificationUpdate, {
    description: 'One identification, or all. With `after`, what was missed since that cursor comes first.',
    subscribe: ({ args, context, info }: Subscribing) =>
      resolverOf(info, IdentificationUpdateResolver).updates(args, context),
  })
  identificationUpdated(
    @Root() update: IdentificationUpdate,
    @Ctx() _context: RequestContext,
    @Arg('identificationId', () => ID, { nullable: true }) _identificationId?: string,
    @Arg('organizationId', () => ID, { nullable: true }) _organizationId?: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): IdentificationUpdate {
    return update;
  }

  /** Who may not see an identification is told at once that there is none. */
  async updates({ identificationId, organizationId, after }: Asked, context: RequestContext) {
    const principal = requireCaller(context, 'VIEWER', 'holder');
    if (organizationId && organizationId !== principal.organizationId)
      throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
    const id = principal.kind === 'holder' ? (identificationId ?? principal.identificationId) : identificationId;
    if (id) await this.identifications.require(principal, id);
    const wanted = { subjectKind: 'identification' as const, ...(id ? { subjectId: id } : {}) };
    return followEvents(this.log, principal, wanted, after, async (event) => {
      const { identification, update } = await this.updateOf(event);
      return this.identifications.visible(principal, identification) && update;
    });
  }

  private readonly updateOf = oncePerEvent(async ({ organizationId, subjectId, cursor, type, occurredAt }) => {
    const found = await this.identifications.find(organizationId, subjectId);
    const update = found && { cursor: String(cursor), event: type, occurredAt, identification: viewOf(found) };
    return { identification: found, update };
  });
}
