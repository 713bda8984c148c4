import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { requirePrincipal, type RequestContext } from '../graphql/context.js';
import type { UploadedFile } from '../graphql/upload.js';
import type { DocumentSide } from '../provider/contract.js';
import { badInput } from '../shared/errors.js';
import type { FinalizeService } from './finalize.service.js';
import type { SessionCaptureService } from './session-capture.service.js';
import type { SessionLivenessService } from './session-liveness.service.js';
import {
  AddDocumentImageInput,
  FinalizeVerificationInput,
  GenerateLivenessSessionInput,
  ProcessLivenessSessionInput,
} from './session-input.type.js';
import {
  AddDocumentImagePayload,
  FinalizeVerificationPayload,
  GenerateLivenessSessionPayload,
  ProcessLivenessSessionPayload,
} from './session-payload.type.js';
import { OVERRIDE_NAMES } from './session.states.js';
import { viewOf } from './verification-session.type.js';

const MOST_FRAMES = 5;

/** What a subject shows, and the verdict on it. */
@Resolver()
export class EvidenceResolver {
  constructor(
    private readonly captures: SessionCaptureService,
    private readonly liveness: SessionLivenessService,
    private readonly finalize: FinalizeService,
  ) {}

  @Mutation(() => AddDocumentImagePayload)
  addDocumentFront(
    @Arg('input', () => AddDocumentImageInput) input: AddDocumentImageInput,
    @Ctx() context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    return this.addDocument('FRONT', input, context);
  }

  @Mutation(() => AddDocumentImagePayload)
  addDocumentBack(
    @Arg('input', () => AddDocumentImageInput) input: AddDocumentImageInput,
    @Ctx() context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    return this.addDocument('BACK', input, context);
  }

  @Mutation(() => GenerateLivenessSessionPayload)
  async generateLivenessSession(
    @Arg('input', () => GenerateLivenessSessionInput) { sessionId }: GenerateLivenessSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<GenerateLivenessSessionPayload> {
    const { session, token, liveness } = await this.liveness.start(requirePrincipal(context), sessionId);
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
    const { sessionId, token, coordinates } = input;
    const given = input.frames ?? [];
    if (given.length > MOST_FRAMES) throw badInput('input.frames', `holds more than ${MOST_FRAMES} images`);
    const frames = given.map(({ step, image }) => ({ step: step ?? undefined, read: reader(image) }));
    const principal = requirePrincipal(context);
    const { session, livenessDetected } = await this.liveness.process(principal, sessionId, token, frames, coordinates);
    return { session: viewOf(session), livenessDetected, token };
  }

  @Mutation(() => FinalizeVerificationPayload)
  async finalizeVerification(
    @Arg('input', () => FinalizeVerificationInput) { sessionId, settings, wait }: FinalizeVerificationInput,
    @Ctx() context: RequestContext,
  ): Promise<FinalizeVerificationPayload> {
    const overrides = settings ? OVERRIDE_NAMES.filter((name) => settings[name]) : undefined;
    const session = await this.finalize.finalize(requirePrincipal(context), sessionId, overrides, wait);
    return { session: viewOf(session), verified: session.verified, onSanctionList: null };
  }

  private async addDocument(
    side: DocumentSide,
    { sessionId, coordinates, image }: AddDocumentImageInput,
    context: RequestContext,
  ): Promise<AddDocumentImagePayload> {
    const principal = requirePrincipal(context);
    const { session, capture } = await this.captures.addDocument(
      principal,
      sessionId,
      side,
      reader(image),
      coordinates,
    );
    return {
      session: viewOf(session),
      capture: { ...capture, erasedAt: null },
      quality: { ...capture.quality, reasons: [...capture.quality.reasons] },
    };
  }
}

const reader = (image: Promise<UploadedFile>) => async () => (await image).bytes();
