import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { requireOperator, requirePrincipal, type RequestContext } from '../graphql/context.js';
import type { SessionCreationService } from './session-creation.service.js';
import {
  CreateVerificationSessionInput,
  GiveConsentInput,
  SetDocumentTypeInput,
  UpdateSdkMetadataInput,
} from './session-input.type.js';
import type { SessionLifecycleService } from './session-lifecycle.service.js';
import {
  CreateVerificationSessionPayload,
  SessionPayload,
  VerificationSessionPayload,
} from './session-payload.type.js';
import type { SessionService } from './session.service.js';
import type { Session } from './session.states.js';
import { SessionType } from './session.type.js';
import { type SessionView, VerificationSessionType, viewOf } from './verification-session.type.js';

/** Sessions from their creation to their end, but for their images and their verdict. */
@Resolver()
export class SessionResolver {
  constructor(
    private readonly sessions: SessionService,
    private readonly creation: SessionCreationService,
    private readonly lifecycle: SessionLifecycleService,
  ) {}

  @Query(() => SessionType, { nullable: true })
  session(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.read(id, context);
  }

  @Query(() => VerificationSessionType, { nullable: true })
  verificationSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.read(id, context);
  }

  @Mutation(() => CreateVerificationSessionPayload)
  async createVerificationSession(
    @Arg('input', () => CreateVerificationSessionInput) input: CreateVerificationSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateVerificationSessionPayload> {
    const { session, sdkToken } = await this.creation.create(requireOperator(context), input);
    return { session: viewOf(session), sdkToken };
  }

  @Mutation(() => VerificationSessionPayload)
  async giveConsent(
    @Arg('input', () => GiveConsentInput) { sessionId, consented }: GiveConsentInput,
    @Ctx() context: RequestContext,
  ): Promise<VerificationSessionPayload> {
    return wrap(await this.lifecycle.giveConsent(requirePrincipal(context), sessionId, consented));
  }

  @Mutation(() => VerificationSessionPayload)
  async setDocumentType(
    @Arg('input', () => SetDocumentTypeInput) { sessionId, documentType, reset }: SetDocumentTypeInput,
    @Ctx() context: RequestContext,
  ): Promise<VerificationSessionPayload> {
    return wrap(await this.lifecycle.setDocumentType(requirePrincipal(context), sessionId, documentType, reset));
  }

  @Mutation(() => SessionPayload)
  async updateSdkMetadata(
    @Arg('input', () => UpdateSdkMetadataInput) { sessionId, sdkMetadata }: UpdateSdkMetadataInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionPayload> {
    return wrap(await this.lifecycle.updateSdkMetadata(requirePrincipal(context), sessionId, sdkMetadata));
  }

  @Mutation(() => SessionPayload)
  async cancelSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<SessionPayload> {
    return wrap(await this.lifecycle.cancel(requirePrincipal(context), id));
  }

  /** At once where the session is in memory: no promise stands between the cache and the answer. */
  private read(id: string, context: RequestContext): SessionView | null | Promise<SessionView | null> {
    const principal = requirePrincipal(context);
    const found = this.sessions.peekOrFind(principal.organizationId, id);
    const view = (session: Session | undefined) => {
      const visible = this.sessions.visible(principal, session);
      return visible ? viewOf(visible) : null;
    };
    return found instanceof Promise ? found.then(view) : view(found);
  }
}

const wrap = (session: Session): { session: SessionView } => ({ session: viewOf(session) });
