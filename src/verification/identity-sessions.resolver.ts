import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ForwardPageArgs, pageRequest } from '../graphql/connection.js';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { IdentityType, type IdentityView } from '../identity/identity.type.js';
import type { SessionListService } from '../session/session-list.service.js';
import { viewOf } from '../session/session-view.type.js';
import { VerificationSessionConnection } from './verification.type.js';

/** The verifications of a person. */
@Resolver(() => IdentityType)
export class IdentitySessionsResolver {
  constructor(private readonly lists: SessionListService) {}

  @FieldResolver(() => VerificationSessionConnection, { description: 'Newest first.' })
  async verificationSessions(
    @Root() { id }: IdentityView,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const wanted = { identityId: [id] };
    const { page, count } = await this.lists.list(requireOperator(context), 'VERIFICATION', wanted, pageRequest(args));
    return new VerificationSessionConnection({ ...page, rows: page.rows.map(viewOf) }, (session) => session.id, count);
  }
}
