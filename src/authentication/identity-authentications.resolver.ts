import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { IdentityType, type IdentityView } from '../identity/identity.type.js';
import type { SessionListService } from '../session/session-list.service.js';
import { viewOf } from '../session/session-view.type.js';
import { AuthenticationSessionConnection } from './authentication.type.js';

/** The authentications of a person. */
@Resolver(() => IdentityType)
export class IdentityAuthenticationsResolver {
  constructor(private readonly lists: SessionListService) {}

  @FieldResolver(() => AuthenticationSessionConnection, { description: 'Newest first.' })
  async authenticationSessions(
    @Root() { id }: IdentityView,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const wanted = { identityId: [id] };
    const operator = requireOperator(context);
    const { page, count } = await this.lists.list(operator, 'AUTHENTICATION', wanted, pageRequest(args));
    return new AuthenticationSessionConnection(
      { ...page, rows: page.rows.map(viewOf) },
      (session) => session.id,
      count,
    );
  }
}
