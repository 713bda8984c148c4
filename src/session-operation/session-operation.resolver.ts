import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type RequestContext, requireOperator } from '../graphql/context.js';
import { viewOf } from '../session/session-view.type.js';
import type { CaptureLinkService } from './capture-link.service.js';
import type { ErasureService } from './erasure.service.js';
import { CreateCaptureLinkPayload, EraseSessionPayload } from './session-operation.type.js';

/** What operators do with sessions of both kinds: send them to a phone, and erase them. */
@Resolver()
export class SessionOperationResolver {
  constructor(
    private readonly erasures: ErasureService,
    private readonly links: CaptureLinkService,
  ) {}

  @Mutation(() => CreateCaptureLinkPayload, {
    description: "A link for the subject's phone to the hosted capture page, for this session alone.",
  })
  async createCaptureLink(
    @Arg('sessionId', () => ID) sessionId: string,
    @Ctx() context: RequestContext,
  ): Promise<CreateCaptureLinkPayload> {
    const { session, url } = await this.links.create(requireOperator(context, 'OPERATOR'), sessionId);
    return { session: viewOf(session), url, expiresAt: session.expiresAt };
  }

  @Mutation(() => EraseSessionPayload)
  async eraseSession(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<EraseSessionPayload> {
    const { session, ...erased } = await this.erasures.erase(requireOperator(context, 'OPERATOR'), id);
    return { session: viewOf(session), ...erased };
  }
}
