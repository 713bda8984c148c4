import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { followEvents } from '../event/follow.service.js';
import { type EventLog, oncePerEvent } from '../event/event.service.js';
import { requireCaller, type RequestContext } from '../graphql/context.js';
import { resolverOf } from '../graphql/schema.js';
import { DomainError } from '../shared/errors.js';
import type { ScoringService } from './scoring.service.js';
import { ScoringUpdate, viewOf } from './scoring.type.js';

interface Asked {
  readonly scoringId?: string | null;
  readonly organizationId?: string | null;
  readonly after?: string | null;
}
interface Subscribing {
  readonly args: Asked;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** Scorings as they change. */
@Resolver()
export class ScoringUpdateResolver {
  constructor(
    private readonly scorings: ScoringService,
    private readonly log: EventLog,
  ) {}

  @Subscription(() => ScoringUpdate, {
    description: 'One scoring, or all. With `after`, what was missed since that cursor comes first.',
    subscribe: ({ args, context, info }: Subscribing) => resolverOf(info, ScoringUpdateResolver).updates(args, context),
  })
  scoringUpdated(
    @Root() update: ScoringUpdate,
    @Ctx() _context: RequestContext,
    @Arg('scoringId', () => ID, { nullable: true }) _scoringId?: string,
    @Arg('organizationId', () => ID, { nullable: true }) _organizationId?: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): ScoringUpdate {
    return update;
  }

  /** Who may not see a scoring is told at once that there is none. */
  async updates({ scoringId, organizationId, after }: Asked, context: RequestContext) {
    const principal = requireCaller(context, 'VIEWER', 'holder');
    if (organizationId && organizationId !== principal.organizationId)
      throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
    const id = principal.kind === 'holder' ? (scoringId ?? principal.scoringId) : scoringId;
    if (id) await this.scorings.require(principal, id);
    const wanted = { subjectKind: 'scoring' as const, ...(id ? { subjectId: id } : {}) };
    return followEvents(this.log, principal, wanted, after, async (event) => {
      const { scoring, update } = await this.updateOf(event);
      return this.scorings.visible(principal, scoring) && update;
    });
  }

  private readonly updateOf = oncePerEvent(async ({ organizationId, subjectId, cursor, type, occurredAt }) => {
    const scoring = await this.scorings.find(organizationId, subjectId);
    const update = scoring && { cursor: String(cursor), event: type, occurredAt, scoring: viewOf(scoring) };
    return { scoring, update };
  });
}
