import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { grouped } from '../graphql/loader.js';
import type { SessionView } from '../session/session-view.type.js';
import { VerificationSessionType } from '../verification/verification.type.js';
import type { DecisionService } from './decision.service.js';
import { DecisionType } from './verdict.type.js';

/** What people decided about a session. */
@Resolver(() => VerificationSessionType)
export class DecisionResolver {
  constructor(private readonly service: DecisionService) {}

  private readonly loader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.service.ofSessions(organizationOf(context), ids), ({ sessionId }) => sessionId),
  );

  @FieldResolver(() => [DecisionType], { nullable: true, description: 'Decisions by people, newest last.' })
  decisions(@Root() { id }: SessionView, @Ctx() context: RequestContext) {
    return isOperator(context) ? this.loader(context).load(id) : null;
  }
}
