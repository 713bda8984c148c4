import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type RequestContext, requireCaller, requireOperator } from '../graphql/context.js';
import type { SessionLifecycleService } from './session-lifecycle.service.js';
import { SessionPayload, UpdateSdkMetadataInput } from './session-payload.type.js';
import type { SessionService } from './session.service.js';
import { SessionType } from './session.type.js';
import { viewOf } from './session-view.type.js';

/** What sessions of both kinds have in common. */
@Resolver()
export class SessionResolver {
  constructor(
    private readonly sessions: SessionService,
    private readonly lifecycle: SessionLifecycleService,
  ) {}

  @Query(() => SessionType, { nullable: true })
  session(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    return this.sessions.show(requireCaller(context, 'VIEWER', 'sdk'), id, undefined, viewOf);
  }

  @Mutation(() => SessionPayload)
  async updateSdkMetadata(
    @Arg('input', () => UpdateSdkMetadataInput) { sessionId, sdkMetadata }: UpdateSdkMetadataInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionPayload> {
    const session = await this.lifecycle.updateSdkMetadata(
      requireCaller(context, 'OPERATOR', 'sdk'),
      sessionId,
      sdkMetadata,
    );
    return { session: viewOf(session) };
  }

  @Mutation(() => SessionPayload)
  async cancelSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<SessionPayload> {
    return { session: viewOf(await this.lifecycle.cancel(requireOperator(context, 'OPERATOR'), id)) };
  }
}
