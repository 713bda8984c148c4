import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { pageRequest, SkippingPageArgs } from '../graphql/connection.js';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import { OrganizationType } from '../organization/organization.type.js';
import type { SessionListService } from '../session/session-list.service.js';
import type { SessionService } from '../session/session.service.js';
import { viewOf } from '../session/session-view.type.js';
import type { VerificationCreationService } from './verification-creation.service.js';
import {
  CreateVerificationSessionInput,
  GiveConsentInput,
  SetDocumentTypeInput,
  VerificationSessionFilter,
} from './verification-input.type.js';
import { CreateVerificationSessionPayload, VerificationSessionPayload } from './verification-payload.type.js';
import type { VerificationService } from './verification.service.js';
import { VerificationSessionConnection, VerificationSessionType } from './verification.type.js';

/** Verifications: lists of them, and their steps that are no images. */
@Resolver(() => OrganizationType)
export class VerificationResolver {
  constructor(
    private readonly sessions: SessionService,
    private readonly lists: SessionListService,
    private readonly creation: VerificationCreationService,
    private readonly verifications: VerificationService,
  ) {}

  @Query(() => VerificationSessionType, { nullable: true })
  verificationSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.sessions.show(requireCaller(context, 'VIEWER', 'sdk'), id, 'VERIFICATION', viewOf);
  }

  @FieldResolver(() => VerificationSessionConnection, { description: 'Newest first.' })
  async verificationSessions(
    @Root() _organization: object,
    @Args(() => SkippingPageArgs) args: SkippingPageArgs,
    @Ctx() context: RequestContext,
    @Arg('filter', () => VerificationSessionFilter, { nullable: true }) filter?: VerificationSessionFilter | null,
  ) {
    const operator = requireOperator(context);
    const { page, count } = await this.lists.list(operator, 'VERIFICATION', filter ?? {}, pageRequest(args));
    return new VerificationSessionConnection({ ...page, rows: page.rows.map(viewOf) }, ({ id }) => id, count);
  }

  @Mutation(() => CreateVerificationSessionPayload)
  async createVerificationSession(
    @Arg('input', () => CreateVerificationSessionInput) input: CreateVerificationSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateVerificationSessionPayload> {
    const { session, sdkToken } = await this.creation.create(requireOperator(context, 'OPERATOR'), input);
    return { session: viewOf(session), sdkToken };
  }

  @Mutation(() => VerificationSessionPayload)
  async giveConsent(
    @Arg('input', () => GiveConsentInput) { sessionId, consented }: GiveConsentInput,
    @Ctx() context: RequestContext,
  ): Promise<VerificationSessionPayload> {
    const session = await this.verifications.giveConsent(
      requireCaller(context, 'OPERATOR', 'sdk'),
      sessionId,
      consented,
    );
    return { session: viewOf(session) };
  }

  @Mutation(() => VerificationSessionPayload)
  async setDocumentType(
    @Arg('input', () => SetDocumentTypeInput) { sessionId, documentType, reset }: SetDocumentTypeInput,
    @Ctx() context: RequestContext,
  ): Promise<VerificationSessionPayload> {
    const principal = requireCaller(context, 'OPERATOR', 'sdk');
    const session = await this.verifications.setDocumentType(principal, sessionId, documentType, reset);
    return { session: viewOf(session) };
  }
}
