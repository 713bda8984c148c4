import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type EventLog, oncePerEvent } from '../event/event.service.js';
import { followEvents } from '../event/follow.service.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { resolverOf } from '../graphql/schema.js';
import { DomainError } from '../shared/errors.js';
import { mayTouch } from '../shared/principal.js';
import type { IdentityService } from './identity.service.js';
import { IdentityUpdate, viewOf } from './identity.type.js';

interface Asked {
  readonly identityId?: string | null;
  readonly organizationId?: string | null;
  readonly after?: string | null;
}
interface Subscribing {
  readonly args: Asked;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** Identities as they change, from the log that is written with every change. */
@Resolver()
export class IdentityUpdateResolver {
  constructor(
    private readonly identities: IdentityService,
    private readonly log: EventLog,
  ) {}

  @Subscription(() => IdentityUpdate, {
    description:
      'One identity, or all of the organization. With `after`, what was missed since that cursor comes first.',
    subscribe: ({ args, context, info }: Subscribing) =>
      resolverOf(info, IdentityUpdateResolver).updates(args, context),
  })
  identityUpdated(
    @Root() update: IdentityUpdate,
    @Ctx() _context: RequestContext,
    @Arg('identityId', () => ID, { nullable: true }) _identityId?: string,
    @Arg('organizationId', () => ID, { nullable: true }) _organizationId?: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): IdentityUpdate {
    return update;
  }

  /** Who may not see an identity is told at once that there is none. */
  async updates(asked: Asked, context: RequestContext): Promise<AsyncIterable<IdentityUpdate>> {
    const operator = requireOperator(context);
    if (asked.organizationId && asked.organizationId !== operator.organizationId)
      throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
    if (asked.identityId) await this.identities.require(operator, asked.identityId);
    const wanted = { subjectKind: 'identity' as const, ...(asked.identityId ? { subjectId: asked.identityId } : {}) };
    return followEvents(this.log, operator, wanted, asked.after, async (event) => {
      const { identity, update } = await this.updateOf(event);
      return identity && mayTouch(operator, identity.mode) ? update : undefined;
    });
  }

  private readonly updateOf = oncePerEvent(async ({ organizationId, subjectId, cursor, type, occurredAt }) => {
    const [identity] = await this.identities.read(organizationId, [subjectId]);
    const update = identity && { cursor: String(cursor), event: type, occurredAt, identity: viewOf(identity) };
    return { identity, update };
  });
}
