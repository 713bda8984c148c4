import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type EventFilter, type EventLog, oncePerEvent, type PublishedEvent } from '../event/event.service.js';
import { followEvents } from '../event/follow.service.js';
import { requireCaller, type RequestContext } from '../graphql/context.js';
import { resolverOf } from '../graphql/schema.js';
import { DomainError } from '../shared/errors.js';
import { SessionUpdate, SessionUpdateFilter } from './session-update.type.js';
import type { SessionService } from '../session/session.service.js';
import type { Session } from '../session/session.states.js';
import { viewOf } from '../session/session-view.type.js';

interface Asked {
  readonly sessionId?: string | null;
  readonly filter?: SessionUpdateFilter | null;
  readonly after?: string | null;
}
interface Subscribing {
  readonly args: Asked;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** Sessions as they change, from the log that is written with every change. */
@Resolver()
export class SessionUpdateResolver {
  constructor(
    private readonly sessions: SessionService,
    private readonly log: EventLog,
  ) {}

  @Subscription(() => SessionUpdate, {
    description:
      'One session, or all that match. With `after`, what was missed since that cursor comes first: nothing is lost or doubled across a reconnect.',
    subscribe: ({ args, context, info }: Subscribing) => resolverOf(info, SessionUpdateResolver).updates(args, context),
  })
  sessionUpdated(
    @Root() update: SessionUpdate,
    @Ctx() _context: RequestContext,
    @Arg('sessionId', () => ID, { nullable: true }) _sessionId?: string,
    @Arg('filter', () => SessionUpdateFilter, { nullable: true }) _filter?: SessionUpdateFilter,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): SessionUpdate {
    return update;
  }

  /** Who may not see a session is told at once that there is none. */
  async updates({ sessionId, filter, after }: Asked, context: RequestContext): Promise<AsyncIterable<SessionUpdate>> {
    const principal = requireCaller(context, 'VIEWER', 'sdk');
    if (filter?.organizationId && filter.organizationId !== principal.organizationId)
      throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
    const id = principal.kind === 'sdk' ? (sessionId ?? principal.sessionId) : sessionId;
    if (id) await this.sessions.require(principal, id);
    return followEvents(this.log, principal, eventFilter(id, filter), after, async (event) => {
      const { session, update } = await this.updateOf(event);
      const visible = this.sessions.visible(principal, session);
      return visible && matches(visible, event.data, filter) ? update : undefined;
    });
  }

  private readonly updateOf = oncePerEvent(async ({ organizationId, subjectId, cursor, type, occurredAt }) => {
    const session = await this.sessions.find(organizationId, subjectId);
    const update = session && { cursor: String(cursor), event: type, occurredAt, session: viewOf(session) };
    return { session, update };
  });
}

const eventFilter = (
  subjectId: string | null | undefined,
  filter: SessionUpdateFilter | null | undefined,
): EventFilter => ({
  subjectKind: 'session',
  ...(subjectId ? { subjectId } : {}),
  ...(filter?.events ? { types: filter.events } : {}),
});

/** The status is the one that the change led to: a later one does not hide it. */
const matches = (
  session: Session,
  data: PublishedEvent['data'],
  filter: SessionUpdateFilter | null | undefined,
): boolean =>
  (!filter?.clientId || filter.clientId === session.clientId) &&
  (!filter?.status || filter.status.some((status) => status === data['status']));
