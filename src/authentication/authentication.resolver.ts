import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { pageRequest, SkippingPageArgs } from '../graphql/connection.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { SessionListService } from '../session/session-list.service.js';
import type { SessionService } from '../session/session.service.js';
import { viewOf } from '../session/session-view.type.js';
import type { AuthenticationCreationService } from './authentication-creation.service.js';
import {
  AuthenticationSessionFilter,
  CreateAuthenticationSessionInput,
  CreateAuthenticationSessionPayload,
  FinalizeAuthenticationInput,
  FinalizeAuthenticationPayload,
} from './authentication-input.type.js';
import type { AuthenticationService } from './authentication.service.js';
import { AuthenticationSessionConnection, AuthenticationSessionType } from './authentication.type.js';

/** Authentications: opened, handed in, read and listed. */
@Resolver(() => OrganizationType)
export class AuthenticationResolver {
  constructor(
    private readonly sessions: SessionService,
    private readonly lists: SessionListService,
    private readonly creation: AuthenticationCreationService,
    private readonly authentications: AuthenticationService,
  ) {}

  @Query(() => AuthenticationSessionType, { nullable: true })
  authenticationSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.sessions.show(requireCaller(context, 'VIEWER', 'sdk'), id, 'AUTHENTICATION', viewOf);
  }

  @FieldResolver(() => AuthenticationSessionConnection, { description: 'Newest first.' })
  async authenticationSessions(
    @Root() _organization: object,
    @Args(() => SkippingPageArgs) args: SkippingPageArgs,
    @Ctx() context: RequestContext,
    @Arg('filter', () => AuthenticationSessionFilter, { nullable: true }) filter?: AuthenticationSessionFilter | null,
  ) {
    const operator = requireOperator(context);
    const { page, count } = await this.lists.list(operator, 'AUTHENTICATION', filter ?? {}, pageRequest(args));
    return new AuthenticationSessionConnection({ ...page, rows: page.rows.map(viewOf) }, ({ id }) => id, count);
  }

  @Mutation(() => CreateAuthenticationSessionPayload)
  async createAuthenticationSession(
    @Arg('input', () => CreateAuthenticationSessionInput) input: CreateAuthenticationSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateAuthenticationSessionPayload> {
    const { session, sdkToken } = await this.creation.create(requireOperator(context, 'OPERATOR'), input);
    return { session: viewOf(session), sdkToken };
  }

  @Mutation(() => FinalizeAuthenticationPayload)
  async finalizeAuthentication(
    @Arg('input', () => FinalizeAuthenticationInput) { sessionId, wait }: FinalizeAuthenticationInput,
    @Ctx() context: RequestContext,
  ): Promise<FinalizeAuthenticationPayload> {
    const session = await this.authentications.finalize(requireCaller(context, 'OPERATOR', 'sdk'), sessionId, wait);
    return { session: viewOf(session), authenticated: session.verified };
  }
}
