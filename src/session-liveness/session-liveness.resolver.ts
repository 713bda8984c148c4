import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type RequestContext, requireCaller } from '../graphql/context.js';
import { readerOf } from '../graphql/upload.js';
import { badInput } from '../shared/errors.js';
import { viewOf } from '../session/session-view.type.js';
import type { SessionLivenessService } from './session-liveness.service.js';
import {
  GenerateLivenessSessionInput,
  GenerateLivenessSessionPayload,
  ProcessLivenessSessionInput,
  ProcessLivenessSessionPayload,
} from './session-liveness.type.js';

const MOST_FRAMES = 5;

/** Whether somebody is there, for sessions of both kinds. */
@Resolver()
export class SessionLivenessResolver {
  constructor(private readonly liveness: SessionLivenessService) {}

  @Mutation(() => GenerateLivenessSessionPayload)
  async generateLivenessSession(
    @Arg('input', () => GenerateLivenessSessionInput) { sessionId }: GenerateLivenessSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<GenerateLivenessSessionPayload> {
    const { session, token, liveness } = await this.liveness.start(
      requireCaller(context, 'OPERATOR', 'sdk'),
      sessionId,
    );
    const { steps, expiresAt } = liveness;
    return {
      session: viewOf(session),
      liveness: { token, provider: session.livenessProvider, steps: [...steps], expiresAt },
    };
  }

  @Mutation(() => ProcessLivenessSessionPayload)
  async processLivenessSession(
    @Arg('input', () => ProcessLivenessSessionInput) input: ProcessLivenessSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<ProcessLivenessSessionPayload> {
    const principal = requireCaller(context, 'OPERATOR', 'sdk');
    const { sessionId, token, coordinates } = input;
    const given = input.frames ?? [];
    if (given.length > MOST_FRAMES) throw badInput('input.frames', `holds more than ${MOST_FRAMES} images`);
    const frames = given.map(({ step, image }) => ({ step: step ?? undefined, read: readerOf(image) }));
    const at = { coordinates, ipAddress: context.origin.ipAddress };
    const { session, livenessDetected } = await this.liveness.process(principal, sessionId, token, frames, at);
    return { session: viewOf(session), livenessDetected, token };
  }
}
